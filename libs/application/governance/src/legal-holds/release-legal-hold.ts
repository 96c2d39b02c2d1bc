import type { LegalHold, LegalHoldId } from '@radiant/identity';
import { DomainError, type Clock, type IdGenerator, type TenantId } from '@radiant/kernel';
import { auditEvent, isPlatform, nameOf, type Actor } from '../actor.js';
import { inTenant, unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** Ends a legal hold; another one may still stand. */
export class ReleaseLegalHold {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`; `forbidden` where the platform placed it and a tenant asks; `conflict` when it was released before; `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, id: LegalHoldId): Promise<LegalHold> {
    const releasedBy = nameOf(actor);
    const releasedAt = this.clock.now();
    return inTenant(this.transactions, actor, tenantId, async ({ legalHolds, audit }) => {
      const hold = await legalHolds.find(id);
      if (!hold) throw unknown('legal hold');
      if (hold.byPlatform && !isPlatform(actor)) {
        throw new DomainError(
          'forbidden',
          'the platform placed this legal hold: only a super administrator releases it',
        );
      }
      if (!(await legalHolds.release(id, releasedBy, releasedAt))) {
        throw new DomainError('conflict', 'the legal hold was released before');
      }
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'legal_hold.release',
          resource: { type: 'legal_hold', id },
        }),
      );
      return { ...hold, releasedBy, releasedAt };
    });
  }
}
