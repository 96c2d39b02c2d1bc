import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase } from '@radiant/embedded/testing';
import pg from 'pg';
import { assertIsolation } from '../src/assert-isolation.js';
import { createDataSource } from '../src/data-source.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';

const DENIED = `isolation_test_${process.pid}`;

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

async function asserted(url: string): Promise<void> {
  const dataSource = await createDataSource(optionsFor(url));
  try {
    await assertIsolation(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

/** What the check says to the application, or to `role`, of a database that was changed so. */
async function after(change: string, role: 'appUrl' | 'adminUrl' = 'appUrl'): Promise<unknown> {
  const database = await createTestDatabase();
  const superuser = new pg.Client({ connectionString: database.superuserUrl });
  try {
    await superuser.connect();
    await superuser.query(change);
    return await asserted(database[role]).then(
      () => 'kept apart',
      (error: unknown) => (error instanceof Error ? error.message : error),
    );
  } finally {
    await superuser.end();
    await database.drop();
  }
}

describe('assertIsolation', () => {
  it('is content with the migrated database, for the application and for the administration', async () => {
    await expect(asserted(store.database.appUrl)).resolves.toBeUndefined();
    await expect(asserted(store.database.adminUrl)).resolves.toBeUndefined();
  });

  it('names a superuser and the owner of the tables', async () => {
    await expect(asserted(store.database.superuserUrl)).rejects.toThrow(/postgres, which is a superuser/);
    await expect(asserted(store.database.ownerUrl)).rejects.toThrow(/radiant_owner, which owns tables or functions/);
  });

  it.each([
    ['bypasses row-level security', 'bypassrls', DENIED, 'bypasses row-level security'],
    ['can become the owner', 'in role radiant_owner', 'radiant_owner', 'owns tables or functions'],
    ['can become a role of the functions', 'in role radiant_batch', 'radiant_batch', 'owns tables or functions'],
  ])('names a role that %s', async (_, attributes, name, reason) => {
    const url = new URL(store.database.appUrl);
    url.username = DENIED;
    const database = url.pathname.slice(1);
    await store.superuser.query(`create role ${DENIED} noinherit login password '${url.password}' ${attributes}`);
    try {
      await store.superuser.query(`grant connect on database ${database} to ${DENIED}`);
      await expect(asserted(url.href)).rejects.toThrow(`${name}, which ${reason}`);
    } finally {
      await store.superuser.query(`drop owned by ${DENIED}; drop role ${DENIED}`);
    }
  });

  it.each([
    ['no row-level security', 'alter table api_keys disable row level security', 'api_keys'],
    ['row-level security that the owner escapes', 'alter table data_keys no force row level security', 'data_keys'],
    ['no policy', 'drop policy own_tenant on usage_records', 'usage_records'],
    ['no row-level security (tenants)', 'alter table tenants disable row level security', 'tenants'],
    ['no policy (tenants)', 'drop policy own_tenant on tenants', 'tenants'],
    ['a new table of tenants', 'create table notes (tenant_id uuid)', 'notes'],
    ['a new partitioned table', 'create table notes (tenant_id uuid) partition by hash (tenant_id)', 'notes'],
    ['a copy of rows', 'create materialized view copied as select tenant_id from app_users', 'copied'],
    ['another policy for everybody', 'create policy more on invitations using (true)', 'invitations'],
    ['another policy for it', 'create policy more on app_users for select to radiant_app using (true)', 'app_users'],
    [
      'another policy that lets foreign rows in',
      'create policy more on app_users for insert with check (true)',
      'app_users',
    ],
    [
      'a policy that only looks right',
      'alter policy own_tenant on app_users using (tenant_id = scoped_tenant() or status = $$active$$)',
      'app_users',
    ],
    [
      'a policy that lets foreign rows in',
      'alter policy own_tenant on app_users with check (tenant_id is not null)',
      'app_users',
    ],
    [
      'a way across tenants for everybody to write',
      "create policy more on app_users using (current_setting('app.all_tenants', true) = 'on')",
      'app_users',
    ],
  ])('names the table with %s', async (_, change, table) => {
    expect(await after(change)).toMatch(new RegExp(`^Tenants are not kept apart in the table ${table}: `));
  });

  it('names a policy that opens a table to the administration', async () => {
    const change = 'create policy more on audit_logs for select to radiant_admin using (true)';
    expect(await after(change, 'adminUrl')).toContain('audit_logs: a policy opens it');
    expect(await after(change, 'appUrl')).toBe('kept apart');
  });

  it('lets a table be that holds nothing of tenants, and a policy that narrows', async () => {
    expect(await after('create table shared (id int)')).toBe('kept apart');
    expect(await after("create policy less on app_users as restrictive using (status = 'active')")).toBe('kept apart');
  });
});
