import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { correctionId, CorrectionTally, draftOf, invoiceId, outstandingLines, roundedToCents } from '@radiant/billing';
import {
  append,
  billed,
  budgetOf,
  CLINIC,
  describeCorrections,
  describeInvoices,
  describeMarkups,
  HOSPITAL,
  NOON,
  request,
  reserved,
  type InvoicesUnderTest,
} from '@radiant/billing/testing';
import { modelId, Money } from '@radiant/kernel';
import { createWriterPool } from '../src/data-source.js';
import { PostgresBooksReader } from '../src/books/postgres-books-reader.js';
import { PostgresReservations } from '../src/postgres-reservations.js';
import { PostgresTenantMarkups } from '../src/postgres-tenant-markups.js';
import { PostgresUsageLedger } from '../src/postgres-usage-ledger.js';
import { PostgresUsageReports } from '../src/postgres-usage-reports.js';
import { ReversingSealer, transactionsOf } from './governance-store.js';
import { openTestStore, optionsFor, refusal, type TestStore } from './test-store.js';

jest.setTimeout(360_000);

const NOT_IN_STATE = '55000';
const CHECK_VIOLATION = '23514';
const SCOPE = `begin; set local app.tenant_id = '${CLINIC}';`;
const DAY_MS = 86_400_000;

let store: TestStore;
let ledger: PostgresUsageLedger;
let reservations: PostgresReservations;
beforeAll(async () => {
  store = await openTestStore();
  const pool = () => createWriterPool({ ...optionsFor(store.database.appUrl), maxConnections: 2 });
  ledger = new PostgresUsageLedger(pool());
  reservations = new PostgresReservations(pool(), store.unitOfWork);
});
afterAll(async () => {
  await Promise.all([ledger.close(), reservations.close()]);
  await store.close();
});

async function make() {
  await store.empty();
  await store.addTenant(CLINIC);
  await store.addTenant(HOSPITAL);
  const transactions = transactionsOf(store.adminUnitOfWork, new ReversingSealer());
  return { ledger, run: transactions.run.bind(transactions) } satisfies InvoicesUnderTest;
}

describeInvoices('postgres', make);
describeCorrections('postgres', async () => {
  const { run } = await make();
  return {
    ledger,
    reservations,
    reports: new PostgresUsageReports(store.unitOfWork),
    reader: new PostgresBooksReader(store.adminUnitOfWork),
    budgets: (work) => run(CLINIC, ({ budgets }) => work(budgets)),
    run,
  };
});
describeMarkups('postgres', async () => ({
  ...(await make()),
  markups: new PostgresTenantMarkups(store.adminUnitOfWork),
}));

const isWaited = async (): Promise<boolean> => {
  const rows: readonly unknown[] = await store.superuser.query(
    "select from pg_locks where locktype = 'advisory' and not granted",
  );
  return rows.length > 0;
};
const idOf = (n: number) => invoiceId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
const draftFor = (n: number, period: { from: number; to: number }, lines: ReturnType<typeof outstandingLines>) =>
  draftOf(
    {
      id: idOf(n),
      tenantId: CLINIC,
      issuer: 'IT',
      customer: 'Clinic',
      period,
      timeZone: 'UTC',
      createdAt: 1,
      createdBy: 'ada',
    },
    lines,
  );

/** Random ones; a thousand are what the promise is about. */
const PERIODS = Number(process.env['INVOICE_PERIODS'] ?? 150);

