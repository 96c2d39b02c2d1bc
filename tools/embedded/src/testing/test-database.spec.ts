import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { temporaryFolder } from '../../test/temporary-folder.js';
import { type EmbeddedPostgres, startPostgres } from '../postgres.js';
import { APP_ROLE, ensureRoles, OWNER_ROLE } from '../roles.js';
import { createTestDatabase, TEMPLATE_DATABASE } from './test-database.js';
import { testDynamoEndpoint } from './test-dynamo.js';

jest.setTimeout(90_000);

const folder = temporaryFolder();

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = await connected(url);
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the engines of a test run', () => {
  let server: EmbeddedPostgres;
  let template: string;
  beforeAll(async () => {
    server = await startPostgres({ directory: path.join(folder, 'postgres'), durable: false });
    const { password } = new URL(server.superuserUrl);
    await ensureRoles(server.superuserUrl, {
      database: TEMPLATE_DATABASE,
      ownerPassword: password,
      appPassword: password,
      adminPassword: password,
    });
    const owner = new URL(server.superuserUrl);
    owner.username = OWNER_ROLE;
    owner.pathname = `/${TEMPLATE_DATABASE}`;
    template = owner.href;
    await query(template, `create table thing (id int); grant select on thing to ${APP_ROLE}`);
  });
  afterAll(() => server.stop());
  beforeAll(() => {
    process.env['RADIANT_TEST_POSTGRES'] = server.superuserUrl;
  });

  it('gives each caller a database of its own with the tables and grants of the template', async () => {
    const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await query(first.ownerUrl, 'insert into thing values (1)');
    expect(await query(first.appUrl, 'select current_user::text as role, id from thing')).toEqual([
      { role: APP_ROLE, id: 1 },
    ]);
    expect(await query(second.appUrl, 'select id from thing')).toEqual([]);
    await expect(query(first.appUrl, 'create table own (id int)')).rejects.toThrow(/permission denied/);
    await Promise.all([first.drop(), second.drop()]);
  });

  it('drops it under those who are still connected', async () => {
    const database = await createTestDatabase();
    const client = await connected(database.appUrl);
    await database.drop();
    await expect(connected(database.appUrl)).rejects.toThrow(/does not exist/);
    await client.end();
  });

  it('waits for somebody who is connected to the template', async () => {
    const guest = await connected(template);
    const creating = createTestDatabase();
    await guest.end();
    await (await creating).drop();
  });

  it('names what is missing when the set-up has not run', async () => {
    delete process.env['RADIANT_TEST_POSTGRES'];
    delete process.env['RADIANT_TEST_DYNAMODB'];
    await expect(createTestDatabase()).rejects.toThrow(/RADIANT_TEST_POSTGRES is not set.*jest.engines.mjs/);
    expect(() => testDynamoEndpoint()).toThrow(/RADIANT_TEST_DYNAMODB is not set.*jest.engines.mjs/);
  });
});
