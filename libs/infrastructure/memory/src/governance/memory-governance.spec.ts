import { describe, expect, it } from '@jest/globals';
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
import { invitationId, type Tenant } from '@radiant/identity';
import { appId, tenantId } from '@radiant/kernel';
import { describeReidentificationStore } from '@radiant/phi/testing';
import {
  describePriceImports,
  describeRegistryChanges,
  describeRoutingChanges,
  type RegistryUnderTest,
} from '@radiant/registry/testing';
import { MemoryGovernance } from './memory-governance.js';
import { MemoryTenantDirectory } from './memory-tenant-directory.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');

const CLINIC_ROW: Tenant = {
  id: CLINIC,
  appId: appId('charting'),
  name: 'Clinic',
  domain: undefined,
  status: 'active',
  settings: {},
  phiConfig: undefined,
  timeZone: 'UTC',
  revision: 1,
  createdAt: 0,
  updatedAt: 0,
};

const make: MakeStores = async () => {
  const governance = new MemoryGovernance();
  return {
    run: (tenant, work) => governance.run(tenant, work),
    revocations: async (tenant) => governance.revocationsOf(tenant),
    events: async (tenant) => governance.events.filter((event) => event.tenantId === tenant).map(({ id }) => id),
  };
};

describeTenantStore('memory', make);
describeApiKeyStore('memory', make);
describeAppStore('memory', make);
describeAppUserStore('memory', make);
describeInvitationStore('memory', make);
describeTokenRevocations('memory', make);
describeBreakGlassStore('memory', make);
describeLegalHoldStore('memory', make);
describeTenantTransactions('memory', make);

const makeRegistry = async (): Promise<RegistryUnderTest> => {
  const governance = new MemoryGovernance();
  return { run: (work) => governance.run(CLINIC, work), load: async () => governance.registry };
};
describeRegistryChanges('memory', makeRegistry);
describeRoutingChanges('memory', makeRegistry);
describePriceImports('memory', async () => {
  const governance = new MemoryGovernance();
  return (work) => governance.run(CLINIC, ({ priceImports }) => work(priceImports));
});

describeReidentificationStore('memory', async (tenants) => {
  const governance = new MemoryGovernance();
  for (const id of tenants) await governance.run(id, (stores) => stores.tenants.add({ ...CLINIC_ROW, id }));
  return { run: (tenant, work) => governance.run(tenant, ({ reidentifications }) => work(reidentifications)) };
});

describeTenantDirectory('memory', async (tenants) => {
  const governance = new MemoryGovernance();
  for (const tenant of tenants) await governance.run(tenant.id, (stores) => stores.tenants.add(tenant));
  return new MemoryTenantDirectory(governance);
});

describe('MemoryGovernance', () => {
  const clinic = CLINIC_ROW;
  const invitation = {
    id: invitationId('33333333-3333-4333-8333-333333333333'),
    tenantId: CLINIC,
    appId: clinic.appId,
    address: 'ada@clinic.example',
    tokenHash: 'a'.repeat(64),
    invitedBy: 'grace',
    createdAt: 0,
    expiresAt: 1,
    acceptedAt: undefined,
    revokedAt: undefined,
  };

  it('throws a TypeError for a row of another tenant', async () => {
    const governance = new MemoryGovernance();
    await expect(governance.run(HOSPITAL, ({ tenants }) => tenants.add(clinic))).rejects.toThrow(TypeError);
    await governance.run(CLINIC, ({ tenants }) => tenants.add(clinic));
    await expect(governance.run(HOSPITAL, ({ tenants }) => tenants.save(clinic))).rejects.toThrow(TypeError);
    await governance.run(CLINIC, ({ apps }) => apps.add({ id: clinic.appId, name: 'Charting', status: 'active' }));
    await expect(governance.run(HOSPITAL, ({ invitations }) => invitations.add(invitation))).rejects.toThrow(TypeError);
  });

  it('throws a TypeError where a database would miss the tenant or the app', async () => {
    const governance = new MemoryGovernance();
    const add = (): Promise<void> => governance.run(CLINIC, ({ invitations }) => invitations.add(invitation));
    await expect(add()).rejects.toThrow('no such app');
    await governance.run(CLINIC, ({ apps }) => apps.add({ id: clinic.appId, name: 'Charting', status: 'active' }));
    await expect(add()).rejects.toThrow('no such tenant');
    await governance.run(CLINIC, ({ tenants }) => tenants.add(clinic));
    await expect(add()).resolves.toBeUndefined();
  });

  it('runs a transaction after the one that was begun before', async () => {
    const governance = new MemoryGovernance();
    const order: string[] = [];
    const first = governance.run(CLINIC, async ({ tenants }) => {
      order.push('first begins');
      await tenants.add(clinic);
      order.push('first ends');
    });
    const second = governance.run(CLINIC, async ({ tenants }) => {
      order.push('second begins');
      expect(await tenants.find(CLINIC)).toStrictEqual(clinic);
    });
    await Promise.all([first, second]);
    expect(order).toStrictEqual(['first begins', 'first ends', 'second begins']);
  });

  it('has no trail to read unless it was given one', async () => {
    await expect(new MemoryGovernance().run(CLINIC, async ({ auditLog }) => auditLog)).rejects.toThrow(TypeError);
  });
});
