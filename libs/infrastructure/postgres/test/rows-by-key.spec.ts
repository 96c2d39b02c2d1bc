import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { settlementLine } from '@radiant/billing';
import { billed, CLINIC, reserved } from '@radiant/billing/testing';
import pg from 'pg';
import { reservationRow } from '../src/reservation-rows.js';
import { openTestStore, type TestStore } from './test-store.js';

/** More calls of a function than are planned with their own parameters. */
const CALLS = 8;

let store: TestStore;
let superuser: pg.Client;
beforeAll(async () => {
  store = await openTestStore();
  await store.addTenant(CLINIC);
  superuser = new pg.Client({ connectionString: store.database.superuserUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await store.close();
});

it.each([
  ['without budgets', ''],
  [
    'under a budget',
    `insert into budgets (tenant_id, id, period, limit_picos, hard, scope, created_by)
       values ('${CLINIC}', gen_random_uuid(), 'day', 1e15, true, 'tenant', 'test')`,
  ],
])('batches find reservations by key, not by reading what was deleted since the last vacuum: %s', async (_, budget) => {
  await superuser.query(`begin; ${budget}`);
  for (let call = 1; call <= CALLS; call += 1) {
    await superuser.query('select reserve_calls($1::json)', [JSON.stringify([reservationRow(reserved(call, '1'))])]);
    const line = settlementLine({ kind: 'usage', entry: billed(call, '0.5') });
    await superuser.query('select settle_calls($1::json)', [`[${line}]`]);
  }
  const { rows } = await superuser.query<{ read: string; settled: string }>(
    `select (select sum(seq_tup_read) from pg_stat_xact_user_tables where relname = 'reservations') as read,
       (select count(*) from usage_records) as settled`,
  );
  await superuser.query('rollback');
  expect(rows).toEqual([{ read: '0', settled: String(CALLS) }]);
});
