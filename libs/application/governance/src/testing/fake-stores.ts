import {
  ApiKeyStore,
  AppStore,
  AppUserStore,
  BreakGlassStore,
  InvitationStore,
  LegalHoldStore,
  TenantStore,
  TokenRevocations,
  type App,
  type AppUser,
  type BreakGlassGrant,
  type Invitation,
  type LegalHold,
  type ManagedApiKey,
  type Tenant,
  type TokenRevocation,
} from '@radiant/identity';
import { DomainError, type AppId, type Instant, type Page, type Slice, type TenantId } from '@radiant/kernel';
import {
  ReidentificationStore,
  statusAt,
  type Reidentification,
  type ReidentificationDecision,
  type ReidentificationFilter,
  type ReidentificationOfText,
} from '@radiant/phi';

interface Row {
  readonly id: string;
  readonly tenantId?: TenantId;
}

/** Rows of one kind as one tenant sees them, newest last; `changeable` ones are put in the place of what was found. */
export class Rows<Item extends Row> {
  constructor(
    private readonly all: Item[],
    private readonly scope: TenantId | undefined,
  ) {}

  get visible(): readonly Item[] {
    return this.all.filter((item) => this.scope === undefined || item.tenantId === this.scope);
  }

  page({ limit, offset }: Slice, which: (item: Item) => boolean = () => true): Page<Item> {
    const items = this.visible.filter(which).toReversed();
    return { items: items.slice(offset, offset + limit), total: items.length };
  }

  find(id: string): Item | undefined {
    return this.visible.find((item) => item.id === id);
  }

  add(item: Item): void {
    if (this.all.some(({ id }) => id === item.id)) throw new DomainError('conflict', 'the id is taken');
    this.all.push(item);
  }

  save(item: Item): void {
    const before = this.find(item.id);
    if (!before) throw new DomainError('not_found', 'there is no such row');
    this.all[this.all.indexOf(before)] = item;
  }
}

export class FakeTenants extends TenantStore {
  private readonly rows: Rows<Tenant>;
  constructor(
    all: Tenant[],
    private readonly scope: TenantId,
  ) {
    super();
    this.rows = new Rows(all, undefined);
  }
  find = async (id: TenantId): Promise<Tenant | undefined> => (id === this.scope ? this.rows.find(id) : undefined);
  add = async (tenant: Tenant): Promise<void> => this.rows.add(tenant);
  save = async (tenant: Tenant): Promise<void> => this.rows.save(tenant);
}

export class FakeApps extends AppStore {
  private readonly rows: Rows<App & Row>;
  constructor(all: App[]) {
    super();
    this.rows = new Rows<App & Row>(all, undefined);
  }
  all = async (): Promise<readonly App[]> => this.rows.visible;
  add = async (app: App): Promise<void> => this.rows.add(app);
  save = async (app: App): Promise<void> => this.rows.save(app);
}

export class FakeApiKeys extends ApiKeyStore {
  private readonly rows: Rows<ManagedApiKey>;
  constructor(all: ManagedApiKey[], scope: TenantId) {
    super();
    this.rows = new Rows(all, scope);
  }
  list = async (slice: Slice): Promise<Page<ManagedApiKey>> => this.rows.page(slice);
  find = async (id: string): Promise<ManagedApiKey | undefined> => this.rows.find(id);
  add = async (key: ManagedApiKey): Promise<void> => this.rows.add(key);
  save = async (key: ManagedApiKey): Promise<void> => this.rows.save(key);
}

export class FakeAppUsers extends AppUserStore {
  private readonly rows: Rows<AppUser>;
  constructor(all: AppUser[], scope: TenantId) {
    super();
    this.rows = new Rows(all, scope);
  }
  list = async (slice: Slice, appId?: AppId): Promise<Page<AppUser>> =>
    this.rows.page(slice, (user) => appId === undefined || user.appId === appId);
  find = async (id: string): Promise<AppUser | undefined> => this.rows.find(id);
  async put(user: AppUser): Promise<AppUser> {
    const known = this.rows.visible.find(({ appId, subject }) => appId === user.appId && subject === user.subject);
    if (!known) {
      this.rows.add(user);
      return user;
    }
    const after = { ...known, invitationId: user.invitationId, status: user.status };
    this.rows.save(after);
    return after;
  }
  async saveStatus(id: string, status: AppUser['status']): Promise<void> {
    const user = this.rows.find(id);
    if (!user) throw new DomainError('not_found', 'there is no such row');
    this.rows.save({ ...user, status });
  }
}

