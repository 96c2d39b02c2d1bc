import { describe, expect, it } from '@jest/globals';
import { apiKeyId, type Instant, type TenantId } from '@radiant/kernel';
import type { ManagedApiKey } from '../../api-key.js';
import {
  CHARTING,
  CLINIC,
  HOSPITAL,
  NOON,
  SCHEDULING,
  twoTenants,
  uuid,
  type MakeStores,
} from './stores-under-test.js';
import { itKeepsRowsOfOneTenant } from './tenant-rows.laws.js';

const FULL = {
  name: 'Charting, ward 3',
  scopes: ['inference.call', 'model:small'],
  limits: { requestsPerMinute: 60, tokensPerDay: 100_000, concurrentStreams: 4 },
  trustedForwarder: true,
  expiresAt: NOON + 90_000,
  revokedAt: NOON + 60_000,
  replacedBy: apiKeyId(uuid(99)),
};

const key = (number: number, tenantId: TenantId, createdAt: Instant): ManagedApiKey => ({
  id: apiKeyId(uuid(number)),
  tenantId,
  appId: CHARTING,
  lineage: undefined,
  name: `Key ${number}`,
  prefix: 'rad_dev_AAAAAAAAAAAA',
  hash: number.toString(16).padStart(64, 'a'),
  scopes: ['*'],
  limits: {},
  trustedForwarder: false,
  expiresAt: undefined,
  revokedAt: undefined,
  createdAt,
  createdBy: undefined,
  lastUsedAt: undefined,
  replacedBy: undefined,
});

/** The laws of ApiKeyStore. */
export function describeApiKeyStore(name: string, make: MakeStores): void {
  describe(`ApiKeyStore laws: ${name}`, () => {
    itKeepsRowsOfOneTenant({
      make,
      store: ({ apiKeys }) => apiKeys,
      add: ({ apiKeys }, row) => apiKeys.add(row),
      row: key,
    });

    it('keeps a key that has everything', async () => {
      const stores = await twoTenants(make);
      const full: ManagedApiKey = {
        ...key(1, CLINIC, NOON),
        ...FULL,
        lineage: apiKeyId(uuid(98)),
        createdBy: 'ada',
        lastUsedAt: NOON + 1,
      };
      await stores.run(CLINIC, ({ apiKeys }) => apiKeys.add(full));
      expect(await stores.run(CLINIC, ({ apiKeys }) => apiKeys.find(full.id))).toStrictEqual(full);
    });

    it.each([
      ['the same tenant', CLINIC],
      ['another tenant', HOSPITAL],
    ])('refuses a hash that a key of %s has, and the transaction goes on', async (_, tenantId) => {
      const stores = await twoTenants(make);
      const first = key(1, CLINIC, NOON);
      await stores.run(CLINIC, ({ apiKeys }) => apiKeys.add(first));
      const other = key(3, tenantId, NOON);
      await stores.run(tenantId, async ({ apiKeys }) => {
        const twin = { ...key(2, tenantId, NOON), hash: first.hash };
        await expect(apiKeys.add(twin)).rejects.toMatchObject({ code: 'conflict' });
        await apiKeys.add(other);
      });
      expect(await stores.run(tenantId, ({ apiKeys }) => apiKeys.find(other.id))).toStrictEqual(other);
    });

    it('saves what may change of a key, and nothing else', async () => {
      const stores = await twoTenants(make);
      const before: ManagedApiKey = { ...key(1, CLINIC, NOON), createdBy: 'ada', lastUsedAt: NOON + 1 };
      const changed: ManagedApiKey = {
        ...before,
        ...FULL,
        appId: SCHEDULING,
        prefix: 'rad_dev_BBBBBBBBBBBB',
        hash: 'b'.repeat(64),
        createdAt: NOON + 9_000,
        createdBy: 'grace',
        lastUsedAt: NOON + 9_000,
      };
      await stores.run(CLINIC, ({ apiKeys }) => apiKeys.add(before));
      await stores.run(CLINIC, ({ apiKeys }) => apiKeys.save(changed));
      expect(await stores.run(CLINIC, ({ apiKeys }) => apiKeys.find(before.id))).toStrictEqual({ ...before, ...FULL });
    });

    it('saves no key that is not there', async () => {
      const stores = await twoTenants(make);
      await expect(stores.run(CLINIC, ({ apiKeys }) => apiKeys.save(key(1, CLINIC, NOON)))).rejects.toMatchObject({
        code: 'not_found',
      });
    });

    it('loses neither of two changes that are made at once: what was revoked stays revoked', async () => {
      const stores = await twoTenants(make);
      const { id } = key(1, CLINIC, NOON);
      await stores.run(CLINIC, ({ apiKeys }) => apiKeys.add(key(1, CLINIC, NOON)));
      const change = (part: Partial<ManagedApiKey>): Promise<void> =>
        stores.run(CLINIC, async ({ apiKeys }) => {
          const found = await apiKeys.find(id);
          if (found) await apiKeys.save({ ...found, ...part });
        });
      await Promise.all([change({ revokedAt: NOON + 5 }), change({ name: 'Renamed' }), change({ scopes: [] })]);
      expect(await stores.run(CLINIC, ({ apiKeys }) => apiKeys.find(id))).toStrictEqual({
        ...key(1, CLINIC, NOON),
        revokedAt: NOON + 5,
        name: 'Renamed',
        scopes: [],
      });
    });
  });
}
