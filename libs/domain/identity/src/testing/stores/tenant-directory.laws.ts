import { describe, expect, it } from '@jest/globals';
import { tenantId, type Slice } from '@radiant/kernel';
import type { TenantDirectory, TenantFilter } from '../../ports/tenant-directory.js';
import type { Tenant } from '../../tenant.js';
import { CHARTING, NOON, SCHEDULING, tenant, uuid } from './stores-under-test.js';

const OLDEST = tenant(tenantId(uuid(3)), { name: 'Oldest', createdAt: NOON - 1_000 });
const LOWER = tenant(tenantId(uuid(1)), { name: 'As new as the next', status: 'suspended' });
const HIGHER = tenant(tenantId(uuid(2)), { name: 'As new as the last', appId: SCHEDULING });
const NEWEST = tenant(tenantId(uuid(4)), { name: 'Newest', appId: SCHEDULING, createdAt: NOON + 1_000 });
const WHOLE: Slice = { limit: 10, offset: 0 };

/** The laws of TenantDirectory. `make` gives a directory that holds just `tenants`. */
export function describeTenantDirectory(
  name: string,
  make: (tenants: readonly Tenant[]) => Promise<TenantDirectory>,
): void {
  const directory = (): Promise<TenantDirectory> => make([LOWER, NEWEST, OLDEST, HIGHER]);

  describe(`TenantDirectory laws: ${name}`, () => {
    it('lists the tenants of all, newest first, with every field', async () => {
      expect(await (await directory()).list(WHOLE)).toStrictEqual({
        items: [NEWEST, HIGHER, LOWER, OLDEST],
        total: 4,
      });
    });

    it.each<[string, TenantFilter, readonly Tenant[]]>([
      ['a status', { status: 'active' }, [NEWEST, HIGHER, OLDEST]],
      ['an app', { appId: CHARTING }, [LOWER, OLDEST]],
      ['both', { status: 'active', appId: CHARTING }, [OLDEST]],
      ['what no tenant has', { status: 'deleted' }, []],
    ])('narrows the list and its total to %s', async (_, filter, items) => {
      expect(await (await directory()).list(WHOLE, filter)).toStrictEqual({ items, total: items.length });
    });

    it('gives a slice with the total of all that match', async () => {
      const all = await directory();
      expect(await all.list({ limit: 2, offset: 1 })).toStrictEqual({ items: [HIGHER, LOWER], total: 4 });
      expect(await all.list({ limit: 2, offset: 8 })).toStrictEqual({ items: [], total: 4 });
    });
  });
}
