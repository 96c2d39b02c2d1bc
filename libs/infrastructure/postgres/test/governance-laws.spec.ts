import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  describeApiKeyStore,
  describeAppStore,
  describeAppUserStore,
  describeBreakGlassStore,
  describeInvitationStore,
  describeLegalHoldStore,
  describeTenantDirectory,
  describeTenantStore,
  describeTenantTransactions,
  describeTokenRevocations,
  type MakeStores,
} from '@radiant/identity/testing';
import { PLATFORM_TENANT, tenantId } from '@radiant/kernel';
import { describeReidentificationStore } from '@radiant/phi/testing';
import {
  describePriceImports,
  describeRegistryChanges,
  describeRoutingChanges,
  type RegistryUnderTest,
} from '@radiant/registry/testing';
import { PostgresTenantDirectory } from '../src/governance/postgres-tenant-directory.js';
import { PostgresRegistryStore } from '../src/postgres-registry-store.js';
import { emptyGovernance, emptyStores, ReversingSealer, transactionsOf } from './governance-store.js';
import { openTestStore, type TestStore } from './test-store.js';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const make: MakeStores = () => emptyStores(store);

describeTenantStore('postgres', make);
describeApiKeyStore('postgres', make);
describeAppStore('postgres', make);
describeAppUserStore('postgres', make);
describeInvitationStore('postgres', make);
describeTokenRevocations('postgres', make);
describeBreakGlassStore('postgres', make);
describeLegalHoldStore('postgres', make);
describeTenantTransactions('postgres', make);

describeReidentificationStore('postgres', async (tenants) => {
  await emptyGovernance(store);
  for (const tenant of tenants) await store.addTenant(tenant);
  const transactions = transactionsOf(store.adminUnitOfWork, new ReversingSealer());
  return { run: (tenant, work) => transactions.run(tenant, ({ reidentifications }) => work(reidentifications)) };
});

const makeRegistry = async (): Promise<RegistryUnderTest> => {
  await emptyGovernance(store);
  const transactions = transactionsOf(store.adminUnitOfWork, new ReversingSealer());
  const tenant = tenantId('11111111-1111-4111-8111-111111111111');
  const registry = new PostgresRegistryStore(store.adminUnitOfWork);
  return { run: (work) => transactions.run(tenant, work), load: () => registry.load() };
};
describeRegistryChanges('postgres', makeRegistry);
describeRoutingChanges('postgres', makeRegistry);

describePriceImports('postgres', async () => {
  await emptyGovernance(store);
  const transactions = transactionsOf(store.adminUnitOfWork, new ReversingSealer());
  return (work) => transactions.run(PLATFORM_TENANT, ({ priceImports }) => work(priceImports));
});

describeTenantDirectory('postgres', async (tenants) => {
  const stores = await make();
  for (const tenant of tenants) await stores.run(tenant.id, (within) => within.tenants.add(tenant));
  return new PostgresTenantDirectory(store.adminUnitOfWork);
});

describe('PostgresTenantDirectory', () => {
  it("shows the application's role no tenant", async () => {
    await make();
    await store.addTenant(tenantId('11111111-1111-4111-8111-111111111111'));
    expect(await new PostgresTenantDirectory(store.unitOfWork).list({ limit: 10, offset: 0 })).toStrictEqual({
      items: [],
      total: 0,
    });
  });
});
