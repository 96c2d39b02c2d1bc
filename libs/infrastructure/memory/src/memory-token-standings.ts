import {
  TokenStandings,
  type TenantStatus,
  type TokenIdentity,
  type TokenRevocation,
  type TokenStanding,
} from '@radiant/identity';
import type { AppId, Clock, Instant, TenantId, UserId } from '@radiant/kernel';

interface NotedUser {
  readonly appId: AppId;
  readonly subject: UserId;
  readonly status: 'active' | 'suspended';
  readonly lastSeenAt: Instant | undefined;
}

/** What is known against tokens, in this process. */
export class MemoryTokenStandings extends TokenStandings {
  private readonly tenants = new Map<TenantId, TenantStatus>();
  private readonly noted = new Map<TenantId, Map<string, NotedUser>>();
  private readonly revocations = new Map<TenantId, TokenRevocation[]>();

  constructor(private readonly clock: Clock) {
    super();
  }

  async find({ tenantId, appId, userId, tokenHash }: TokenIdentity): Promise<TokenStanding> {
    const tenantActive = this.tenants.get(tenantId) === 'active';
    const status = this.usersOf(tenantId).get(keyOf(appId, userId))?.status ?? 'active';
    if (tenantActive) this.note(tenantId, { appId, subject: userId, status, lastSeenAt: this.clock.now() });
    const revocations = this.revocations.get(tenantId) ?? [];
    const ofUser = revocations.filter(({ kind, value }) => kind === 'user' && value === userId);
    return {
      tenantActive,
      userActive: status === 'active',
      revoked: revocations.some(({ kind, value }) => kind === 'token' && value === tokenHash),
      revokedBefore: ofUser.length > 0 ? Math.max(...ofUser.map(({ issuedBefore }) => issuedBefore)) : undefined,
    };
  }

  /** Sets the status of a tenant; one that was never set is not active. */
  setTenant(tenantId: TenantId, status: TenantStatus): void {
    this.tenants.set(tenantId, status);
  }

  /** Sets a person's standing in an app of a tenant. */
  setUser(tenantId: TenantId, appId: AppId, subject: UserId, status: NotedUser['status']): void {
    const lastSeenAt = this.usersOf(tenantId).get(keyOf(appId, subject))?.lastSeenAt;
    this.note(tenantId, { appId, subject, status, lastSeenAt });
  }

  revoke(tenantId: TenantId, revocation: TokenRevocation): void {
    this.revocations.set(tenantId, [...(this.revocations.get(tenantId) ?? []), { ...revocation }]);
  }

  /** Who was seen in which app, or was set. */
  users(tenantId: TenantId): readonly NotedUser[] {
    return [...this.usersOf(tenantId).values()];
  }

  private note(tenantId: TenantId, user: NotedUser): void {
    this.usersOf(tenantId).set(keyOf(user.appId, user.subject), user);
  }

  private usersOf(tenantId: TenantId): Map<string, NotedUser> {
    const users = this.noted.get(tenantId) ?? new Map<string, NotedUser>();
    this.noted.set(tenantId, users);
    return users;
  }
}

const keyOf = (appId: AppId, subject: UserId): string => `${appId} ${subject}`;
