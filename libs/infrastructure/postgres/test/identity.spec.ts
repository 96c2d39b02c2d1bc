import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAdminSessions, describeAppDirectory, describeTokenStandings } from '@radiant/identity/testing';
import { appId, tenantId, userId, type TenantId } from '@radiant/kernel';
import { describeDataKeyStore } from '@radiant/kernel/testing';
import { PostgresAdminSessions } from '../src/postgres-admin-sessions.js';
import { PostgresAppDirectory } from '../src/postgres-app-directory.js';
import { PostgresDataKeyStore } from '../src/postgres-data-key-store.js';
import { PostgresTokenStandings } from '../src/postgres-token-standings.js';
import { openTestStore, type TestStore } from './test-store.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const USERS = 'select app_id, subject, status, last_seen_at from app_users where tenant_id = $1';

interface UserRow {
  readonly app_id: string;
  readonly subject: string;
  readonly status: 'active' | 'suspended';
  readonly last_seen_at: Date | null;
}

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

describeTokenStandings('postgres', async () => {
  await store.empty();
  return {
    standings: new PostgresTokenStandings(store.unitOfWork),
    setTenant: (id, status) =>
      store.superuser.query(
        `insert into tenants (id, app_id, name, status) values ($1, 'default', 'A tenant', $2)
         on conflict (id) do update set status = excluded.status`,
        [id, status],
      ),
    setUser: (id, app, subject, status) =>
      store.superuser.query(
        `insert into app_users (tenant_id, id, app_id, subject, status) values ($1, gen_random_uuid(), $2, $3, $4)
         on conflict (tenant_id, app_id, subject) do update set status = excluded.status`,
        [id, app, subject, status],
      ),
    revoke: (id, { id: revocation, kind, value, issuedBefore, expiresAt, revokedBy }) =>
      store.superuser.query(
        `insert into token_revocations (tenant_id, id, kind, value, issued_before, expires_at, revoked_by)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, revocation, kind, value, new Date(issuedBefore), new Date(expiresAt), revokedBy],
      ),
    users: async (id) =>
      (await usersOf(id)).map((row) => ({
        appId: appId(row.app_id),
        subject: userId(row.subject),
        status: row.status,
        lastSeenAt: row.last_seen_at?.getTime(),
      })),
  };
});

describeAdminSessions('postgres', async (tenants) => {
  await store.empty();
  for (const id of tenants) await store.addTenant(id);
  return new PostgresAdminSessions(store.unitOfWork);
});

describeAppDirectory('postgres', async (apps) => {
  for (const { id, name, status } of apps) {
    await store.superuser.query('insert into apps (id, name, status) values ($1, $2, $3) on conflict do nothing', [
      id,
      name,
      status,
    ]);
  }
  return new PostgresAppDirectory(store.unitOfWork);
});

describeDataKeyStore('postgres', async () => {
  await store.empty();
  return new PostgresDataKeyStore(store.unitOfWork);
});

const usersOf = (id: TenantId): Promise<UserRow[]> => store.superuser.query(USERS, [id]);

describe('PostgresTokenStandings', () => {
  const token = {
    tenantId: CLINIC,
    appId: appId('thinktank'),
    userId: userId('ada'),
    tokenHash: 'a'.repeat(64),
  };
  const seen = (ago: string): Promise<unknown> =>
    store.superuser.query(`update app_users set last_seen_at = now() - interval '${ago}'`);
  const version = async (): Promise<unknown> => store.superuser.query('select xmin, xmax, ctid from app_users');
  const find = () => new PostgresTokenStandings(store.unitOfWork).find(token);

  it('writes that a person was seen once a minute at most, and locks nothing in between', async () => {
    await store.empty();
    await store.addTenant(CLINIC);
    await find();
    await seen('50 seconds');
    const before = await version();
    await find();
    expect(await version()).toEqual(before);
    await seen('70 seconds');
    await find();
    expect(Date.now() - ((await usersOf(CLINIC))[0]?.last_seen_at?.getTime() ?? 0)).toBeLessThan(60_000);
  });

  it.each([
    ['an app that does not exist', 'active', 'unheard-of'],
    ['a tenant that is suspended', 'suspended', 'thinktank'],
  ])('notes nobody in %s', async (_, status, app) => {
    await store.empty();
    await store.addTenant(CLINIC, { status });
    const standings = new PostgresTokenStandings(store.unitOfWork);
    expect(await standings.find({ ...token, appId: appId(app) })).toMatchObject({ userActive: true });
    expect(await usersOf(CLINIC)).toEqual([]);
  });
});