describe('a final invoice in the database', () => {
  const period = { from: NOON - DAY_MS, to: NOON + DAY_MS };
  const finalised = async (): Promise<InvoicesUnderTest> => {
    const under = await make();
    await append(ledger, billed(1, '1.005'));
    await under.run(CLINIC, async ({ invoices, ledgerShares }) => {
      await invoices.put(
        draftFor(1, period, outstandingLines('usage', period, await ledgerShares.ofPeriod(period), [])),
      );
      await invoices.finalise(idOf(1), 'ada', 1);
    });
    return under;
  };

  it('is changed and deleted by nobody, not by the owner of the tables either', async () => {
    await finalised();
    for (const statement of [
      'update invoices set total_cents = 0',
      "update invoices set status = 'draft', number = null, finalised_at = null, finalised_by = null",
      'delete from invoices',
      'update invoice_lines set amount_cents = 0',
      'delete from invoice_lines',
      `insert into invoice_lines select tenant_id, invoice_id, 99, kind, model_id, period_start, period_end, requests,
         input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, exact_picos, amount_cents from invoice_lines`,
    ]) {
      expect([statement, await refusal(store.database.ownerUrl, `${SCOPE} ${statement}`)]).toEqual([
        statement,
        NOT_IN_STATE,
      ]);
    }
    expect(await refusal(store.database.adminUrl, `${SCOPE} delete from invoices`)).toBe(NOT_IN_STATE);
  });

  it('is the sum of its lines, or it does not become final', async () => {
    const under = await make();
    await under.run(CLINIC, ({ invoices }) => invoices.put({ ...draftFor(1, period, []), cents: 1n }));
    expect(
      await refusal(
        store.database.adminUrl,
        `${SCOPE} select finalise_invoice('${CLINIC}', '${idOf(1)}', now(), 'ada')`,
      ),
    ).toBe(CHECK_VIOLATION);
  });

  it('is none that is being discarded: who would make it final waits, and finds it gone', async () => {
    const under = await make();
    await under.run(CLINIC, ({ invoices }) => invoices.put(draftFor(1, period, [])));
    const found = await under.run(CLINIC, async ({ invoices }) => {
      await invoices.discard(idOf(1));
      let isOver = false;
      const looking = under
        .run(CLINIC, ({ invoices: others }) => others.overlapping(period))
        .finally(() => {
          isOver = true;
        });
      while (!isOver && !(await isWaited())) continue;
      return [looking]; // not awaited: it waits for this transaction
    });
    expect(await Promise.all(found)).toEqual([[]]);
  });

  it('gets numbers without a gap when many are made final at once', async () => {
    const under = await make();
    const numbers = Array.from({ length: 20 }, (_, n) => n + 1);
    for (const n of numbers) await under.run(CLINIC, ({ invoices }) => invoices.put(draftFor(n, period, [])));
    const outcomes = await Promise.allSettled(
      numbers.map((n) =>
        under.run(CLINIC, async ({ invoices }) => {
          const { number } = await invoices.finalise(idOf(n), 'ada', 1);
          if (n % 3 === 0) throw new Error('undone');
          return number;
        }),
      ),
    );
    const given = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(given.toSorted((a = 0, b = 0) => a - b)).toEqual(given.map((_, index) => index + 1));
    expect(given).toHaveLength(14);
  });

  it('is refused while usage and ledger differ', async () => {
    const under = await finalised();
    await store.superuser.query('update ledger_entries set amount_picos = amount_picos + 1');
    await expect(under.run(CLINIC, ({ ledgerShares }) => ledgerShares.ofPeriod(period))).rejects.toMatchObject({
      code: 'conflict',
      facts: { model: 'chat-small' },
    });
  });
});

describe('a correction in the database', () => {
  it('keeps no call waiting until it is whole, and is in its budgets then', async () => {
    const under = await make();
    await under.run(CLINIC, ({ budgets }) => budgets.add(budgetOf(1, '10')));
    await reservations.reserve(reserved(1, '2'));
    await append(ledger, billed(1, '2'));
    await under.run(CLINIC, async ({ corrections }) => {
      const before = await corrections.call(request(1));
      if (!before) throw new TypeError('the call is there');
      const figures = { ...new CorrectionTally().figures(), calls: 1 };
      const id = correctionId('00000000-0000-4000-8000-0000000000c1');
      await corrections.add({ id, reason: 'price', asked: '[]', figures, createdAt: NOON, createdBy: 'ada' });
      await corrections.post(id, [
        { requestId: request(1), before, after: { ...before, billedAmount: Money.parse('3') } },
      ]);
      let isOver = false;
      const reserving = reservations.reserve(reserved(2, '1')).finally(() => {
        isOver = true;
      });
      while (!isOver) {
        const blocked: readonly unknown[] = await store.superuser.query('select from pg_locks where not granted');
        if (blocked.length > 0) throw new Error('a call waits for a correction');
      }
      await reserving;
    });
    const standing = await under.run(CLINIC, ({ budgets }) => budgets.find(budgetOf(1, '10').id, NOON));
    expect([String(standing?.spent), String(standing?.held)]).toEqual(['3', '1']);
  });
});

describe('invoices of random periods', () => {
  it(`are the ledger, as the database adds it up itself: ${PERIODS} of them`, async () => {
    const under = await make();
    const random = seeded(20_261_129);
    const models = ['a', 'b', 'c', 'd'].map((name) => modelId(name));
    await Promise.all(
      Array.from({ length: 3_000 }, (_, n) =>
        append(
          ledger,
          billed(n, '0', {
            billedAmount: Money.ofPicos(BigInt(random(2 ** 31)) * BigInt(random(2 ** 16))),
            modelId: models[random(4)] ?? modelId('a'),
            createdAt: NOON + random(100 * DAY_MS),
          }),
        ),
      ),
    );
    await store.superuser.query('analyze usage_records, ledger_entries');
    for (let round = 0; round < PERIODS; round += 1) {
      const from = NOON + random(100 * DAY_MS);
      const period = { from, to: from + 1 + random(30 * DAY_MS) };
      const shares = await under.run(CLINIC, ({ ledgerShares }) => ledgerShares.ofPeriod(period));
      const { lines, cents, exact } = draftFor(round, period, outstandingLines('usage', period, shares, []));
      const [sum]: { picos: string }[] = await store.superuser.query(
        `select coalesce(sum(amount_picos), 0)::text as picos from ledger_entries l where account = 'receivable'
           and exists (select from usage_records u where u.tenant_id = l.tenant_id and u.request_id = l.request_id
             and u.created_at >= $1 and u.created_at < $2)`,
        [new Date(period.from), new Date(period.to)],
      );
      const posted = Money.ofPicos(BigInt(sum?.picos ?? '-1'));
      expect(exact.picos).toBe(posted.picos);
      expect(cents).toBe(roundedToCents(posted));
      expect(lines.reduce((total, line) => total + line.cents, 0n)).toBe(cents);
    }
  });
});

/** Mulberry32: the same rows and periods in every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
