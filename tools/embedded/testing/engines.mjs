import { randomUUID } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from './load.mjs';

const PREFIX = 'radiant-test-';
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
    removeAbandoned();
    const directory = path.join(os.tmpdir(), `${PREFIX}${process.pid}-${randomUUID()}`);
    running.push(() => rmSync(directory, { recursive: true, force: true }));
    const postgres = await startPostgres({ directory, durable: false });
    running.push(() => postgres.stop());
    const dynamo = await startDynamo();
    running.push(() => dynamo.stop());

    // One password for all roles: the tests derive each role's URL from the superuser's.
    const { password } = new URL(postgres.superuserUrl);
    await ensureRoles(postgres.superuserUrl, {
      database: TEMPLATE,
      ownerPassword: password,
      appPassword: password,
      adminPassword: password,
    });
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

/** Jest tears nothing down when it is interrupted: the server stops by itself, its folder is left. */
function removeAbandoned() {
  for (const name of readdirSync(os.tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const abandoned = path.join(os.tmpdir(), name);
    const owner = lstatSync(abandoned, { throwIfNoEntry: false })?.uid;
    if (owner === process.getuid()) rmSync(abandoned, { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
