import { modelId, type Clock, type IdGenerator } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { changed } from '../audit-details.js';
import { unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedId } from '../validation.js';
import { toldOfRule } from './put-routing-rule.js';
import { checkRevision, type ExpectedRevisions } from './revision.js';

/** Takes a routing rule away, for all tenants. It stands in the trail of the actor's own tenant. */
export class RemoveRoutingRule {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `validation_error` naming name; `not_found`; `precondition_failed`; `service_unavailable`. */
  async execute(actor: Actor, asked: string, expected?: ExpectedRevisions): Promise<void> {
    const name = checkedId('name', asked, modelId);
    const tenantId = actor.principal.homeTenantId;
    await this.transactions.run(tenantId, async ({ rules, audit }) => {
      const before = await rules.find(name);
      if (!before) throw unknown('routing rule');
      checkRevision(before.revision, expected);
      await rules.remove(name);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'routing_rule.remove',
          resource: { type: 'routing_rule', id: before.name },
          details: changed(toldOfRule(before), {}),
        }),
      );
    });
  }
}
