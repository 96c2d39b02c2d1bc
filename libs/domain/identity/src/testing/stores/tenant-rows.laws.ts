import { expect, it } from '@jest/globals';
import type { Instant, Page, Slice, TenantId } from '@radiant/kernel';
import fc from 'fast-check';
import { CLINIC, HOSPITAL, NOON, twoTenants, type MakeStores, type TenantStores } from './stores-under-test.js';

interface TenantsRow<Id> {
  readonly id: Id;
  readonly tenantId: TenantId;
}

export interface TenantRows<Id, Row extends TenantsRow<Id>> {
  readonly make: MakeStores;
  store(stores: TenantStores): {
    list(slice: Slice): Promise<Page<Row>>;
    find(id: Id): Promise<Row | undefined>;
  };
  add(stores: TenantStores, row: Row): Promise<unknown>;
  /** A row that shares nothing with the row of another number that must be unique; `at` is when it was made. */
  row(number: number, tenantId: TenantId, at: Instant): Row;
}

const WHOLE: Slice = { limit: 100, offset: 0 };

/** What holds for every store of a tenant's rows. */
export function itKeepsRowsOfOneTenant<Id, Row extends TenantsRow<Id>>(rows: TenantRows<Id, Row>): void {
  const { make, store, add, row } = rows;

  it('finds a row by its id, with every field', async () => {
    const stores = await twoTenants(make);
    const kept = row(1, CLINIC, NOON);
    await stores.run(CLINIC, (within) => add(within, kept));
    expect(await stores.run(CLINIC, (within) => store(within).find(kept.id))).toStrictEqual(kept);
  });

  it('finds nothing by an id that is not there', async () => {
    const stores = await twoTenants(make);
    expect(await stores.run(CLINIC, (within) => store(within).find(row(1, CLINIC, NOON).id))).toBeUndefined();
  });

  it("neither finds nor lists another tenant's rows", async () => {
    const stores = await twoTenants(make);
    const theirs = row(1, HOSPITAL, NOON);
    await stores.run(HOSPITAL, (within) => add(within, theirs));
    expect(await stores.run(CLINIC, (within) => store(within).find(theirs.id))).toBeUndefined();
    expect(await stores.run(CLINIC, (within) => store(within).list(WHOLE))).toStrictEqual({ items: [], total: 0 });
  });

  it('takes no row of another tenant', async () => {
    const stores = await twoTenants(make);
    const theirs = row(1, HOSPITAL, NOON);
    await expect(stores.run(CLINIC, (within) => add(within, theirs))).rejects.toThrow();
    expect(await stores.run(HOSPITAL, (within) => store(within).list(WHOLE))).toStrictEqual({ items: [], total: 0 });
  });

  it('keeps rows of two tenants under one id apart', async () => {
    const stores = await twoTenants(make);
    const ours = row(1, CLINIC, NOON);
    const theirs: Row = { ...row(2, HOSPITAL, NOON + 1_000), id: ours.id };
    await stores.run(CLINIC, (within) => add(within, ours));
    await stores.run(HOSPITAL, (within) => add(within, theirs));
    expect(await stores.run(CLINIC, (within) => store(within).find(ours.id))).toStrictEqual(ours);
    expect(await stores.run(HOSPITAL, (within) => store(within).find(ours.id))).toStrictEqual(theirs);
  });

  it('refuses an id that is taken, and the transaction goes on', async () => {
    const stores = await twoTenants(make);
    const first = row(1, CLINIC, NOON);
    const twin: Row = { ...row(2, CLINIC, NOON), id: first.id };
    const other = row(3, CLINIC, NOON);
    await stores.run(CLINIC, async (within) => {
      await add(within, first);
      await expect(add(within, twin)).rejects.toMatchObject({ code: 'conflict' });
      await add(within, other);
    });
    await stores.run(CLINIC, async (within) => {
      expect(await store(within).find(first.id)).toStrictEqual(first);
      expect(await store(within).find(other.id)).toStrictEqual(other);
    });
  });

  it('lists newest first, and any slice of that with the total', async () => {
    const stores = await twoTenants(make);
    const [second, fifth, first, fourth, third] = [
      row(1, CLINIC, NOON + 3_000),
      row(2, CLINIC, NOON),
      row(3, CLINIC, NOON + 4_000),
      row(4, CLINIC, NOON + 1_000), // as old as the next, so the id decides
      row(5, CLINIC, NOON + 1_000),
    ];
    await stores.run(CLINIC, async (within) => {
      for (const each of [second, fifth, first, fourth, third]) await add(within, each);
    });
    const expected = [first, second, third, fourth, fifth];
    const slices = fc.record({ limit: fc.integer({ min: 1, max: 7 }), offset: fc.integer({ min: 0, max: 7 }) });
    await stores.run(CLINIC, (within) =>
      fc.assert(
        fc.asyncProperty(slices, async (slice) => {
          expect(await store(within).list(slice)).toStrictEqual({
            items: expected.slice(slice.offset, slice.offset + slice.limit),
            total: expected.length,
          });
        }),
        { numRuns: 25 },
      ),
    );
  });
}
