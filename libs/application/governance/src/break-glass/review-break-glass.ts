import type { BreakGlassGrant, BreakGlassId } from '@radiant/identity';
import { DomainError, type Clock, type IdGenerator, type TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { changed } from '../audit-details.js';
import { inTenant, unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedChoice } from '../validation.js';
import { somebodyElse, toldOfGrant } from './break-glass-rules.js';

const REVIEWS = ['justified', 'not_justified'] as const;

/** Judges access out of the ordinary that was had. What is left of its hour ends, so that a review covers all of it. */
export class ReviewBreakGlass {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `validation_error` naming review; `not_found`; `forbidden` for who asked for it and for who is no
   * person; `conflict` when there was no access or it is reviewed already; `service_unavailable`.
   */
  async execute(
    actor: Actor,
    tenantId: TenantId,
    id: BreakGlassId,
    asked: { readonly review: string },
  ): Promise<BreakGlassGrant> {
    const review = checkedChoice('review', asked.review, REVIEWS);
    return inTenant(this.transactions, actor, tenantId, async ({ breakGlass, audit }) => {
      const now = this.clock.now();
      const before = await breakGlass.find(id);
      if (!before) throw unknown('break-glass request');
      const reviewedBy = somebodyElse(actor, before);
      if (before.review !== undefined) throw new DomainError('conflict', 'the access is reviewed already');
      if (before.status !== 'active' || before.expiresAt === undefined) {
        throw new DomainError('conflict', 'there was no access to review');
      }
      const expiresAt = Math.min(before.expiresAt, now);
      const after: BreakGlassGrant = { ...before, status: 'ended', expiresAt, reviewedBy, reviewedAt: now, review };
      await breakGlass.save(after);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'break_glass.review',
          resource: { type: 'break_glass', id },
          details: changed(toldOfGrant(before), toldOfGrant(after)),
        }),
      );
      return after;
    });
  }
}
