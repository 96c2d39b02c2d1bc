import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  append,
  billed,
  CLINIC,
  describeKeyBudgets,
  describeReservations,
  describeUsageLedger,
  describeUsageReports,
  HOSPITAL,
  NOON,
  usageEntry,
  type MoneyStore,
} from '@radiant/billing/testing';
import { DomainError, Money } from '@radiant/kernel';
import pg from 'pg';
import { createWriterPool } from '../src/data-source.js';
import { PostgresBudgetStore } from '../src/governance/postgres-budget-store.js';
import { Statements } from '../src/governance/statements.js';
import { PostgresReservations } from '../src/postgres-reservations.js';
import { PostgresUsageLedger } from '../src/postgres-usage-ledger.js';
import { PostgresUsageReports } from '../src/postgres-usage-reports.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';

jest.setTimeout(180_000); // tables are emptied for every law

const AROUND = { from: NOON - 1, to: NOON + 1 };

const CUT_WAITING_WRITERS = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and usename = 'radiant_app' and wait_event_type = 'Lock'`;

let store: TestStore;
let pool: pg.Pool;
let ledger: PostgresUsageLedger;
let reservations: PostgresReservations;

beforeAll(async () => {
  store = await openTestStore();
  pool = createWriterPool({ ...optionsFor(store.database.appUrl), maxConnections: 2 });
  ledger = new PostgresUsageLedger(pool);
  reservations = new PostgresReservations(
    createWriterPool({ ...optionsFor(store.database.appUrl), maxConnections: 2 }),
    store.unitOfWork,
  );
});
afterAll(async () => {
  await Promise.all([ledger.close(), reservations.close()]);
  await store.close();
});

async function empty(): Promise<MoneyStore> {
  await store.empty();
  await store.addTenant(CLINIC);
  await store.addTenant(HOSPITAL);
  return {
    ledger,
    reservations,
    reports: new PostgresUsageReports(store.unitOfWork),
    budgets: (tenantId, work) =>
      store.adminUnitOfWork.forTenant(tenantId, (manager) =>
        work(new PostgresBudgetStore(new Statements(manager), tenantId)),
      ),
  };
}

describeUsageLedger('postgres', empty);
describeUsageReports('postgres', empty);
describeReservations('postgres', empty);
describeKeyBudgets('postgres', empty);

describe('PostgresUsageReports', () => {
  it("ends a day at midnight of the tenant's time zone", async () => {
    const { reports } = await empty();
    await store.superuser.query("update tenants set time_zone = 'Australia/Brisbane' where id = $1", [CLINIC]);
    const midnight = Date.UTC(2026, 2, 10, 14);
    await Promise.all(
      [billed(1, '1', { createdAt: midnight - 1 }), billed(2, '2', { createdAt: midnight })].map((entry) =>
        append(ledger, entry),
      ),
    );
    const { groups } = await reports.summary(CLINIC, { from: 0, to: midnight + 1 }, 'day');
    expect(groups.map(({ key }) => key)).toEqual(['2026-03-11', '2026-03-10']);
    expect(await reports.timeZone(CLINIC)).toBe('Australia/Brisbane');
  });
});

describe('PostgresUsageLedger', () => {
  it('refuses only the entry that the database can not take, not its batch', async () => {
    const { reports } = await empty();
    const results = await Promise.allSettled(
      [
        billed(1, '1'),
        billed(2, '1', { latencyMs: 2 ** 31 }),
        billed(3, '1', { billedAmount: Money.ofPicos(2n ** 63n) }),
        billed(4, '1'),
      ].map((entry) => append(ledger, entry)),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect((await reports.summary(CLINIC, AROUND)).total.requests).toBe(2);
  });

  it('writes all that was appended when its connection is cut in the middle of a batch', async () => {
    const { reports } = await empty();
    const superuser = new pg.Client({ connectionString: store.database.superuserUrl });
    await superuser.connect();
    try {
      await superuser.query('begin; lock table usage_records');
      const appended = Promise.all(Array.from({ length: 200 }, (_, n) => append(ledger, billed(n, '1'))));
      let cut = 0;
      while (cut === 0) cut = (await superuser.query(CUT_WAITING_WRITERS)).rowCount ?? 0;
      await superuser.query('rollback');
      await appended;
    } finally {
      await superuser.end();
    }
    expect((await reports.summary(CLINIC, AROUND)).total.requests).toBe(200);
  });

  it('sees the conflict with a row that another process wrote at the same time', async () => {
    await empty();
    const other = new PostgresUsageLedger(createWriterPool(optionsFor(store.database.appUrl)));
    const results = await Promise.allSettled([append(ledger, billed(1, '2')), append(other, billed(1, '3'))]);
    await other.close();
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results).toContainEqual(expect.objectContaining({ reason: expect.objectContaining({ code: 'conflict' }) }));
  });

  it('writes what is waiting before it closes', async () => {
    const { reports } = await empty();
    const closing = new PostgresUsageLedger(createWriterPool(optionsFor(store.database.appUrl)));
    const appended = Promise.all([1, 2, 3].map((n) => append(closing, billed(n, '1'))));
    await closing.close();
    await appended;
    expect((await reports.summary(CLINIC, AROUND)).total.requests).toBe(3);
  });

  it('says nothing of the driver when the database is away', async () => {
    const away = new PostgresUsageLedger(createWriterPool(optionsFor('postgres://radiant_app@127.0.0.1:1/none')));
    const error: unknown = await append(away, usageEntry()).catch((reason: unknown) => reason);
    await away.close();
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'service_unavailable', message: 'the database is not available' });
  });
});
