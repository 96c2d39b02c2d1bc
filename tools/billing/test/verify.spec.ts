import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { budgetOf, CLINIC, HOSPITAL, NOON, request, reserved } from '@radiant/billing/testing';
import { createTestDatabase, type TestDatabase } from '@radiant/embedded/testing';
import { apiKeyId, Money, PLATFORM_TENANT, tenantId } from '@radiant/kernel';
import { readEnvironment } from '@radiant/nest-kit';
import {
  createDataSource,
  createWriterPool,
  PostgresReservations,
  PostgresUsageLedger,
  UnitOfWork,
} from '@radiant/postgres';
import pg from 'pg';
import { BILL_DIFFERENCES, plantedBills } from './planted-bills.js';
import { plantedCorrection } from './planted-correction.js';
import { billedOf, DIFFERENCES, OF } from './planted-differences.js';
import { INVOICE, plantedInvoice } from './planted-invoice.js';
import { PRICE, priced } from './priced-calls.js';
import { verifyDatabase } from '../src/verify/verify-database.js';

jest.setTimeout(180_000);

let database: TestDatabase;
let superuser: pg.Client;
let ledger: PostgresUsageLedger;
let reservations: PostgresReservations;
let close: () => Promise<void>;

beforeAll(async () => {
  database = await createTestDatabase();
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  const options = { url: database.appUrl, applicationName: 'test', maxConnections: 2, statementTimeoutMs: 10_000 };
  const dataSource = await createDataSource(options);
  ledger = new PostgresUsageLedger(createWriterPool(options));
  reservations = new PostgresReservations(createWriterPool(options), new UnitOfWork(dataSource));
  close = async () => {
    await Promise.all([ledger.close(), reservations.close()]);
    await dataSource.destroy();
  };
  await superuser.query(
    `insert into providers (id, name, type) values ('acme', 'Acme', 'mid-tier');
     insert into models (id, provider_id, name, display_name, type, specialty)
       values ('chat-small', 'acme', 'small', 'Small', 'external', 'general');
     insert into model_prices (model_id, version, effective_from, input_picos, cached_input_picos, output_picos,
       markup_basis_points) values ('chat-small', 1, '2026-01-01', 150000, 75000, 600000, 2000)`,
  );
});
afterAll(async () => {
  await close();
  await superuser.end();
  await database.drop();
});

/** Twelve calls of the clinic, one of them an estimate that came true and one that did not, two under way, a budget. */
beforeEach(async () => {
  await superuser.query('truncate tenants, usage_records, reservations, ledger_entries cascade');
  await superuser.query(
    'insert into tenants (id, app_id, name) select t, $2::text, $2::text from unnest($1::uuid[]) as t',
    [[CLINIC, HOSPITAL], 'charting'],
  );
  const budget = budgetOf(1, '1000');
  await superuser.query(
    `insert into budgets (tenant_id, id, period, limit_picos, hard, scope, created_by)
      values ($1, $2, 'day', $3, true, 'tenant', 'grace')`,
    [CLINIC, budget.id, budget.limit.picos.toString()],
  );
  const hold = { cost: Money.ofPicos(200n * 150_000n + 100n * 600_000n), billedAmount: Money.parse('0.000108') };
  const stale = { ...hold, reservedAt: NOON, expiresAt: NOON + 1 };
  await reservations.reserve(reserved(11, '0', stale));
  await reservations.reserve(reserved(12, '0', stale));
  await reservations.settleExpired(NOON + 2, 10);
  const now = Date.now();
  for (const n of [20, 21]) {
    await reservations.reserve(reserved(n, '0', { ...hold, reservedAt: now, expiresAt: now + 3_600_000 }));
  }
  const calls = Array.from({ length: 11 }, (_, n) => priced(n + 1));
  await Promise.all(calls.map((entry) => ledger.post({ kind: 'usage', entry })));
  await ledger.post({ kind: 'usage', entry: priced(1, { tenantId: HOSPITAL }) });
});

async function verified(tenantId?: typeof CLINIC) {
  const said: string[] = [];
  const environment = readEnvironment({ DATABASE_URL: database.adminUrl });
  const addsUp = await verifyDatabase({ environment, tenantId, each: true, say: (text) => void said.push(text) });
  const differences = said.filter((line) => line.startsWith('DIFFERENCE'));
  return { addsUp, said: said.join(''), differences };
}
const asSuperuser = (sql: string): Promise<unknown> =>
  superuser.query(`set session_replication_role = replica; ${sql}; set session_replication_role = origin`);
