import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from './load.mjs';

const TEMPLATE = 'radiant_test_template';
const migrations = fileURLToPath(new URL('../../../migrations', import.meta.url));

const running = [];

/** Starts one PostgreSQL with a migrated template database and one DynamoDB-compatible store for the whole run. */
export async function startEngines() {
  try {
    const [{ startPostgres, startDynamo, ensureRoles, OWNER_ROLE }, { migrate }] = await Promise.all([
      load('embedded'),
      load('migrate'),
    ]);
    const directory = path.join(os.tmpdir(), `radiant-test-${randomUUID()}`);
    running.push(() => rmSync(directory, { recursive: true, force: true }));
    const postgres = await startPostgres({ directory, durable: false });
    running.push(() => postgres.stop());
    const dynamo = await startDynamo();
    running.push(() => dynamo.stop());

    // One password for all three roles: the tests derive each role's URL from the superuser's.
    const { password } = new URL(postgres.superuserUrl);
    await ensureRoles(postgres.superuserUrl, { database: TEMPLATE, ownerPassword: password, appPassword: password });
    const owner = new URL(postgres.superuserUrl);
    owner.username = OWNER_ROLE;
    owner.pathname = `/${TEMPLATE}`;
    if (existsSync(migrations)) await migrate({ url: owner.href, directory: migrations });

    process.env.RADIANT_TEST_POSTGRES = postgres.superuserUrl;
    process.env.RADIANT_TEST_DYNAMODB = dynamo.endpoint;
  } catch (error) {
    await stopEngines();
    throw error;
  }
}

export async function stopEngines() {
  for (const stop of running.splice(0).reverse()) await stop();
}
