import type { BreakGlassGrant, BreakGlassId } from '@radiant/identity';
import { DomainError, type Clock, type IdGenerator, type Instant, type TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { changed } from '../audit-details.js';
import { inTenant, unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedChoice } from '../validation.js';
import { BREAK_GLASS_MS, BREAK_GLASS_PENDING_MS, somebodyElse, toldOfGrant } from './break-glass-rules.js';

const DECISIONS = ['approve', 'deny'] as const;

/** Approves or denies access out of the ordinary. The hour begins with the approval. */
export class DecideBreakGlass {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `validation_error` naming decision; `not_found`; `forbidden` for who asked for it and for who is no
   * person; `conflict` when it is decided already or was asked for more than a day ago; `service_unavailable`.
   */
  async execute(
    actor: Actor,
    tenantId: TenantId,
    id: BreakGlassId,
    asked: { readonly decision: string },
  ): Promise<BreakGlassGrant> {
    const decision = checkedChoice('decision', asked.decision, DECISIONS);
    return inTenant(this.transactions, actor, tenantId, async ({ breakGlass, audit }) => {
      const now = this.clock.now();
      const before = await breakGlass.find(id);
      if (!before) throw unknown('break-glass request');
      const decidedBy = somebodyElse(actor, before);
      refuseDecided(before, now);
      const approved = decision === 'approve';
      const after: BreakGlassGrant = {
        ...before,
        status: approved ? 'active' : 'denied',
        startsAt: approved ? now : undefined,
        expiresAt: approved ? now + BREAK_GLASS_MS : undefined,
        decidedBy,
        decidedAt: now,
      };
      await breakGlass.save(after);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'break_glass.decide',
          resource: { type: 'break_glass', id },
          details: changed(toldOfGrant(before), toldOfGrant(after)),
        }),
      );
      return after;
    });
  }
}

function refuseDecided(grant: BreakGlassGrant, now: Instant): void {
  if (grant.status !== 'pending') throw new DomainError('conflict', 'the break-glass request is decided already');
  if (grant.createdAt + BREAK_GLASS_PENDING_MS <= now) {
    throw new DomainError('conflict', 'the break-glass request has lapsed; it must be asked for again');
  }
}