export class FakeInvitations extends InvitationStore {
  private readonly rows: Rows<Invitation>;
  constructor(all: Invitation[], scope: TenantId) {
    super();
    this.rows = new Rows(all, scope);
  }
  list = async (slice: Slice): Promise<Page<Invitation>> => this.rows.page(slice);
  find = async (id: string): Promise<Invitation | undefined> => this.rows.find(id);
  findByToken = async (hash: string): Promise<Invitation | undefined> =>
    this.rows.visible.find(({ tokenHash }) => tokenHash === hash);
  add = async (invitation: Invitation): Promise<void> => this.rows.add(invitation);
  async close(id: string, how: { readonly acceptedAt?: Instant; readonly revokedAt?: Instant }): Promise<boolean> {
    const open = this.rows.find(id);
    if (!open || open.acceptedAt !== undefined || open.revokedAt !== undefined) return false;
    this.rows.save({ ...open, acceptedAt: how.acceptedAt, revokedAt: how.revokedAt });
    return true;
  }
}

export class FakeTokenRevocations extends TokenRevocations {
  constructor(private readonly all: (TokenRevocation & Row)[]) {
    super();
  }
  add = async (revocation: TokenRevocation): Promise<void> => void this.all.push(revocation);
}

export class FakeBreakGlass extends BreakGlassStore {
  private readonly rows: Rows<BreakGlassGrant>;
  constructor(all: BreakGlassGrant[], scope: TenantId) {
    super();
    this.rows = new Rows(all, scope);
  }
  list = async (slice: Slice): Promise<Page<BreakGlassGrant>> => this.rows.page(slice);
  find = async (id: string): Promise<BreakGlassGrant | undefined> => this.rows.find(id);
  add = async (grant: BreakGlassGrant): Promise<void> => this.rows.add(grant);
  save = async (grant: BreakGlassGrant): Promise<void> => this.rows.save(grant);
}

export class FakeLegalHolds extends LegalHoldStore {
  private readonly rows: Rows<LegalHold>;
  constructor(all: LegalHold[], scope: TenantId) {
    super();
    this.rows = new Rows(all, scope);
  }
  list = async (slice: Slice): Promise<Page<LegalHold>> => this.rows.page(slice);
  find = async (id: string): Promise<LegalHold | undefined> => this.rows.find(id);
  add = async (hold: LegalHold): Promise<void> => this.rows.add(hold);
  async release(id: string, by: string, at: Instant): Promise<boolean> {
    const hold = this.rows.find(id);
    if (!hold || hold.releasedAt !== undefined) return false;
    this.rows.save({ ...hold, releasedBy: by, releasedAt: at });
    return true;
  }
}

export class FakeReidentifications extends ReidentificationStore {
  private readonly rows: Rows<ReidentificationOfText>;
  constructor(all: ReidentificationOfText[], scope: TenantId) {
    super();
    this.rows = new Rows(all, scope);
  }
  async list(slice: Slice, filter?: ReidentificationFilter): Promise<Page<Reidentification>> {
    const { items, total } = this.rows.page(slice, (row) => !filter || statusAt(row, filter.now) === filter.status);
    return { items: items.map(({ text: _, ...request }) => request), total };
  }
  find = async (id: string): Promise<ReidentificationOfText | undefined> => this.rows.find(id);
  add = async (request: ReidentificationOfText): Promise<void> => this.rows.add(request);
  async decide(id: string, { status, decidedBy, decidedAt, reason }: ReidentificationDecision): Promise<boolean> {
    const row = this.rows.find(id);
    if (!row || statusAt(row, decidedAt) !== 'pending') return false;
    this.rows.save({ ...row, status, decidedBy, decidedAt, decisionReason: reason });
    return true;
  }
}
