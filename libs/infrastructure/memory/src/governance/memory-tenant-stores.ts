import {
  ApiKeyStore,
  AppUserStore,
  BreakGlassStore,
  InvitationStore,
  LegalHoldStore,
  TokenRevocations,
  type AppUser,
  type AppUserId,
  type BreakGlassGrant,
  type BreakGlassId,
  type Invitation,
  type InvitationId,
  type LegalHold,
  type LegalHoldId,
  type ManagedApiKey,
  type TokenRevocation,
} from '@radiant/identity';
import { DomainError, type ApiKeyId, type AppId, type Instant } from '@radiant/kernel';
import type { Page, Slice, TenantId } from '@radiant/kernel';
import type { StoredTokenRevocation } from './governance-state.js';
import type { TenantTable } from './tenant-table.js';

const byId =
  (id: string) =>
  (row: { readonly id: string }): boolean =>
    row.id === id;

const created = (row: { readonly createdAt: Instant }): Instant => row.createdAt;

export class MemoryApiKeyStore extends ApiKeyStore {
  constructor(private readonly table: TenantTable<ManagedApiKey>) {
    super();
  }

  async list(slice: Slice): Promise<Page<ManagedApiKey>> {
    return this.table.page(slice, created);
  }

  async find(id: ApiKeyId): Promise<ManagedApiKey | undefined> {
    return this.table.find(byId(id));
  }

  async add(key: ManagedApiKey): Promise<void> {
    this.table.add(key, ({ hash }) => hash === key.hash);
  }

  async save(key: ManagedApiKey): Promise<void> {
    const { name, scopes, limits, trustedForwarder, expiresAt, revokedAt, replacedBy } = key;
    const changed = { name, scopes, limits, trustedForwarder, expiresAt, revokedAt, replacedBy };
    this.table.save(key, (stored) => ({ ...stored, ...changed }));
  }
}

export class MemoryAppUserStore extends AppUserStore {
  constructor(private readonly table: TenantTable<AppUser>) {
    super();
  }

  async list(slice: Slice, appId?: AppId): Promise<Page<AppUser>> {
    return this.table.page(slice, created, (user) => appId === undefined || user.appId === appId);
  }

  async find(id: AppUserId): Promise<AppUser | undefined> {
    return this.table.find(byId(id));
  }

  async put(user: AppUser): Promise<AppUser> {
    const { status, invitationId } = user;
    const isSame = (row: AppUser): boolean => row.appId === user.appId && row.subject === user.subject;
    this.table.expectOwn(user);
    this.table.expectApp(user.appId);
    if (!this.table.find(isSame)) this.table.add(user);
    this.table.change(isSame, (stored) => ({ ...stored, status, invitationId }));
    return this.table.find(isSame) ?? user;
  }

  async saveStatus(id: AppUserId, status: AppUser['status']): Promise<void> {
    if (this.table.change(byId(id), (stored) => ({ ...stored, status }))) return;
    throw new DomainError('not_found', 'no such app user');
  }
}

export class MemoryInvitationStore extends InvitationStore {
  constructor(private readonly table: TenantTable<Invitation>) {
    super();
  }

  async list(slice: Slice): Promise<Page<Invitation>> {
    return this.table.page(slice, created);
  }

  async find(id: InvitationId): Promise<Invitation | undefined> {
    return this.table.find(byId(id));
  }

  async findByToken(tokenHash: string): Promise<Invitation | undefined> {
    return this.table.find((invitation) => invitation.tokenHash === tokenHash);
  }

  async add(invitation: Invitation): Promise<void> {
    const { tenantId, tokenHash, appId } = invitation;
    this.table.expectApp(appId);
    this.table.add(invitation, (stored) => stored.tenantId === tenantId && stored.tokenHash === tokenHash);
  }

  async close(
    id: InvitationId,
    how: { readonly acceptedAt: Instant } | { readonly revokedAt: Instant },
  ): Promise<boolean> {
    return this.table.change(
      (row) => row.id === id && row.acceptedAt === undefined && row.revokedAt === undefined,
      (stored) =>
        'acceptedAt' in how ? { ...stored, acceptedAt: how.acceptedAt } : { ...stored, revokedAt: how.revokedAt },
    );
  }
}

export class MemoryTokenRevocations extends TokenRevocations {
  constructor(
    private readonly table: TenantTable<StoredTokenRevocation>,
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async add(revocation: TokenRevocation): Promise<void> {
    this.table.add({ ...revocation, tenantId: this.tenantId });
  }
}

export class MemoryBreakGlassStore extends BreakGlassStore {
  constructor(private readonly table: TenantTable<BreakGlassGrant>) {
    super();
  }

  async list(slice: Slice): Promise<Page<BreakGlassGrant>> {
    return this.table.page(slice, created);
  }

  async find(id: BreakGlassId): Promise<BreakGlassGrant | undefined> {
    return this.table.find(byId(id));
  }

  async add(grant: BreakGlassGrant): Promise<void> {
    this.table.add(grant);
  }

  async save(grant: BreakGlassGrant): Promise<void> {
    this.table.save(grant, ({ requestedBy, reason, createdAt }) => ({ ...grant, requestedBy, reason, createdAt }));
  }
}

export class MemoryLegalHoldStore extends LegalHoldStore {
  constructor(private readonly table: TenantTable<LegalHold>) {
    super();
  }

  async list(slice: Slice): Promise<Page<LegalHold>> {
    return this.table.page(slice, (hold) => hold.placedAt);
  }

  async find(id: LegalHoldId): Promise<LegalHold | undefined> {
    return this.table.find(byId(id));
  }

  async add(hold: LegalHold): Promise<void> {
    this.table.add(hold);
  }

  async release(id: LegalHoldId, by: string, at: Instant): Promise<boolean> {
    return this.table.change(
      (row) => row.id === id && row.releasedAt === undefined,
      (stored) => ({ ...stored, releasedBy: by, releasedAt: at }),
    );
  }
}
