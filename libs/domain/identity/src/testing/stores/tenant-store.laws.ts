import { describe, expect, it } from '@jest/globals';
import { UNREADABLE, type Tenant } from '../../tenant.js';
import { CLINIC, HOSPITAL, NOON, SCHEDULING, tenant, twoTenants, type MakeStores } from './stores-under-test.js';

const FULL: Partial<Tenant> = {
  name: 'Clinic by the sea',
  domain: 'clinic.example',
  status: 'suspended',
  settings: {
    defaultModel: 'small',
    allowedProviders: ['one', 'two'],
    maxTokensPerRequest: 4_000,
    tagKeys: ['team', 'project'],
    cache: { enabled: true, ttlSeconds: 600 },
    rateLimit: { requestsPerMinute: 60, tokensPerDay: 1_000_000 },
  },
  phiConfig: { mode: 'auto', categories: { SSN: true } },
  timeZone: 'Europe/Berlin',
  revision: 7,
  updatedAt: NOON + 5_000,
};

/** The laws of TenantStore. */
export function describeTenantStore(name: string, make: MakeStores): void {
  describe(`TenantStore laws: ${name}`, () => {
    it.each([
      ['that has everything', tenant(CLINIC, FULL)],
      ['without domain, settings and policy', tenant(CLINIC)],
    ])('finds a tenant %s, with every field', async (_, kept) => {
      const stores = await make();
      await stores.run(CLINIC, ({ tenants }) => tenants.add(kept));
      expect(await stores.run(CLINIC, ({ tenants }) => tenants.find(CLINIC))).toStrictEqual(kept);
    });

    it('finds neither a tenant that is not there nor another one', async () => {
      const stores = await make();
      await stores.run(HOSPITAL, ({ tenants }) => tenants.add(tenant(HOSPITAL)));
      await stores.run(CLINIC, async ({ tenants }) => {
        expect(await tenants.find(CLINIC)).toBeUndefined();
        expect(await tenants.find(HOSPITAL)).toBeUndefined();
      });
    });

    it('refuses an id that is taken, and the transaction goes on', async () => {
      const stores = await twoTenants(make);
      await stores.run(CLINIC, async ({ tenants }) => {
        await expect(tenants.add(tenant(CLINIC, { name: 'Another' }))).rejects.toMatchObject({ code: 'conflict' });
        await tenants.save(tenant(CLINIC, { name: 'Renamed' }));
      });
      expect(await stores.run(CLINIC, ({ tenants }) => tenants.find(CLINIC))).toMatchObject({ name: 'Renamed' });
    });

    it('takes and changes no other tenant', async () => {
      const stores = await twoTenants(make);
      const theirs = tenant(HOSPITAL, { name: 'Taken over' });
      await expect(stores.run(CLINIC, ({ tenants }) => tenants.save(theirs))).rejects.toThrow();
      await expect(stores.run(CLINIC, ({ tenants }) => tenants.add(theirs))).rejects.toThrow();
      expect(await stores.run(HOSPITAL, ({ tenants }) => tenants.find(HOSPITAL))).toStrictEqual(tenant(HOSPITAL));
    });

    it('saves everything but id, app and creation', async () => {
      const stores = await twoTenants(make);
      const changed = tenant(CLINIC, { ...FULL, appId: SCHEDULING, createdAt: NOON + 9_000 });
      await stores.run(CLINIC, ({ tenants }) => tenants.save(changed));
      expect(await stores.run(CLINIC, ({ tenants }) => tenants.find(CLINIC))).toStrictEqual(tenant(CLINIC, FULL));
    });

    it('takes away what a saved tenant no longer has', async () => {
      const stores = await make();
      await stores.run(CLINIC, ({ tenants }) => tenants.add(tenant(CLINIC, FULL)));
      await stores.run(CLINIC, ({ tenants }) => tenants.save(tenant(CLINIC)));
      expect(await stores.run(CLINIC, ({ tenants }) => tenants.find(CLINIC))).toStrictEqual(tenant(CLINIC));
    });

    it('saves no tenant that is not there', async () => {
      const stores = await make();
      await expect(stores.run(CLINIC, ({ tenants }) => tenants.save(tenant(CLINIC)))).rejects.toMatchObject({
        code: 'not_found',
      });
    });

    it('loses none of many changes that are made at once', async () => {
      const stores = await twoTenants(make);
      const increase = (): Promise<void> =>
        stores.run(CLINIC, async ({ tenants }) => {
          const found = await tenants.find(CLINIC);
          const before = found && found.settings !== UNREADABLE ? found.settings.maxTokensPerRequest : undefined;
          const maxTokensPerRequest = (before ?? 0) + 1;
          await tenants.save(tenant(CLINIC, { settings: { maxTokensPerRequest } }));
        });
      await Promise.all(Array.from({ length: 16 }, increase));
      expect(await stores.run(CLINIC, ({ tenants }) => tenants.find(CLINIC))).toMatchObject({
        settings: { maxTokensPerRequest: 16 },
      });
    });
  });
}
