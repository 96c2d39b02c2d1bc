import type { Clock, IdGenerator } from '@radiant/kernel';
import type { Agreement, AgreementId } from '@radiant/registry';
import { auditEvent, type Actor } from '../actor.js';
import { changed } from '../audit-details.js';
import { unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedChange } from '../validation.js';
import { changedAgreement, toldOfAgreement, type AgreementChange } from './agreement-fields.js';
import { checkRevision, type ExpectedRevisions } from './revision.js';

/** Changes an agreement, or ends it. It stands in the trail of the actor's own tenant. */
export class ChangeAgreement {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `validation_error` naming the field; `not_found`; `precondition_failed`; `service_unavailable`. */
  async execute(
    actor: Actor,
    id: AgreementId,
    change: AgreementChange,
    expected?: ExpectedRevisions,
  ): Promise<Agreement> {
    checkedChange(change);
    return this.changed(actor, id, expected, (before) => changedAgreement(before, change, this.clock.now()));
  }

  /** Ends it now: it stays on record, and lets nobody see PHI any more. @throws as `execute`. */
  async end(actor: Actor, id: AgreementId, expected?: ExpectedRevisions): Promise<Agreement> {
    const now = this.clock.now();
    return this.changed(actor, id, expected, (before) => ({
      ...before,
      expiresAt: Math.min(before.expiresAt, Math.max(now, before.effectiveFrom)),
      revision: before.revision + 1,
      updatedAt: now,
    }));
  }

  private async changed(
    actor: Actor,
    id: AgreementId,
    expected: ExpectedRevisions,
    change: (before: Agreement) => Agreement,
  ): Promise<Agreement> {
    const tenantId = actor.principal.homeTenantId;
    return this.transactions.run(tenantId, async ({ agreements, audit }) => {
      const before = await agreements.find(id);
      if (!before) throw unknown('agreement');
      checkRevision(before.revision, expected);
      const after = change(before);
      await agreements.save(after);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'agreement.update',
          resource: { type: 'agreement', id },
          details: changed(toldOfAgreement(before), toldOfAgreement(after)),
        }),
      );
      return after;
    });
  }
}
