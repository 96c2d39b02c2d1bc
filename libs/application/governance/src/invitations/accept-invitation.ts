import { appUserId, type AppUser, type Invitation } from '@radiant/identity';
import type { Clock, Digest, IdGenerator, Instant, UserId } from '@radiant/kernel';
import { auditEvent, personOf, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import { unknown } from '../in-tenant.js';
import type { GovernanceTransaction, GovernanceTransactions } from '../ports/governance-transactions.js';
import { INVITATION_TOKEN } from './invitation-token.js';

/**
 * Makes a person of the tenant a user of the app invited into. It is asked for through that app, where a suspended person
 * is refused before: an older invitation does not undo a suspension.
 */
export class AcceptInvitation {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly digest: Digest,
  ) {}

  /**
   * @throws DomainError `forbidden` for who is no person; `not_found`, alike for tokens that are unknown, of another tenant
   * or app, expired, accepted or revoked; `service_unavailable`.
   */
  async execute(actor: Actor, token: string): Promise<AppUser> {
    const person = personOf(actor);
    const { tenantId, homeTenantId, appId } = actor.principal;
    if (tenantId !== homeTenantId || !INVITATION_TOKEN.test(token)) throw unknown('invitation');
    const hash = this.digest.sha256(token);
    return this.transactions.run(tenantId, async (transaction) => {
      const now = this.clock.now();
      const invitation = await transaction.invitations.findByToken(hash);
      if (!invitation || invitation.appId !== appId || !isOpen(invitation, now)) throw unknown('invitation');
      if (!(await transaction.invitations.close(invitation.id, { acceptedAt: now }))) throw unknown('invitation');
      const user = await this.admitted(transaction, invitation, person);
      await transaction.audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'invitation.accept',
          resource: { type: 'invitation', id: invitation.id },
          details: created({ app_id: user.appId, app_user_id: user.id }),
        }),
      );
      return user;
    });
  }

  private admitted({ appUsers }: GovernanceTransaction, invitation: Invitation, subject: UserId): Promise<AppUser> {
    return appUsers.put({
      id: appUserId(this.ids.uuid()),
      tenantId: invitation.tenantId,
      appId: invitation.appId,
      subject,
      status: 'active',
      invitationId: invitation.id,
      createdAt: this.clock.now(),
      lastSeenAt: undefined,
    });
  }
}

const isOpen = (invitation: Invitation, now: Instant): boolean =>
  invitation.acceptedAt === undefined && invitation.revokedAt === undefined && invitation.expiresAt > now;