const invoiced = (): Promise<unknown> => asSuperuser(plantedInvoice(priced(1, { tenantId: HOSPITAL })));

describe('billing:verify', () => {
  it('says of books that add up what they hold, of each tenant and in all', async () => {
    const { addsUp, said, differences } = await verified();
    expect([addsUp, differences]).toEqual([true, []]);
    const clinic = Array.from({ length: 11 }, (_, n) => priced(n + 1).billedAmount).reduce((sum, one) => sum.plus(one));
    const estimate = Money.parse('0.000108');
    expect(said).toContain(`tenant ${CLINIC}: 12 calls billed ${clinic.plus(estimate).toString()} at`);
    expect(said).toContain(`tenant ${HOSPITAL}: 1 calls billed ${priced(1).billedAmount.toString()} at`);
    expect(said).toMatch(
      /^2 tenants, 13 calls billed .* sum 0; 2 reservations of 0\.000216; 0 final documents of 0, 0 for the next$/m,
    );
    expect(said).toContain('The books add up');
  });

  it('counts the calls of a rotated key for the budget of the first one', async () => {
    const [first, successor] = [30, 31].map((n) => apiKeyId(request(n)));
    await superuser.query(
      `insert into budgets (tenant_id, id, period, limit_picos, hard, scope, scope_value, created_by)
        values ($1, $2, 'day', 1000000000000, true, 'key', $3, 'grace')`,
      [CLINIC, first, `${first} ${successor}`],
    );
    for (const [n, key] of [first, successor].entries()) {
      const call = { apiKeyId: key, cost: Money.zero, billedAmount: Money.parse('0.1') };
      await reservations.reserve(reserved(40 + n, '0', call));
      await ledger.post({ kind: 'usage', entry: priced(40 + n, { apiKeyId: key }) });
    }
    const { rows } = await superuser.query(
      'select spent_picos::text as spent from budget_counters where budget_id = $1',
      [first],
    );
    const both = priced(40).billedAmount.plus(priced(41).billedAmount);
    expect(rows).toEqual([{ spent: both.picos.toString() }]);
    expect(await verified()).toMatchObject({ addsUp: true, differences: [] });
  });

  it('follows corrections, in what budgets have counted too', async () => {
    await asSuperuser(plantedCorrection(priced(3), PRICE));
    expect(await verified()).toMatchObject({ addsUp: true, differences: [] });
  });

  it('follows a call that is billed as reserved by hand, and then by the truth', async () => {
    const usage = { inputTokens: 200, cachedInputTokens: 0, outputTokens: 100, reasoningTokens: 0 };
    const cost = Money.ofPicos(90_000_000n);
    await asSuperuser(plantedCorrection(priced(12, { usage, cost, billedAmount: Money.parse('0.000108') }), PRICE));
    expect(await verified()).toMatchObject({ addsUp: true, differences: [] });
    for (let time = 0; time < 2; time += 1) await ledger.post({ kind: 'usage', entry: priced(12) });
    const entries = await superuser.query(`select max(entry) as last from ledger_entries where ${OF(12)}`);
    expect(entries.rows).toEqual([{ last: 5 }]);
    expect(await verified()).toMatchObject({ addsUp: true, differences: [] });
    await asSuperuser(`update corrected_usage set billed_amount_picos = billed_amount_picos + 1
      where correction_id is null and ${OF(12)}`);
    expect((await verified()).addsUp).toBe(false);
  });

  it.each(BILL_DIFFERENCES)('names of bills of providers %s', async (_, plant, expected) => {
    await asSuperuser(`truncate provider_bill_lines, provider_bills; ${plantedBills()}`);
    await asSuperuser(plant);
    const { addsUp, differences } = await verified();
    const starts = expected.map((start) => `DIFFERENCE provider_bill tenant ${PLATFORM_TENANT} ${start}\n`);
    expect([addsUp, differences]).toEqual([expected.length === 0, starts]);
    expect(await verified(CLINIC)).toMatchObject({ addsUp: true });
    await asSuperuser('truncate provider_bill_lines, provider_bills');
  });

  it('looks at one tenant alone where one is named', async () => {
    await asSuperuser(`delete from ledger_entries where ${OF(3)}`);
    expect(await verified(HOSPITAL)).toMatchObject({
      addsUp: true,
      said: expect.stringMatching(/^1 tenants, 1 calls/m),
    });
    expect(await verified(CLINIC)).toMatchObject({ addsUp: false });
  });

  it('proves nothing of a tenant that is not there', async () => {
    await expect(verified(tenantId('99999999-9999-4999-8999-999999999999'))).rejects.toMatchObject({
      code: 'not_found',
      message: 'there is no such tenant',
    });
  });

  it('reads more calls than it holds at once', async () => {
    const many = Array.from({ length: 2_300 }, (_, n) => priced(100 + n, { tenantId: HOSPITAL }));
    await Promise.all(many.map((entry) => ledger.post({ kind: 'usage', entry })));
    await asSuperuser(`delete from ledger_entries where request_id = '${request(2_399)}'`);
    const { said, differences } = await verified(HOSPITAL);
    expect(said).toContain(`tenant ${HOSPITAL}: 2301 calls`);
    expect(differences).toHaveLength(3);
  });

  it.each(DIFFERENCES)('names %s', async (_, plant, expected) => {
    await asSuperuser(plant);
    const { addsUp, said, differences } = await verified();
    const starts = expected.map((start) => expect.stringContaining(`DIFFERENCE ${start}`));
    expect(differences).toHaveLength(expected.length);
    expect(differences).toEqual(expect.arrayContaining(starts));
    expect(addsUp).toBe(false);
    expect(said).toContain(`THE BOOKS DO NOT ADD UP: ${differences.length} differences`);
  });

  it.each<[string, string, readonly string[]]>([
    ['nothing in invoices that add up', 'select 1', []],
    [
      'a line that was changed',
      'update invoice_lines set exact_picos = exact_picos + 1',
      [
        `invoice_total tenant ${HOSPITAL} ${INVOICE} exact sum of its lines`,
        `invoice_ledger tenant ${HOSPITAL} ${INVOICE} model chat-small: expected ${billedOf(1)}, found`,
      ],
    ],
    [
      'a line that is missing',
      'delete from invoice_lines',
      [
        `invoice_total tenant ${HOSPITAL} ${INVOICE} exact sum of its lines: expected 0, found ${billedOf(1)}`,
        `invoice_ledger tenant ${HOSPITAL} ${INVOICE} model chat-small: expected ${billedOf(1)}, found 0`,
      ],
    ],
    [
      'a total that is off',
      'update invoices set total_cents = total_cents + 1',
      [`invoice_total tenant ${HOSPITAL} ${INVOICE} sum of its lines: expected 0, found 0.01`],
    ],
    [
      'cents that are not the rounded sum',
      'update invoices set total_cents = 1; update invoice_lines set amount_cents = 1',
      [`invoice_cents tenant ${HOSPITAL} ${INVOICE} cents of its period: expected 0, found 0.01`],
    ],
  ])('names %s', async (_, plant, expected) => {
    await invoiced();
    await asSuperuser(plant);
    const { addsUp, differences, said } = await verified(HOSPITAL);
    expect(differences).toEqual(expected.map((start) => expect.stringContaining(`DIFFERENCE ${start}`)));
    expect(addsUp).toBe(expected.length === 0);
    expect(said).toContain(`1 final documents of ${billedOf(1)}`);
  });

  it('names the numbers of documents that were taken away', async () => {
    await invoiced();
    await asSuperuser(`insert into invoice_series values ('IT', 'invoice', 2)`);
    expect((await verified()).differences).toEqual([
      'DIFFERENCE invoice_number tenant 00000000-0000-0000-0000-000000000000 INV-000002 of IT is nowhere: expected 0, found 0\n',
    ]);
    await asSuperuser('delete from invoice_lines; delete from invoices');
    expect((await verified()).differences).toHaveLength(2);
    await asSuperuser('truncate invoice_series');
  });

  it('names what came into the ledger after an invoice was final, which is wrong when no invoice can have it any more', async () => {
    await invoiced();
    await ledger.post({ kind: 'usage', entry: priced(2, { tenantId: HOSPITAL }) });
    const both = priced(1).billedAmount.plus(priced(2).billedAmount).toString();
    expect(await verified(HOSPITAL)).toMatchObject({
      addsUp: false,
      differences: [
        `DIFFERENCE invoice_late tenant ${HOSPITAL} ${INVOICE} model chat-small: expected ${both}, found ${billedOf(1)}\n`,
      ],
    });
  });
});
