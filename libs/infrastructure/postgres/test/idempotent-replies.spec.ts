import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AuditRowFactory, type AuditRow } from '@radiant/audit';
import { auditEvent, FakeSealer } from '@radiant/audit/testing';
import { append, billed, budgetOf, CLINIC, HOSPITAL, reserved } from '@radiant/billing/testing';
import { claimOf, describeIdempotentReplies, type KeysUnderTest } from '@radiant/inference/testing';
import type { IdempotencyClaim } from '@radiant/inference';
import type { AuditEvent } from '@radiant/kernel';
import { createWriterPool } from '../src/data-source.js';
import { PostgresBudgetStore } from '../src/governance/postgres-budget-store.js';
import { Statements } from '../src/governance/statements.js';
import { PostgresDepartures } from '../src/postgres-departures.js';
import { PostgresIdempotentReplies } from '../src/postgres-idempotent-replies.js';
import { PostgresUsageLedger } from '../src/postgres-usage-ledger.js';
import { Sha256 } from './audit-fixture.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';

jest.setTimeout(180_000); // tables are emptied for every law

const rows = new AuditRowFactory(new FakeSealer(), new Sha256());
const trail = {
  recordWithin: async (event: AuditEvent, write: (row: AuditRow) => Promise<void>) => write(await rows.row(event)),
};

let store: TestStore;
let replicas: readonly PostgresDepartures[];
let ledger: PostgresUsageLedger;
let replies: PostgresIdempotentReplies;

beforeAll(async () => {
  store = await openTestStore();
  const pool = () => createWriterPool({ ...optionsFor(store.database.appUrl), maxConnections: 2 });
  replicas = [new PostgresDepartures(pool(), trail), new PostgresDepartures(pool(), trail)];
  ledger = new PostgresUsageLedger(pool());
  replies = new PostgresIdempotentReplies(store.unitOfWork, new FakeSealer());
});
afterAll(async () => {
  await Promise.all([...replicas.map((replica) => replica.close()), ledger.close()]);
  await store.close();
});

let turn = 0;
/** By one replica after the other. */
async function depart(claim: IdempotencyClaim): Promise<void> {
  const { tenantId, requestId } = claim;
  const call = { ...reserved(1, '0.3'), tenantId, requestId };
  turn += 1;
  await replicas[turn % 2]?.depart(call, auditEvent({ id: requestId, tenantId, requestId }), claim);
}

async function empty(): Promise<KeysUnderTest> {
  await store.empty();
  await store.addTenant(CLINIC);
  await store.addTenant(HOSPITAL);
  return {
    replies,
    depart,
    settle: (tenantId, requestId, how) =>
      how === 'released'
        ? ledger.post({ kind: 'release', tenantId, requestId })
        : append(ledger, { ...billed(1, '0.3'), tenantId, requestId }),
  };
}

const count = async (table: string): Promise<number> => {
  const [found] = await store.superuser.query<{ count: string }[]>(`select count(*) as count from ${table}`);
  return Number(found?.count);
};

describeIdempotentReplies('postgres, two replicas', empty);

describe('keys that are taken with the money', () => {
  it('of a thousand keys, ten calls each at two replicas, a thousand calls hold money and are written down', async () => {
    await empty();
    const keys = Array.from({ length: 1_000 }, (_, n) => n.toString(16).padStart(64, '0'));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, copy) =>
        keys.map((keyDigest, n) => depart(claimOf(copy * 1_000 + n, { keyDigest }))),
      ).flat(),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1_000);
    expect([await count('reservations'), await count('audit_logs'), await count('idempotent_calls')]).toEqual([
      1_000, 1_000, 1_000,
    ]);
  });

  it('a call that a budget refuses takes no key', async () => {
    await empty();
    await store.adminUnitOfWork.forTenant(CLINIC, (manager) =>
      new PostgresBudgetStore(new Statements(manager), CLINIC).add(budgetOf(1, '0.1')),
    );
    await expect(depart(claimOf(1))).rejects.toMatchObject({ code: 'budget_exceeded' });
    expect([await count('reservations'), await count('idempotent_calls')]).toEqual([0, 0]);
  });
});
