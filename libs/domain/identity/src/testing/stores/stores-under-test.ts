import { appId, tenantId, type AuditTrail, type Instant, type TenantId } from '@radiant/kernel';
import type {
  ApiKeyStore,
  AppStore,
  AppUserStore,
  BreakGlassStore,
  InvitationStore,
  LegalHoldStore,
  TenantStore,
  TokenRevocation,
  TokenRevocations,
} from '../../ports/stores.js';
import type { Tenant } from '../../tenant.js';

/** What a transaction hands out. */
export interface TenantStores {
  readonly tenants: TenantStore;
  readonly apps: AppStore;
  readonly apiKeys: ApiKeyStore;
  readonly appUsers: AppUserStore;
  readonly invitations: InvitationStore;
  readonly tokenRevocations: TokenRevocations;
  readonly breakGlass: BreakGlassStore;
  readonly legalHolds: LegalHoldStore;
  readonly audit: AuditTrail;
}

/** Transactions, and a look at what they left. */
export interface StoresUnderTest {
  run<Result>(tenantId: TenantId, work: (stores: TenantStores) => Promise<Result>): Promise<Result>;
  revocations(tenantId: TenantId): Promise<readonly TokenRevocation[]>;
  /** Ids of the recorded events of a tenant. */
  events(tenantId: TenantId): Promise<readonly string[]>;
}

/** Gives stores that hold nothing at all. */
export type MakeStores = () => Promise<StoresUnderTest>;

export const NOON: Instant = Date.UTC(2026, 2, 10, 12);
export const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
export const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
export const CHARTING = appId('charting');
export const SCHEDULING = appId('scheduling');

/** The n-th of some UUIDs. */
export const uuid = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

export const tenant = (id: TenantId, over: Partial<Tenant> = {}): Tenant => ({
  id,
  appId: CHARTING,
  name: 'Clinic on the hill',
  domain: undefined,
  status: 'active',
  settings: {},
  phiConfig: undefined,
  timeZone: 'UTC',
  revision: 1,
  createdAt: NOON,
  updatedAt: NOON,
  ...over,
});

/** Stores with two apps and two tenants. */
export async function twoTenants(make: MakeStores): Promise<StoresUnderTest> {
  const stores = await make();
  await stores.run(CLINIC, async ({ apps, tenants }) => {
    await apps.add({ id: CHARTING, name: 'Charting', status: 'active' });
    await apps.add({ id: SCHEDULING, name: 'Scheduling', status: 'active' });
    await tenants.add(tenant(CLINIC));
  });
  await stores.run(HOSPITAL, ({ tenants }) => tenants.add(tenant(HOSPITAL)));
  return stores;
}
