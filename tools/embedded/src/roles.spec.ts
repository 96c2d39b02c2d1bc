import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { temporaryFolder } from '../test/temporary-folder.js';
import { type EmbeddedPostgres, startPostgres } from './postgres.js';
import { APP_ROLE, ensureRoles, OWNER_ROLE } from './roles.js';

jest.setTimeout(90_000);

const folder = temporaryFolder();

describe('ensureRoles', () => {
  let server: EmbeddedPostgres;
  beforeAll(async () => {
    server = await startPostgres({ directory: path.join(folder, 'postgres'), durable: false });
    const first = { database: 'radiant', ownerPassword: 'first', appPassword: 'first', adminPassword: 'first' };
    await ensureRoles(server.superuserUrl, first);
    await ensureRoles(server.superuserUrl, { ...first, ownerPassword: "o'wner", appPassword: 'app' });
  });
  afterAll(() => server.stop());

  async function as(role: string, password: string, sql: string): Promise<unknown[]> {
    const client = new pg.Client({ host: server.host, port: server.port, database: 'radiant', user: role, password });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  it('lets the owner make tables, with the password given last', async () => {
    await as(OWNER_ROLE, "o'wner", 'create table thing (id int)');
    await expect(as(OWNER_ROLE, 'first', 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  it('lets the application connect and nothing more', async () => {
    expect(await as(APP_ROLE, 'app', 'select 1 as one')).toEqual([{ one: 1 }]);
    await expect(as(APP_ROLE, 'app', 'select * from thing')).rejects.toThrow(/permission denied/);
    await expect(as(APP_ROLE, 'app', 'create table other (id int)')).rejects.toThrow(/permission denied/);
    await expect(as(APP_ROLE, 'app', 'create temporary table other (id int)')).rejects.toThrow(/permission denied/);
  });

  it('lets nobody log in as the roles that own functions', async () => {
    const sql = `select rolname from pg_roles where rolname like 'radiant_%' and not rolcanlogin order by 1`;
    expect(await as(APP_ROLE, 'app', sql)).toEqual([{ rolname: 'radiant_batch' }, { rolname: 'radiant_retention' }]);
  });

  it('lets the administration do what the application may', async () => {
    const sql = `select pg_has_role('radiant_admin', 'radiant_app', 'usage') as inherits,
      pg_has_role('radiant_app', 'radiant_admin', 'member') as reverse`;
    expect(await as(APP_ROLE, 'app', sql)).toEqual([{ inherits: true, reverse: false }]);
  });

  it('gives no role the power to pass row-level security by attribute', async () => {
    const sql = `select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname like 'radiant_%'`;
    const harmless = { rolsuper: false, rolbypassrls: false, rolcreaterole: false };
    expect(await as(APP_ROLE, 'app', sql)).toEqual(Array(5).fill(harmless));
  });
});
