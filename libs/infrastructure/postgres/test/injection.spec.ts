import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { AuditQuery } from '@radiant/audit';
import { auditRow, CLINIC, HOSPITAL } from '@radiant/audit/testing';
import { append, billed } from '@radiant/billing/testing';
import { appId, modelId, providerId, userId, type AppId, type UserId } from '@radiant/kernel';
import { createWriterPool } from '../src/data-source.js';
import { PostgresAdminSessions } from '../src/postgres-admin-sessions.js';
import { PostgresApiKeyDirectory } from '../src/postgres-api-key-directory.js';
import { PostgresAuditSink } from '../src/postgres-audit-sink.js';
import { PostgresAuditStore } from '../src/postgres-audit-store.js';
import { PostgresDataKeyStore } from '../src/postgres-data-key-store.js';
import { PostgresTokenStandings } from '../src/postgres-token-standings.js';
import { PostgresUsageLedger } from '../src/postgres-usage-ledger.js';
import { Sha256 } from './audit-fixture.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';

jest.setTimeout(180_000);

const TAILS = [
  'or 1=1',
  'or true --',
  'union select null, null, null --',
  "union select hash, hash, hash from api_keys where 'a'='a",
  '; drop table tenants cascade; --',
  '; truncate audit_logs; --',
  "; set app.all_tenants = 'on'; --",
  `; set app.tenant_id = '${HOSPITAL}'; --`,
  '; set role radiant_owner; --',
  'and 1/0 = 1',
  '|| pg_sleep(30) ||',
  '; select pg_terminate_backend(pid) from pg_stat_activity; --',
  "and exists (select from pg_read_file('/etc/passwd'))",
  '; commit; begin; --',
  'returning *',
  'limit 0 offset 0',
  ') on conflict do nothing; --',
  '::uuid',
  '%',
  '_',
];
const HEADS = ["'", '"', "\\'", "''", '`', '$$', "')", '"}', '\u02bc', '\uff07', '$1', ':tenantId', '/*', 'a', '%27'];
const COMMENTS = ['', '/**/'];
/** Every head with every tail, with and without a comment in between. */
const PAYLOADS = HEADS.flatMap((head) =>
  TAILS.flatMap((tail) => COMMENTS.map((comment) => `${head}${comment} ${tail}`)),
);
const FIELDS = ['actorId', 'resourceType', 'resourceId', 'requestId', 'providerId', 'subject'] as const;
const digest = new Sha256();
const ALL = { limit: 10, offset: 0 };

let store: TestStore;
let sink: PostgresAuditSink;
let ledger: PostgresUsageLedger;
let planted: unknown;

beforeAll(async () => {
  store = await openTestStore();
  const pool = () => createWriterPool(optionsFor(store.database.appUrl));
  sink = new PostgresAuditSink(pool());
  ledger = new PostgresUsageLedger(pool());
  for (const id of [CLINIC, HOSPITAL]) await store.addTenant(id);
  await sink.append(auditRow(1, digest, { tenantId: HOSPITAL }));
  await store.superuser.query(
    `insert into api_keys (id, tenant_id, app_id, name, prefix, hash)
     values (gen_random_uuid(), $1, 'default', 'K', 'rad_dev_AAAAAAAAAAAA', repeat('a', 64))`,
    [HOSPITAL],
  );
  planted = await untouched();
});
afterAll(async () => {
  await Promise.all([sink.close(), ledger.close()]);
  await store.close();
});

/** What belongs to the other tenant, and who may do what. */
const untouched = (): Promise<unknown> =>
  store.superuser.query(
    `select (select jsonb_agg(t) from tenants t) as tenants, (select jsonb_agg(k) from api_keys k) as keys,
       (select jsonb_agg(a) from audit_logs a where tenant_id = $1) as audited,
       (select jsonb_agg(u) from app_users u) as users, (select count(*) from pg_class) as relations,
       (select count(*) from pg_policy) as policies`,
    [HOSPITAL],
  );

/** Some at a time, as many as there are connections. */
async function eachPayload(work: (payload: string, index: number) => Promise<void>): Promise<void> {
  const left = [...PAYLOADS.entries()];
  const worker = async (): Promise<void> => {
    for (let next = left.pop(); next; next = left.pop()) await work(next[1], next[0]);
  };
  await Promise.all([1, 2, 3, 4].map(worker));
}

/** An id as its parser would let it through; here whatever comes. */
const unparsed = <Id extends string>(text: string): Id => text as Id;

