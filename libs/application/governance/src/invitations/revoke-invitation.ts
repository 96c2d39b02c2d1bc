import type { Invitation, InvitationId } from '@radiant/identity';
import { DomainError, type Clock, type IdGenerator, type TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { inTenant, unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** Ends an invitation that nobody accepted yet. */
export class RevokeInvitation {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * One that is revoked already stays as it is, and nothing is written.
   * @throws DomainError `not_found`; `conflict` when it was accepted; `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, id: InvitationId): Promise<Invitation> {
    const now = this.clock.now();
    return inTenant(this.transactions, actor, tenantId, async ({ invitations, audit }) => {
      const invitation = await invitations.find(id);
      if (!invitation) throw unknown('invitation');
      if (invitation.revokedAt !== undefined) return invitation;
      if (invitation.acceptedAt !== undefined || !(await invitations.close(id, { revokedAt: now }))) {
        throw new DomainError('conflict', 'the invitation was accepted');
      }
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'invitation.revoke',
          resource: { type: 'invitation', id },
        }),
      );
      return { ...invitation, revokedAt: now };
    });
  }
}
