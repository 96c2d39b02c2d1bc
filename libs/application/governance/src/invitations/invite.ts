import { invitationId, type Invitation } from '@radiant/identity';
import type { AppId, Clock, Digest, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, nameOf, type Actor } from '../actor.js';
import { created, moment } from '../audit-details.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedApp } from '../tenants/tenant-fields.js';
import { checkedInteger, invalid } from '../validation.js';
import { mintInvitationToken } from './invitation-token.js';

const HOUR_MS = 3_600_000;
/** A week. */
const DEFAULT_HOURS = 168;
/** Thirty days. */
const LONGEST_HOURS = 720;
/** RFC 5321, section 4.5.3.1.3. */
const LONGEST_ADDRESS = 254;
const ADDRESS = /^[^\s@\u0000-\u001f]+@[^\s@\u0000-\u001f]+$/;

export interface NewInvitation {
  readonly appId: AppId;
  /** The invited person's e-mail address. */
  readonly address: string;
  /** 1 to 720; a week unless it says otherwise. */
  readonly expiresInHours?: number;
}

/** Invites a person into an app of the tenant. */
export class Invite {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly digest: Digest,
  ) {}

  /**
   * @returns the token too: it is shown this once and kept nowhere.
   * @throws DomainError `validation_error` naming app_id, address or expires_in_hours; `not_found`; `service_unavailable`.
   */
  async execute(
    actor: Actor,
    tenantId: TenantId,
    { appId, address, expiresInHours = DEFAULT_HOURS }: NewInvitation,
  ): Promise<{ readonly token: string; readonly invitation: Invitation }> {
    const now = this.clock.now();
    const token = mintInvitationToken(this.ids);
    const invitation: Invitation = {
      id: invitationId(this.ids.uuid()),
      tenantId,
      appId,
      address: checkedAddress(address),
      tokenHash: this.digest.sha256(token),
      invitedBy: nameOf(actor),
      createdAt: now,
      expiresAt: now + checkedInteger('expires_in_hours', expiresInHours, 1, LONGEST_HOURS) * HOUR_MS,
      acceptedAt: undefined,
      revokedAt: undefined,
    };
    return inTenant(this.transactions, actor, tenantId, async ({ apps, invitations, audit }) => {
      await checkedApp('app_id', appId, apps);
      await invitations.add(invitation);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'invitation.create',
          resource: { type: 'invitation', id: invitation.id },
          details: created({ app_id: appId, expires_at: moment(invitation.expiresAt) }),
        }),
      );
      return { token, invitation };
    });
  }
}

function checkedAddress(value: string): string {
  const address = value.trim();
  if (address.length > LONGEST_ADDRESS || !ADDRESS.test(address)) throw invalid('address', 'an e-mail address');
  return address;
}
