import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DomainError, PLATFORM_TENANT, tenantId, type TenantId } from '@radiant/kernel';
import fc from 'fast-check';
import type { DataSource, EntityManager } from 'typeorm';
import { createDataSource } from '../src/data-source.js';
import { fuzzIsolation } from '../src/testing/index.js';
import { UnitOfWork } from '../src/unit-of-work.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';
import { startTransactionPooler, type TransactionPooler } from './transaction-pooler.js';

jest.setTimeout(180_000);

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
/** Fewer connections of the server than clients, so that each serves both tenants in turn. */
const BACKENDS = 2;

let store: TestStore;
let pooler: TransactionPooler;
let first: DataSource;
let second: DataSource;
let unitsOfWork: readonly [UnitOfWork, UnitOfWork];

beforeAll(async () => {
  store = await openTestStore();
  await store.addTenant(CLINIC);
  await store.addTenant(HOSPITAL);
  for (const id of [CLINIC, HOSPITAL]) {
    await store.superuser.query(
      `insert into api_keys (id, tenant_id, app_id, name, prefix, hash)
       values (gen_random_uuid(), $1, 'default', 'K', 'rad_dev_AAAAAAAAAAAA', $2)`,
      [id, id.slice(0, 1).repeat(64)],
    );
  }
  pooler = await startTransactionPooler(store.database.appUrl, BACKENDS);
  first = await createDataSource({ ...optionsFor(pooler.url), maxConnections: 4 });
  second = await createDataSource({ ...optionsFor(pooler.url), maxConnections: 4 });
  unitsOfWork = [new UnitOfWork(first), new UnitOfWork(second)];
});
afterAll(async () => {
  await Promise.all([first.destroy(), second.destroy()]);
  await pooler.close();
  await store.close();
});

const scopeNow = async (manager: EntityManager): Promise<string> => {
  const [row] = await manager.query<{ scope: string }[]>(
    `select concat(current_setting('app.tenant_id', true), current_setting('app.all_tenants', true)) as scope`,
  );
  return row?.scope ?? '';
};
const tenantsSeen = async (manager: EntityManager): Promise<string[]> =>
  (await manager.query<{ id: string }[]>('select id from tenants')).map(({ id }) => id);

/** What can become of a transaction. Each is told whether what it saw was its own. */
const ENDS: Readonly<Record<string, (manager: EntityManager) => Promise<unknown>>> = {
  commits: () => Promise.resolve(),
  throws: () => Promise.reject(new DomainError('conflict', 'no')),
  fails: (manager) => manager.query('select 1 / 0'),
  'overlooks a failure': (manager) => manager.query('select 1 / 0').catch(() => undefined),
  'runs out of time': (manager) => manager.query("set local statement_timeout = '1ms'; select pg_sleep(5)"),
  'undoes a part': (manager) => manager.transaction((inner) => inner.query('select 1 / 0')).catch(() => undefined),
  'sets a scope of its own': (manager) => manager.query(`set local app.tenant_id = '${HOSPITAL}'`),
};

describe('over a pool of transactions, as PgBouncer keeps one', () => {
  it('no scope is left behind, whatever became of the transactions before', async () => {
    const step = fc.record({
      unit: fc.constantFrom<0 | 1>(0, 1),
      tenant: fc.constantFrom<TenantId>(CLINIC, HOSPITAL, PLATFORM_TENANT),
      end: fc.constantFrom(...Object.keys(ENDS)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
        const seen = await Promise.all(
          steps.map(async ({ unit, tenant, end }) => {
            const ids: string[] = [];
            const run = unitsOfWork[unit].forTenant(tenant, async (manager) => {
              ids.push(...(await tenantsSeen(manager)));
              await ENDS[end]?.(manager);
            });
            await run.catch(() => undefined);
            return ids;
          }),
        );
        expect(seen).toEqual(steps.map(({ tenant }) => (tenant === PLATFORM_TENANT ? [] : [tenant])));
        const after = await Promise.all(
          [...unitsOfWork, ...unitsOfWork].map((unit) =>
            unit.forPlatform(async (manager) => [await scopeNow(manager), await tenantsSeen(manager)]),
          ),
        );
        expect(after).toEqual(after.map(() => ['', []]));
      }),
      { numRuns: 60 },
    );
    expect(pooler.handovers()).toBeGreaterThan(200);
  });

  it('no foreign row is seen or written in thousands of random operations', async () => {
    const before = pooler.handovers();
    const report = await fuzzIsolation({
      unitsOfWork,
      tenants: [CLINIC, HOSPITAL],
      operations: 3_000,
      seed: 20_261_129,
      concurrency: 8,
    });
    expect(report).toMatchObject({ operations: 3_000, foreignRows: 0 });
    expect(report.ownRows).toBeGreaterThan(3_000);
    expect(pooler.handovers() - before).toBeGreaterThan(1_000);
  });

  it('would be seen to leak if a scope were set for the session and not for the transaction', async () => {
    await first.query(`set app.tenant_id = '${CLINIC}'`);
    try {
      const seen = await Promise.all(Array.from({ length: 2 * BACKENDS }, () => tenantsSeen(second.manager)));
      expect(seen).toContainEqual([CLINIC]);
    } finally {
      await Promise.all(Array.from({ length: 4 * BACKENDS }, () => first.query('reset app.tenant_id')));
    }
  });
});
