import { legalHoldId, type LegalHold } from '@radiant/identity';
import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, isPlatform, nameOf, type Actor } from '../actor.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedReason } from '../validation.js';

/** From now on nothing of the tenant is purged, and none of its keys is destroyed. */
export class PlaceLegalHold {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `validation_error` naming reason; `not_found`; `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, asked: { readonly reason: string }): Promise<LegalHold> {
    const hold: LegalHold = {
      id: legalHoldId(this.ids.uuid()),
      tenantId,
      reason: checkedReason('reason', asked.reason),
      placedBy: nameOf(actor),
      byPlatform: isPlatform(actor),
      placedAt: this.clock.now(),
      releasedBy: undefined,
      releasedAt: undefined,
    };
    return inTenant(this.transactions, actor, tenantId, async ({ legalHolds, audit }) => {
      await legalHolds.add(hold);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'legal_hold.place',
          resource: { type: 'legal_hold', id: hold.id },
        }),
      );
      return hold;
    });
  }
}
