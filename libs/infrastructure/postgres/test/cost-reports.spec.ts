import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { append, billed, CLINIC, describeCostReports, HOSPITAL, NOON } from '@radiant/billing/testing';
import { createWriterPool } from '../src/data-source.js';
import { PostgresCostReports } from '../src/postgres-cost-reports.js';
import { PostgresUsageReports } from '../src/postgres-usage-reports.js';
import { PostgresUsageLedger } from '../src/postgres-usage-ledger.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';

jest.setTimeout(180_000);

let store: TestStore;
let ledger: PostgresUsageLedger;
let costs: PostgresCostReports;
beforeAll(async () => {
  store = await openTestStore();
  ledger = new PostgresUsageLedger(createWriterPool({ ...optionsFor(store.database.appUrl), maxConnections: 2 }));
  costs = new PostgresCostReports(store.adminUnitOfWork);
});
afterAll(async () => {
  await ledger.close();
  await store.close();
});

async function empty() {
  await store.empty();
  await store.addTenant(CLINIC);
  await store.addTenant(HOSPITAL);
  return { ledger, costs };
}

describeCostReports('postgres', empty);

describe('PostgresCostReports', () => {
  const DAY = { from: '2026-03-10', to: '2026-03-11', filter: {} };

  it("ends a day at midnight of each tenant's own time zone", async () => {
    await empty();
    await store.superuser.query("update tenants set time_zone = 'America/New_York' where id = $1", [HOSPITAL]);
    const late = Date.UTC(2026, 2, 11, 3);
    await append(ledger, billed(1, '1', { createdAt: late }));
    await append(ledger, billed(2, '2', { createdAt: late, tenantId: HOSPITAL }));
    const { total, groups } = await costs.report('all', DAY, ['tenant', 'day'], { limit: 9, offset: 0 });
    expect(total.requests).toBe(1);
    expect(groups.items.map(({ keys }) => keys)).toEqual([[HOSPITAL, '2026-03-10']]);
  });

  it('exports more than a page, to the microsecond, without a gap or a repetition', async () => {
    await empty();
    await store.superuser.query(
      `insert into usage_records (tenant_id, request_id, app_id, model_id, provider_id, request_type, input_tokens,
         cached_input_tokens, output_tokens, reasoning_tokens, cost_picos, billed_amount_picos, estimated, price_version,
         latency_ms, created_at)
       select $1, gen_random_uuid(), 'charting', 'chat-small', 'acme', 'chat.completion', 1, 0, 1, 0, 1, 1, false, 1, 1,
         $2::timestamptz + (n / 7) * interval '1 microsecond' from generate_series(1, 5001) n`,
      [CLINIC, new Date(NOON)],
    );
    const ids = new Set<string>();
    let rows = 0;
    for await (const { entry } of costs.export(CLINIC, DAY)) {
      ids.add(entry.requestId);
      rows += 1;
    }
    expect([rows, ids.size]).toEqual([5_001, 5_001]);
  });

  it.each<[string, () => Promise<{ requests: number; inGroups: number }>]>([
    [
      'a report',
      async () => {
        const { total, groups } = await costs.report(CLINIC, DAY, ['model'], { limit: 9, offset: 0 });
        return { requests: total.requests, inGroups: groups.items[0]?.requests ?? 0 };
      },
    ],
    [
      'a summary',
      async () => {
        const around = { from: NOON - 1, to: NOON + 1 };
        const { total, groups } = await new PostgresUsageReports(store.adminUnitOfWork).summary(
          CLINIC,
          around,
          'model',
        );
        return { requests: total.requests, inGroups: groups[0]?.requests ?? 0 };
      },
    ],
  ])('is of one moment, so that the groups of %s are its total, whatever is settled meanwhile', async (_, read) => {
    await empty();
    await append(ledger, billed(1, '1'));
    const inOrder = store.adminUnitOfWork.forTenant.bind(store.adminUnitOfWork);
    const reading = jest.spyOn(store.adminUnitOfWork, 'forTenant');
    reading.mockImplementation((tenant, work) =>
      inOrder(tenant, async (manager) => {
        const runner = manager.queryRunner;
        if (!runner) throw new TypeError('there is a transaction');
        const { query } = runner;
        jest.spyOn(runner, 'query').mockImplementation(async (...asked) => {
          const answer: unknown = await Reflect.apply(query, runner, asked);
          if (asked[0].toLowerCase().includes('count(*)')) await append(ledger, billed(2, '1'));
          return answer;
        });
        return work(manager);
      }),
    );
    try {
      expect(await read()).toEqual({ requests: 1, inGroups: 1 });
    } finally {
      reading.mockRestore();
    }
    expect(await read()).toEqual({ requests: 2, inGroups: 2 });
  });

  it("lets the application's role read one tenant alone", async () => {
    await empty();
    await append(ledger, billed(1, '1'));
    const asApplication = new PostgresCostReports(store.unitOfWork);
    expect((await asApplication.report('all', DAY, [], { limit: 9, offset: 0 })).total.requests).toBe(0);
  });

  it('takes what looks like SQL for the name of a tag', async () => {
    await empty();
    await append(ledger, billed(1, '1', { tags: ["it's=1"] }));
    const grouped = await costs.report(CLINIC, DAY, ["tag:it's", "tag:x') or true --"], { limit: 9, offset: 0 });
    expect(grouped.groups.items.map(({ keys }) => keys)).toEqual([['1', 'none']]);
  });
});
