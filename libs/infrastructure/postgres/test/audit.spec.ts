import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AuditRowFactory, chainHash, FIRST_PREVIOUS_HASH, type FoundAuditRow } from '@radiant/audit';
import {
  auditEvent,
  auditRow,
  CLINIC,
  describeAuditSink,
  describeAuditStore,
  FakeSealer,
  HOSPITAL,
  uuid,
} from '@radiant/audit/testing';
import { DomainError, type TenantId } from '@radiant/kernel';
import { AuditSealing } from '../src/audit-sealing.js';
import { createWriterPool } from '../src/data-source.js';
import { PostgresAuditSink } from '../src/postgres-audit-sink.js';
import { PostgresAuditStore } from '../src/postgres-audit-store.js';
import { TransactionalAuditTrail } from '../src/transactional-audit-trail.js';
import { auditFixture, Sha256 } from './audit-fixture.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';

const ALL = { limit: 1_000, offset: 0 };
const digest = new Sha256();

jest.setTimeout(90_000); // thousands of rows on a busy machine

let store: TestStore;
let sink: PostgresAuditSink;

beforeAll(async () => {
  store = await openTestStore();
  sink = new PostgresAuditSink(createWriterPool(optionsFor(store.database.appUrl)));
});
afterAll(async () => {
  await sink.close();
  await store.close();
});

async function empty(): Promise<void> {
  await store.empty();
  await store.addTenant(CLINIC);
  await store.addTenant(HOSPITAL);
}
const written = async (tenantId?: TenantId): Promise<readonly FoundAuditRow[]> =>
  (await auditFixture(store, sink).store(tenantId).search({}, ALL)).items;

describeAuditSink('postgres', async () => {
  await empty();
  return { sink, digest, rows: () => written() };
});

describeAuditStore('postgres', async () => {
  await empty();
  return auditFixture(store, sink);
});

describeAuditStore('postgres, within a transaction', async () => {
  await empty();
  const fixture = auditFixture(store, sink);
  /** Each call in a transaction of its own, and an export in one. */
  const within = (tenantId: TenantId): PostgresAuditStore =>
    new Proxy(PostgresAuditStore.ofTenant(store.adminUnitOfWork, tenantId), {
      get: (_, name: keyof PostgresAuditStore) =>
        name === 'export'
          ? (query: object) => exported(tenantId, query)
          : (...args: never[]) =>
              store.adminUnitOfWork.forTenant<unknown>(tenantId, (manager) => {
                const method = PostgresAuditStore.within(manager)[name] as (...given: never[]) => Promise<unknown>;
                return method.apply(PostgresAuditStore.within(manager), args);
              }),
    });
  async function* exported(tenantId: TenantId, query: object) {
    yield* await store.adminUnitOfWork.forTenant(tenantId, async (manager) => {
      const rows: FoundAuditRow[] = [];
      for await (const row of PostgresAuditStore.within(manager).export(query)) rows.push(row);
      return rows;
    });
  }
  return { ...fixture, store: (tenantId) => (tenantId === undefined ? fixture.store() : within(tenantId)) };
});

