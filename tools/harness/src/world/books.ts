import { setTimeout as pause } from 'node:timers/promises';
import type { Finding } from '../finding.js';
import type { World } from './world.js';

const POLL_MS = 250;

/** Request ids that have a usage row. */
export async function billedIds({ books }: World): Promise<ReadonlySet<string>> {
  const { rows } = await books.query<{ request_id: string }>('select request_id from usage_records');
  return new Set(rows.map(({ request_id }) => request_id));
}

/** Resolves when all of the calls are in the books, or after `mostMs`. @returns those that are not, and how long it took in ms. */
export async function drained(
  world: World,
  acknowledged: ReadonlySet<string>,
  mostMs: number,
): Promise<{ readonly lost: readonly string[]; readonly tookMs: number }> {
  const began = performance.now();
  for (;;) {
    const billed = await billedIds(world).catch(() => new Set<string>());
    const lost = [...acknowledged].filter((id) => !billed.has(id));
    const tookMs = performance.now() - began;
    if (lost.length === 0 || tookMs > mostMs) return { lost, tookMs };
    await pause(POLL_MS);
  }
}

async function one({ books }: World, sql: string): Promise<number> {
  const { rows } = await books.query<{ n: string }>(`select coalesce((${sql}), 0)::text as n`);
  return Number(rows[0]?.n);
}

/** What must hold of the books whatever happened. */
export async function balanced(world: World): Promise<readonly Finding[]> {
  const twice = await one(
    world,
    `select count(*) from (select 1 from ledger_entries where kind = 'charge'
       group by tenant_id, request_id, account having count(*) > 1) x`,
  );
  const rows = await one(world, 'select count(*) from usage_records');
  const calls = [...world.upstream.calls.values()].reduce((sum, { times }) => sum + times, 0);
  const sum = await one(world, 'select sum(amount_picos) from ledger_entries');
  const apart = await one(
    world,
    `select abs((select coalesce(sum(billed_amount_picos), 0) from usage_records)
       - (select coalesce(sum(amount_picos), 0) from ledger_entries where account = 'receivable'))`,
  );
  return [
    { what: 'calls with two charges', figure: String(twice), met: twice === 0, required: '0' },
    {
      what: 'usage rows beyond calls upstream',
      figure: `${Math.max(0, rows - calls)} (${rows} rows, ${calls} calls)`,
      met: rows <= calls,
      required: '0',
    },
    { what: 'sum of the ledger', figure: String(sum), met: sum === 0, required: '0' },
    { what: 'ledger apart from usage, pico-USD', figure: String(apart), met: apart === 0, required: '0' },
  ];
}

/** Calls that left and of which the books know nothing: neither usage nor money held. */
export async function unknownCalls(world: World): Promise<number> {
  const known =
    (await one(world, 'select count(*) from usage_records')) + (await one(world, 'select count(*) from reservations'));
  const calls = [...world.upstream.calls.values()].reduce((sum, { times }) => sum + times, 0);
  return Math.max(0, calls - known);
}

export const ledgerCalls = (world: World): Promise<number> =>
  one(world, "select count(distinct request_id) from ledger_entries where account = 'receivable'");
