import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { BUDGET_PERIODS, budgetPeriod } from '@radiant/billing';
import { append, billed, budgetOf, CLINIC, reserved } from '@radiant/billing/testing';
import { createWriterPool } from '../src/data-source.js';
import { PostgresBudgetStore } from '../src/governance/postgres-budget-store.js';
import { Statements } from '../src/governance/statements.js';
import { PostgresCostReports } from '../src/postgres-cost-reports.js';
import { PostgresReservations } from '../src/postgres-reservations.js';
import { PostgresUsageLedger } from '../src/postgres-usage-ledger.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';

jest.setTimeout(180_000);

const HOUR_MS = 3_600_000;
/** Changes of clocks, in the middle of the night, at midnight forward and back, and at the turn of a month. */
const CHANGES: readonly (readonly [zone: string, at: string])[] = [
  ['UTC', '2026-11-01T00:00Z'],
  ['Europe/Berlin', '2026-03-29T01:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  ['America/Santiago', '2026-09-06T04:00Z'],
  ['America/Santiago', '2026-04-05T03:00Z'],
  ['Africa/Cairo', '2026-04-23T22:00Z'],
  ['Atlantic/Azores', '2026-03-29T01:00Z'],
  ['Atlantic/Azores', '2026-10-25T01:00Z'],
  ['America/Havana', '2026-11-01T05:00Z'],
  ['Asia/Amman', '2021-10-28T22:00Z'],
];

let store: TestStore;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

function opened() {
  const pool = () => createWriterPool({ ...optionsFor(store.database.appUrl), maxConnections: 2 });
  const reservations = new PostgresReservations(pool(), store.unitOfWork);
  const ledger = new PostgresUsageLedger(pool());
  return { reservations, ledger, closing: () => Promise.all([reservations.close(), ledger.close()]) };
}

describe('days and months of the database', () => {
  it('are those of the domain, whenever the clocks of a zone change', async () => {
    const asked = CHANGES.flatMap(([zone, at]) =>
      BUDGET_PERIODS.flatMap((period) =>
        Array.from({ length: 109 }, (_, half) => ({ zone, period, at: Date.parse(at) + (half - 54) * (HOUR_MS / 2) })),
      ),
    );
    const found: readonly { readonly from: Date; readonly to: Date }[] = await store.app.query(
      `select period_start(period, at, zone) as from, period_end(period, at, zone) as to from rows from (
         json_to_recordset($1) as (zone text, period text, at timestamptz)) with ordinality as a order by ordinality`,
      [JSON.stringify(asked.map(({ zone, period, at }) => ({ zone, period, at: new Date(at) })))],
    );
    const differing = asked.flatMap(({ zone, period, at }, n) => {
      const [ours, theirs] = [budgetPeriod(period, at, zone), found[n]];
      const isAlike = theirs?.from.getTime() === ours.from && theirs.to.getTime() === ours.to;
      return isAlike ? [] : [`${period} of ${new Date(at).toISOString()} in ${zone}`];
    });
    expect([found.length, differing]).toEqual([asked.length, []]);
  });

  it('have every moment: a budget holds in the hour that the clocks show twice, and reports have it on its day', async () => {
    await store.addTenant(CLINIC);
    await store.superuser.query("update tenants set time_zone = 'Atlantic/Azores' where id = $1", [CLINIC]);
    await store.adminUnitOfWork.forTenant(CLINIC, (manager) =>
      new PostgresBudgetStore(new Statements(manager), CLINIC).add(budgetOf(1, '1')),
    );
    const { reservations, ledger, closing } = opened();
    const reservedAt = Date.parse('2026-10-25T00:30Z');
    const call = (n: number, amount: string) => ({
      ...reserved(n, amount),
      reservedAt,
      expiresAt: reservedAt + HOUR_MS,
    });
    await reservations.reserve(call(1, '0.9'));
    await expect(reservations.reserve(call(2, '0.2'))).rejects.toMatchObject({ code: 'budget_exceeded' });
    await ledger.post({ kind: 'usage', entry: billed(1, '0.5', { createdAt: reservedAt }) });
    await closing();
    const query = { from: '2026-10-25', to: '2026-10-26', filter: {} };
    const { groups } = await new PostgresCostReports(store.unitOfWork).report(CLINIC, query, ['day'], {
      limit: 10,
      offset: 0,
    });
    expect(groups.items.map(({ keys, billedAmount }) => [...keys, String(billedAmount)])).toEqual([
      ['2026-10-25', '0.5'],
    ]);
  });

  it('are shown as they count: after a change of the time zone a budget begins where its last period ended', async () => {
    await store.empty();
    await store.addTenant(CLINIC);
    const budgets = <Result>(work: (all: PostgresBudgetStore) => Promise<Result>): Promise<Result> =>
      store.adminUnitOfWork.forTenant(CLINIC, (manager) =>
        work(new PostgresBudgetStore(new Statements(manager), CLINIC)),
      );
    await budgets((all) => all.add(budgetOf(1, '1')));
    const { reservations, ledger, closing } = opened();
    await reservations.reserve(reserved(1, '0.9'));
    await append(ledger, billed(1, '0.5'));
    await store.superuser.query("update tenants set time_zone = 'America/New_York' where id = $1", [CLINIC]);
    const evening = Date.UTC(2026, 2, 11, 1); // of the tenth, there
    const shown = async () => {
      const found = await budgets((all) => all.find(budgetOf(1, '1').id, evening));
      return [found?.periodStart, found?.periodEnd, String(found?.spent)];
    };
    const counting = [Date.UTC(2026, 2, 11), Date.UTC(2026, 2, 11, 4), '0'];
    expect(await shown()).toEqual(counting);
    await reservations.reserve({ ...reserved(2, '0.9'), reservedAt: evening, expiresAt: evening + HOUR_MS });
    await closing();
    expect(await shown()).toEqual(counting);
  });
});
