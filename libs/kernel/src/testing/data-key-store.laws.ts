import { beforeEach, describe, expect, it } from '@jest/globals';
import { tenantId } from '../ids.js';
import { PLATFORM_TENANT } from '../platform-tenant.js';
import type { DataKeyStore, WrappedDataKey } from '../ports/data-key-store.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
const NOON = Date.UTC(2026, 2, 10, 12);

/** The laws of DataKeyStore. `make` gives a store without keys of the tenants used here. */
export function describeDataKeyStore(name: string, make: () => Promise<DataKeyStore>): void {
  describe(`DataKeyStore laws: ${name}`, () => {
    let store: DataKeyStore;

    beforeEach(async () => {
      store = await make();
    });

    const dataKey = (over: Partial<WrappedDataKey> = {}): WrappedDataKey => ({
      tenantId: CLINIC,
      scope: 'tenant',
      version: 1,
      wrapped: Uint8Array.from({ length: 61 }, (_, at) => (at * 37) % 256),
      wrappedBy: 'local:1',
      ...over,
    });
    /** As plain bytes, since a driver may answer with a subclass of Uint8Array. */
    const stored = async (tenant = CLINIC, scope = 'tenant'): Promise<WrappedDataKey[]> => {
      const keys = await store.versions(tenant, scope);
      return keys.map((key) => ({ ...key, wrapped: key.wrapped && Uint8Array.from(key.wrapped) }));
    };

    it('has no versions of a scope that was never used', async () => {
      expect(await stored()).toEqual([]);
    });

    it('gives back what was added, every byte and field of it', async () => {
      expect(await store.add(dataKey())).toBe(true);
      expect(await stored()).toEqual([dataKey()]);
    });

    it('keeps the keys of the platform itself', async () => {
      const own = dataKey({ tenantId: PLATFORM_TENANT, scope: 'audit-signing' });
      expect(await store.add(own)).toBe(true);
      expect(await stored(PLATFORM_TENANT, 'audit-signing')).toEqual([own]);
    });

    it('lists the versions oldest first, in whatever order they came', async () => {
      for (const version of [2, 10, 1]) await store.add(dataKey({ version }));
      expect((await stored()).map(({ version }) => version)).toEqual([1, 2, 10]);
    });

    it('keeps tenants and scopes apart', async () => {
      const keys = [
        dataKey({ wrapped: Uint8Array.of(1) }),
        dataKey({ wrapped: Uint8Array.of(2), scope: 'session#1' }),
        dataKey({ wrapped: Uint8Array.of(3), tenantId: HOSPITAL }),
      ];
      for (const key of keys) expect(await store.add(key)).toBe(true);
      expect(await stored()).toEqual([keys[0]]);
      expect(await stored(CLINIC, 'session#1')).toEqual([keys[1]]);
      expect(await stored(HOSPITAL)).toEqual([keys[2]]);
      expect(await stored(HOSPITAL, 'session#1')).toEqual([]);
    });

    it('names the scopes of one tenant that have a key, in order, some at a time', async () => {
      for (const scope of ['tenant', 'session#2', 'session#1', 'audit-signing']) await store.add(dataKey({ scope }));
      await store.add(dataKey({ version: 2 }));
      await store.add(dataKey({ tenantId: HOSPITAL, scope: 'session#3' }));
      await store.destroy(CLINIC, 'session#1', NOON);
      expect(await store.scopes(CLINIC, '', 2)).toEqual(['audit-signing', 'session#2']);
      expect(await store.scopes(CLINIC, 'session#2', 2)).toEqual(['tenant']);
      expect(await store.scopes(CLINIC, 'tenant', 2)).toEqual([]);
    });

    it('adds no version twice and leaves the one that is there', async () => {
      await store.add(dataKey());
      expect(await store.add(dataKey({ wrapped: Uint8Array.of(9), wrappedBy: 'local:2' }))).toBe(false);
      expect(await stored()).toEqual([dataKey()]);
    });

    it('lets one of several callers add a version, and keeps what that one brought', async () => {
      const keys = Array.from({ length: 10 }, (_, at) => dataKey({ wrapped: Uint8Array.of(at, at) }));
      const added = await Promise.all(keys.map((key) => store.add(key)));
      expect(added.filter(Boolean)).toHaveLength(1);
      expect(await stored()).toEqual([keys[added.indexOf(true)]]);
    });

    it('stores one version under another wrapping and leaves the others', async () => {
      await store.add(dataKey());
      await store.add(dataKey({ version: 2 }));
      const rewrapped = dataKey({ wrapped: Uint8Array.of(7, 7), wrappedBy: 'local:2' });
      await store.rewrap(rewrapped);
      expect(await stored()).toEqual([rewrapped, dataKey({ version: 2 })]);
    });

    it('rewraps nothing that is not there', async () => {
      await store.rewrap(dataKey());
      expect(await stored()).toEqual([]);
    });

    it('forgets the bytes of every version, says how many, and keeps their places', async () => {
      await store.add(dataKey());
      await store.add(dataKey({ version: 2 }));
      expect(await store.destroy(CLINIC, 'tenant', NOON)).toBe(2);
      expect(await stored()).toEqual([dataKey({ wrapped: undefined }), dataKey({ version: 2, wrapped: undefined })]);
    });

    it('destroys one scope of one tenant and nothing else', async () => {
      const others = [dataKey({ scope: 'session#1' }), dataKey({ tenantId: HOSPITAL })];
      for (const key of [dataKey(), ...others]) await store.add(key);
      await store.destroy(CLINIC, 'tenant', NOON);
      expect(await stored(CLINIC, 'session#1')).toEqual([others[0]]);
      expect(await stored(HOSPITAL)).toEqual([others[1]]);
    });

    it('finds nothing to destroy where nothing is, or is left', async () => {
      expect(await store.destroy(CLINIC, 'tenant', NOON)).toBe(0);
      await store.add(dataKey());
      await store.destroy(CLINIC, 'tenant', NOON);
      expect(await store.destroy(CLINIC, 'tenant', NOON + 1)).toBe(0);
    });

    it('brings no destroyed key back, by adding or by rewrapping', async () => {
      await store.add(dataKey());
      await store.destroy(CLINIC, 'tenant', NOON);
      expect(await store.add(dataKey())).toBe(false);
      await store.rewrap(dataKey({ wrappedBy: 'local:2' }));
      expect((await stored()).map(({ wrapped }) => wrapped)).toEqual([undefined]);
    });

    it('closes a tenant: every key of it is forgotten, no scope can be used any more, and others are left alone', async () => {
      await store.add(dataKey());
      await store.add(dataKey({ version: 2 }));
      await store.add(dataKey({ scope: 'session#1' }));
      await store.destroy(CLINIC, 'session#1', NOON);
      await store.add(dataKey({ tenantId: HOSPITAL }));
      expect(await store.close(CLINIC, NOON)).toBe(2);
      for (const scope of ['tenant', 'session#1', 'session#never used']) {
        expect((await stored(CLINIC, scope)).some(({ wrapped }) => wrapped === undefined)).toBe(true);
        expect((await stored(CLINIC, scope)).some(({ wrapped }) => wrapped !== undefined)).toBe(false);
        expect(await store.add(dataKey({ scope, version: 9 }))).toBe(false);
      }
      expect(await store.close(CLINIC, NOON + 1)).toBe(0);
      expect(await stored(HOSPITAL)).toEqual([dataKey({ tenantId: HOSPITAL })]);
    });

    it('leaves no key behind of those that are added while the tenant is closed', async () => {
      const scopes = Array.from({ length: 20 }, (_, at) => `session#${at}`);
      const adding = scopes.map((scope) => store.add(dataKey({ scope })));
      await Promise.all([store.close(CLINIC, NOON), ...adding]);
      for (const scope of scopes) {
        expect((await stored(CLINIC, scope)).filter(({ wrapped }) => wrapped !== undefined)).toEqual([]);
      }
    });

    it('keeps what it was given, whatever the caller does to it next', async () => {
      const wrapped = Uint8Array.of(1, 2, 3);
      await store.add(dataKey({ wrapped }));
      wrapped.fill(0);
      (await store.versions(CLINIC, 'tenant'))[0]?.wrapped?.fill(0);
      expect(await stored()).toEqual([dataKey({ wrapped: Uint8Array.of(1, 2, 3) })]);
    });
  });
}