describe('SQL in a text', () => {
  afterAll(async () => {
    expect(await untouched()).toEqual(planted);
  });

  it('comes in more than five hundred forms', () => {
    expect(new Set(PAYLOADS).size).toBeGreaterThan(500);
  });

  it('finds no key', async () => {
    const keys = new PostgresApiKeyDirectory(store.unitOfWork);
    await eachPayload(async (payload) => expect(await keys.find(payload)).toBeUndefined());
  });

  it('says nothing for or against a token, and notes nobody', async () => {
    const standings = new PostgresTokenStandings(store.unitOfWork);
    await eachPayload(async (payload) => {
      const [user, app] = [unparsed<UserId>(payload), unparsed<AppId>(payload)];
      const standing = { tenantActive: true, userActive: true, revoked: false, revokedBefore: undefined };
      expect(await standings.find({ tenantId: CLINIC, userId: user, appId: app, tokenHash: payload })).toEqual(
        standing,
      );
    });
  });

  it('finds no audit row', async () => {
    const clinic = PostgresAuditStore.ofTenant(store.adminUnitOfWork, CLINIC);
    const all = PostgresAuditStore.acrossTenants(store.adminUnitOfWork);
    await eachPayload(async (payload, index) => {
      const query: AuditQuery = { [FIELDS[index % FIELDS.length] ?? 'actorId']: payload };
      expect(await (index % 2 === 0 ? clinic : all).search(query, ALL)).toEqual({ items: [], total: 0 });
      expect(await clinic.export({ resourceType: payload, resourceId: payload, subject: payload }).next()).toEqual({
        done: true,
        value: undefined,
      });
      expect(await all.exposure(payload, 0, Date.now())).toEqual([]);
    });
  });

  it('is kept as it is by the audit trail, and found again as just that', async () => {
    const clinic = PostgresAuditStore.ofTenant(store.adminUnitOfWork, CLINIC);
    await Promise.all(
      PAYLOADS.map((payload, n) =>
        sink.append(
          auditRow(1_000 + n, digest, {
            content: {
              userId: payload,
              appId: payload,
              resourceType: payload,
              resourceId: payload,
              subjects: [payload],
            },
          }),
        ),
      ),
    );
    await eachPayload(async (payload) => {
      const query = { actorId: payload, resourceType: payload, resourceId: payload, subject: payload };
      const { items, total } = await clinic.search(query, ALL);
      expect(total).toBe(PAYLOADS.filter((same) => same === payload).length);
      expect(items[0]?.content).toMatchObject({ appId: payload, resourceId: payload, subjects: [payload] });
    });
  });

  it('is kept as it is by the ledger', async () => {
    await Promise.all(
      PAYLOADS.map((payload, n) =>
        append(
          ledger,
          billed(n, '1', {
            tenantId: CLINIC,
            appId: unparsed(payload),
            userId: unparsed(payload),
            modelId: unparsed(payload),
            providerId: unparsed(payload),
          }),
        ),
      ),
    );
    const rows: { app_id: string }[] = await store.superuser.query(
      'select app_id from usage_records where app_id = user_id and user_id = model_id and model_id = provider_id',
    );
    expect(rows.map((row) => row.app_id).sort()).toEqual([...PAYLOADS].sort());
  });

  it('is a name like any other for data keys and sessions', async () => {
    const dataKeys = new PostgresDataKeyStore(store.unitOfWork);
    const sessions = new PostgresAdminSessions(store.unitOfWork);
    await eachPayload(async (payload) => {
      const scope = payload.slice(0, 100);
      const key = { tenantId: CLINIC, scope, version: 1, wrapped: Uint8Array.of(1), wrappedBy: payload };
      await dataKeys.add(key);
      expect(await dataKeys.versions(CLINIC, scope)).toMatchObject([{ scope, version: 1 }]);
      await dataKeys.rewrap(key);
      expect(await dataKeys.destroy(CLINIC, scope, 0)).toBe(1);
      const used = { tokenHash: payload.slice(0, 64), now: 0, idleMs: 1, expiresAt: 1 };
      expect(await sessions.touch(CLINIC, used)).toBe(0);
    });
  });

  it('is no id to any parser', () => {
    const parsed = PAYLOADS.filter((payload) =>
      [appId, userId, modelId, providerId].some((parse) => {
        try {
          return parse(payload) === payload;
        } catch {
          return false;
        }
      }),
    );
    expect(parsed).toEqual([]);
  });
});