describe('PostgresAuditStore', () => {
  beforeEach(empty);

  it.each([
    ['the request', { requestId: 'no uuid' }],
    ['a text with NUL', { resourceId: 'chat\0small' }],
  ])('finds nothing by %s', async (_, query) => {
    await sink.append(auditRow(1, digest));
    const clinic = PostgresAuditStore.ofTenant(store.adminUnitOfWork, CLINIC);
    expect(await clinic.search(query, ALL)).toEqual({ items: [], total: 0 });
    expect(await clinic.export(query).next()).toEqual({ done: true, value: undefined });
  });

  it('purges nothing of another tenant from within a transaction', async () => {
    await sink.append(auditRow(1, digest, { tenantId: HOSPITAL, occurredAt: 0, retentionClass: 'access' }));
    await new AuditSealing(store.unitOfWork).seal(10);
    const purged = store.adminUnitOfWork.forTenant(CLINIC, (manager) =>
      PostgresAuditStore.within(manager).purge(HOSPITAL, 'access', 1_000),
    );
    expect(await purged).toBe(0);
    expect(await PostgresAuditStore.acrossTenants(store.adminUnitOfWork).purge(HOSPITAL, 'access', 1_000)).toBe(1);
  });

  it('is not for the application', async () => {
    const clinic = PostgresAuditStore.ofTenant(store.unitOfWork, CLINIC);
    await expect(clinic.search({}, ALL)).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it.each([
    ['a tenant’s newest', 'a.tenant_id = scoped_tenant() order by a.occurred_at desc, a.id desc limit 50', 'newest'],
    ['the rows of a provider', "a.provider_id = 'acme' and a.occurred_at > now()", 'provider'],
    [
      'all tenants’ next page',
      '(a.occurred_at, a.id, a.tenant_id) > (now(), $$00000000-0000-4000-8000-000000000000$$, $$00000000-0000-4000-8000-000000000000$$) order by a.occurred_at, a.id, a.tenant_id limit 50',
      'oldest',
    ],
  ])('is served by an index: %s', async (_, rest, index) => {
    const plan = await store.adminUnitOfWork.forTenant(CLINIC, async (manager) => {
      await manager.query('set local enable_seqscan = off; set local enable_sort = on');
      return manager.query<object[]>(`explain select * from audit_logs a where ${rest}`);
    });
    expect(JSON.stringify(plan)).toContain(`audit_logs_${index}`);
    expect(JSON.stringify(plan)).toContain('Index Cond');
  });
});

describe('PostgresAuditSink', () => {
  beforeEach(empty);

  it('refuses only the row that the database can not take, not its batch', async () => {
    const rows = Array.from({ length: 40 }, (_, n) =>
      auditRow(n, digest, n % 20 === 7 ? { content: { phi: { NAME: 1 }, body: 'not base64!' } } : {}),
    );
    const results = await Promise.allSettled(rows.map((row) => sink.append(row)));
    expect(results.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([7, 27]);
    expect(results[7]).toMatchObject({ reason: { code: 'internal_error', message: 'a row was refused' } });
    expect(await written(CLINIC)).toHaveLength(38);
  });

  it('says soon, and nothing of the driver, that the database is away', async () => {
    const away = new PostgresAuditSink(createWriterPool(optionsFor('postgres://radiant_app@127.0.0.1:1/none')));
    const error: unknown = await away.append(auditRow(1, digest)).catch((reason: unknown) => reason);
    await away.close();
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'service_unavailable', message: 'the database is not available' });
  });
});

describe('TransactionalAuditTrail', () => {
  beforeEach(empty);
  const factory = new AuditRowFactory(new FakeSealer(), digest);
  const RENAME = "update tenants set name = 'Renamed' where id = $1";

  it('writes with the change that the row is about, the row as the sink would', async () => {
    const event = auditEvent();
    await store.adminUnitOfWork.forTenant(CLINIC, async (manager) => {
      await manager.query(RENAME, [CLINIC]);
      const trail = new TransactionalAuditTrail(manager, factory);
      await trail.record(event);
      await trail.record(event);
    });
    expect(await written(CLINIC)).toEqual([await factory.row(event)]);
  });

  it('writes as the application too, which can not read what it wrote', async () => {
    const event = auditEvent();
    await store.unitOfWork.forTenant(CLINIC, (manager) => new TransactionalAuditTrail(manager, factory).record(event));
    expect(await written(CLINIC)).toEqual([await factory.row(event)]);
  });

  it('writes nothing when the change is undone', async () => {
    const failing = store.adminUnitOfWork.forTenant(CLINIC, async (manager) => {
      await new TransactionalAuditTrail(manager, factory).record(auditEvent());
      throw new DomainError('conflict', 'no');
    });
    await expect(failing).rejects.toMatchObject({ code: 'conflict' });
    expect(await written()).toEqual([]);
  });

  it('undoes the change when the row can not be written', async () => {
    for (const event of [auditEvent({ tenantId: HOSPITAL }), auditEvent({ id: 'no uuid' })]) {
      const failing = store.adminUnitOfWork.forTenant(CLINIC, async (manager) => {
        await manager.query(RENAME, [CLINIC]);
        await new TransactionalAuditTrail(manager, factory).record(event);
      });
      await expect(failing).rejects.toBeInstanceOf(DomainError);
    }
    expect(await written()).toEqual([]);
    expect(await store.superuser.query("select from tenants where name = 'Renamed'")).toEqual([]);
  });
});

describe('AuditSealing', () => {
  beforeEach(empty);
  const sealing = (): AuditSealing => new AuditSealing(store.adminUnitOfWork);

  it('seals as many rows as it is asked to and says how many', async () => {
    for (const n of [1, 2, 3]) await sink.append(auditRow(n, digest));
    expect([await sealing().seal(2), await sealing().seal(2), await sealing().seal(2)]).toEqual([2, 1, 0]);
  });

  it('tells the end of every chain, to the administration alone', async () => {
    const [clinic, hospital] = [auditRow(1, digest), auditRow(1, digest, { tenantId: HOSPITAL })];
    await sink.append(clinic);
    await sink.append(hospital);
    expect(await sealing().heads()).toEqual([]);
    await sealing().seal(10);
    expect(await sealing().heads()).toEqual(
      [clinic, hospital].map((row) => ({
        tenantId: row.tenantId,
        sequence: 1,
        hash: chainHash(FIRST_PREVIOUS_HASH, { ...row, sequence: 1 }, digest),
      })),
    );
    await expect(new AuditSealing(store.unitOfWork).heads()).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it('chains each row once while several processes seal and rows keep coming', async () => {
    const appended = Promise.all(Array.from({ length: 600 }, (_, n) => sink.append(auditRow(n, digest))));
    let sealed = 0;
    for (let round = 0; round < 10; round += 1) {
      const counts = await Promise.all([1, 2, 3].map(() => new AuditSealing(store.unitOfWork).seal(50)));
      sealed += counts.reduce((sum, count) => sum + count, 0);
    }
    await appended;
    sealed += await sealing().seal(1_000);
    expect(sealed).toBe(600);
    const clinic = PostgresAuditStore.ofTenant(store.adminUnitOfWork, CLINIC);
    const chain = await clinic.chain(CLINIC, 0, 1_000);
    let previous = FIRST_PREVIOUS_HASH;
    for (const [index, row] of chain.entries()) {
      expect(row.sequence).toBe(index + 1);
      previous = chainHash(previous, row, digest);
      expect(row.hash).toBe(previous);
    }
    expect(new Set(chain.map(({ id }) => id))).toEqual(new Set(Array.from({ length: 600 }, (_, n) => uuid(n))));
  });
});
