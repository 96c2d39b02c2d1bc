import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AuditRowFactory, type AuditRow } from '@radiant/audit';
import { auditEvent, FakeSealer } from '@radiant/audit/testing';
import { Reservations, type Reservation } from '@radiant/billing';
import { budgetOf, CLINIC, describeReservations, HOSPITAL, reserved, type MoneyStore } from '@radiant/billing/testing';
import type { AuditEvent } from '@radiant/kernel';
import { createWriterPool } from '../src/data-source.js';
import { PostgresBudgetStore } from '../src/governance/postgres-budget-store.js';
import { Statements } from '../src/governance/statements.js';
import { PostgresDepartures } from '../src/postgres-departures.js';
import { PostgresReservations } from '../src/postgres-reservations.js';
import { PostgresUsageLedger } from '../src/postgres-usage-ledger.js';
import { PostgresUsageReports } from '../src/postgres-usage-reports.js';
import { Sha256 } from './audit-fixture.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';

jest.setTimeout(180_000); // tables are emptied for every law

const rows = new AuditRowFactory(new FakeSealer(), new Sha256());
const trail = {
  recordWithin: async (event: AuditEvent, write: (row: AuditRow) => Promise<void>) => write(await rows.row(event)),
};
const departureOf = ({ tenantId, requestId }: Reservation): AuditEvent =>
  auditEvent({ id: requestId, tenantId, requestId });

let store: TestStore;
let departures: PostgresDepartures;
let ledger: PostgresUsageLedger;
let reservations: PostgresReservations;

beforeAll(async () => {
  store = await openTestStore();
  const pool = () => createWriterPool({ ...optionsFor(store.database.appUrl), maxConnections: 2 });
  departures = new PostgresDepartures(pool(), trail);
  ledger = new PostgresUsageLedger(pool());
  reservations = new PostgresReservations(pool(), store.unitOfWork);
});
afterAll(async () => {
  await Promise.all([departures.close(), ledger.close(), reservations.close()]);
  await store.close();
});

/** Reservations that are made with a departure each. */
class DepartingReservations extends Reservations {
  reserve(reservation: Reservation): Promise<void> {
    return departures.depart(reservation, departureOf(reservation));
  }
  settleExpired(moment: number, most: number): Promise<number> {
    return reservations.settleExpired(moment, most);
  }
}

async function empty(): Promise<MoneyStore> {
  await store.empty();
  await store.addTenant(CLINIC);
  await store.addTenant(HOSPITAL);
  return {
    ledger,
    reservations: new DepartingReservations(),
    reports: new PostgresUsageReports(store.unitOfWork),
    budgets: (tenantId, work) =>
      store.adminUnitOfWork.forTenant(tenantId, (manager) =>
        work(new PostgresBudgetStore(new Statements(manager), tenantId)),
      ),
  };
}

const writtenDown = async (): Promise<string[]> => {
  const found = await store.superuser.query<{ request_id: string }[]>('select request_id from audit_logs order by 1');
  return found.map(({ request_id }) => request_id);
};
const held = async (): Promise<number> => {
  const [found] = await store.superuser.query<{ count: string }[]>('select count(*) as count from reservations');
  return Number(found?.count);
};

describeReservations('postgres, with departures', empty);

describe('PostgresReservations', () => {
  it('bills no running call as reserved because the clock of one replica is ahead', async () => {
    await empty();
    const moment = Date.now();
    const halfAnHour = 30 * 60_000;
    await new DepartingReservations().reserve(
      reserved(1, '0.2', { reservedAt: moment, expiresAt: moment + halfAnHour }),
    );
    expect(await reservations.settleExpired(moment + 2 * halfAnHour, 10)).toBe(0);
    expect(await held()).toBe(1);
  });
});

describe('PostgresDepartures', () => {
  it('writes down the calls that leave and none that is refused, of one batch', async () => {
    const { budgets } = await empty();
    await budgets(CLINIC, (all) => all.add(budgetOf(1, '1')));
    const calls = Array.from({ length: 20 }, (_, n) => reserved(n + 1, '0.3'));
    const outcomes = await Promise.allSettled(calls.map((call) => departures.depart(call, departureOf(call))));
    const left = calls.filter((_, place) => outcomes[place]?.status === 'fulfilled');
    expect(left).toHaveLength(3);
    expect(await writtenDown()).toEqual(left.map(({ requestId }) => requestId).sort());
    expect(await held()).toBe(3);
  });

  it('holds nothing for a call whose departure can not be written down', async () => {
    await empty();
    await store.superuser.query('revoke execute on function append_audit(json) from radiant_app');
    try {
      const call = reserved(1, '0.3');
      await expect(departures.depart(call, departureOf(call))).rejects.toMatchObject({ code: 'service_unavailable' });
      expect(await held()).toBe(0);
    } finally {
      await store.superuser.query('grant execute on function append_audit(json) to radiant_app');
    }
  });

  it('changes nothing when it is repeated', async () => {
    await empty();
    const call = reserved(1, '0.3');
    for (let time = 0; time < 3; time += 1) await departures.depart(call, departureOf(call));
    expect([await writtenDown(), await held()]).toEqual([[call.requestId], 1]);
  });
});
