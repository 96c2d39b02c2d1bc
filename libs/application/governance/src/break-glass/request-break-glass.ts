import { breakGlassId, type BreakGlassGrant } from '@radiant/identity';
import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, personOf, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import { inTenant } from '../in-tenant.js';
import type { Alerts } from '../ports/alerts.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedReason } from '../validation.js';
import { BREAK_GLASS_MS, toldOfGrant } from './break-glass-rules.js';

/** When somebody else looks at a request: before access begins, or afterwards. */
export type BreakGlassApproval = 'before' | 'after';

/**
 * Asks for access out of the ordinary: for a reason, for an hour, and never unnoticed. 45 CFR 164.312(a)(2)(ii) asks for a
 * procedure for emergencies.
 */
export class RequestBreakGlass {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly alerts: Alerts,
    private readonly approval: BreakGlassApproval,
  ) {}

  /**
   * @returns a grant that is pending when approval comes before, and active for an hour from now when it comes after.
   * @throws DomainError `validation_error` naming reason; `forbidden` for who is no person; `not_found`;
   * `service_unavailable`, also when the alert can't be raised.
   */
  async execute(actor: Actor, tenantId: TenantId, asked: { readonly reason: string }): Promise<BreakGlassGrant> {
    const grant = this.grant(personOf(actor), tenantId, checkedReason('reason', asked.reason));
    return inTenant(this.transactions, actor, tenantId, async ({ breakGlass, audit }) => {
      await breakGlass.add(grant);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'break_glass.request',
          resource: { type: 'break_glass', id: grant.id },
          details: created(toldOfGrant(grant)),
        }),
      );
      await this.alerts.raise('break_glass.requested', tenantId, { breakGlassId: grant.id, userId: grant.requestedBy });
      return grant;
    });
  }

  private grant(requestedBy: string, tenantId: TenantId, reason: string): BreakGlassGrant {
    const now = this.clock.now();
    const atOnce = this.approval === 'after';
    return {
      id: breakGlassId(this.ids.uuid()),
      tenantId,
      requestedBy,
      reason,
      status: atOnce ? 'active' : 'pending',
      createdAt: now,
      startsAt: atOnce ? now : undefined,
      expiresAt: atOnce ? now + BREAK_GLASS_MS : undefined,
      decidedBy: undefined,
      decidedAt: undefined,
      reviewedBy: undefined,
      reviewedAt: undefined,
      review: undefined,
    };
  }
}
