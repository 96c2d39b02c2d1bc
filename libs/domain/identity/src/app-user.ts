import type { AppId, Branded, Instant, TenantId, UserId } from '@radiant/kernel';

export type AppUserId = Branded<'AppUserId'>;
export type InvitationId = Branded<'InvitationId'>;

/** A person who uses an app of a tenant. */
export interface AppUser {
  readonly id: AppUserId;
  readonly tenantId: TenantId;
  readonly appId: AppId;
  /** The identity provider's id of the person. */
  readonly subject: UserId;
  readonly status: 'active' | 'suspended';
  readonly invitationId: InvitationId | undefined;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant | undefined;
}

/** An invitation into an app. Who has its token and a token of the tenant's issuer can accept it, once. */
export interface Invitation {
  readonly id: InvitationId;
  readonly tenantId: TenantId;
  readonly appId: AppId;
  /** The invited person's address; stored sealed. */
  readonly address: string;
  /** SHA-256 of the token in hex; the token is shown once. */
  readonly tokenHash: string;
  readonly invitedBy: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly acceptedAt: Instant | undefined;
  readonly revokedAt: Instant | undefined;
}
