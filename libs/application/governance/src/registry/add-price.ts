import type { Clock, IdGenerator, ModelId } from '@radiant/kernel';
import type { Model } from '@radiant/registry';
import { auditEvent, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import { unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedPrice, toldOfPrice, type NewPrice } from './checked-price.js';
import { checkRevision, type ExpectedRevisions } from './revision.js';

/** Adds a version to the price book of a model. It stands in the trail of the actor's own tenant. */
export class AddPrice {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the model with all of its prices. @throws DomainError `validation_error` naming the field; `not_found`;
   * `precondition_failed`; `conflict` when another version begins at that moment; `service_unavailable`.
   */
  async execute(actor: Actor, id: ModelId, asked: NewPrice, expected?: ExpectedRevisions): Promise<Model> {
    const tenantId = actor.principal.homeTenantId;
    return this.transactions.run(tenantId, async ({ models, audit }) => {
      const before = await models.find(id);
      if (!before) throw unknown('model');
      checkRevision(before.revision, expected);
      const now = Math.trunc(this.clock.now());
      const price = checkedPrice(asked, before, now);
      const after: Model = {
        ...before,
        prices: [...before.prices, price],
        revision: before.revision + 1,
        updatedAt: now,
      };
      await models.addPrice(id, price);
      await models.save(after);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'price.update',
          resource: { type: 'model', id },
          details: created(toldOfPrice(price)),
        }),
      );
      return after;
    });
  }
}
