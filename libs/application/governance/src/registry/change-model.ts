import type { Clock, IdGenerator, ModelId } from '@radiant/kernel';
import type { Model } from '@radiant/registry';
import { auditEvent, type Actor } from '../actor.js';
import { changed } from '../audit-details.js';
import { unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedChange } from '../validation.js';
import { changedModel, toldOfModel, type ModelChange } from './model-fields.js';
import { checkGoverned } from './provider-fields.js';
import { checkRevision, type ExpectedRevisions } from './revision.js';

/** Changes a model for all tenants. It stands in the trail of the actor's own tenant. */
export class ChangeModel {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `validation_error` and `forbidden` naming the field; `not_found`; `precondition_failed`;
   * `service_unavailable`.
   */
  async execute(actor: Actor, id: ModelId, change: ModelChange, expected?: ExpectedRevisions): Promise<Model> {
    checkedChange(change);
    checkGoverned(actor, { name: change.name }); // it decides what a price is paid for
    const tenantId = actor.principal.homeTenantId;
    return this.transactions.run(tenantId, async ({ models, audit }) => {
      const before = await models.find(id);
      if (!before) throw unknown('model');
      checkRevision(before.revision, expected);
      const after = changedModel(before, change, this.clock.now());
      await models.save(after);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'model.update',
          resource: { type: 'model', id },
          details: changed(toldOfModel(before), toldOfModel(after)),
        }),
      );
      return after;
    });
  }
}
