import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ADMIN_ROLE, APP_ROLE, connectOnly, OWNER_ROLE } from '../roles.js';
import { engineVariable } from './engine-variable.js';

/** Migrated once a run by the global set-up. Nobody may stay connected to it. */
export const TEMPLATE_DATABASE = 'radiant_test_template';

/** PostgreSQL's `object_in_use`: somebody is connected to the template. */
const OBJECT_IN_USE = '55006';
const ATTEMPTS = 40;
const BETWEEN_ATTEMPTS_MS = 25;

export interface TestDatabase {
  /** As the applications connect: bound by row-level security. */
  readonly appUrl: string;
  /** As the administration connects. */
  readonly adminUrl: string;
  /** As the migrations connect: owns the tables. */
  readonly ownerUrl: string;
  readonly superuserUrl: string;
  /** Cuts off who is still connected. */
  drop(): Promise<void>;
}

/** A database of the test's own with the migrated schema, in about 30 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = engineVariable('RADIANT_TEST_POSTGRES');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asSuperuser(server, async (client) => {
    await clone(client, name);
    await client.query(connectOnly(name));
  });
  return {
    appUrl: withIdentity(server, name, APP_ROLE),
    adminUrl: withIdentity(server, name, ADMIN_ROLE),
    ownerUrl: withIdentity(server, name, OWNER_ROLE),
    superuserUrl: withIdentity(server, name),
    drop: () => asSuperuser(server, (client) => client.query(`drop database if exists ${name} with (force)`)),
  };
}

async function clone(client: pg.Client, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(
        `create database ${name} template ${TEMPLATE_DATABASE} strategy file_copy owner ${OWNER_ROLE}`,
      );
      return;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && error.code === OBJECT_IN_USE) || attempt === ATTEMPTS) throw error;
      await pause(BETWEEN_ATTEMPTS_MS);
    }
  }
}

async function asSuperuser(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** The set-up gives every role of a test run the superuser's password. */
function withIdentity(server: string, database: string, role?: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  if (role !== undefined) url.username = role;
  return url.href;
}
