import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createTestDatabase, testDynamoEndpoint, type TestDatabase } from '@radiant/embedded/testing';
import { EnvironmentError, Log, readEnvironment } from '@radiant/nest-kit';
import { startPublicApi } from '@radiant/public-api';
import { generateKeyring } from '@radiant/security';
import pg from 'pg';
import { startAdminApi } from '../../src/start-admin-api.js';

jest.setTimeout(180_000);

const WORKSPACE = fileURLToPath(new URL('../../../..', import.meta.url));
const APPS = ['public-api', 'admin-api'] as const;
type App = (typeof APPS)[number];

let database: TestDatabase;
let superuser: pg.Client;
let data: string;
const programs = new Map<App, string>();

beforeAll(async () => {
  database = await createTestDatabase();
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  data = await mkdtemp(path.join(tmpdir(), 'radiant-test-start-'));
  for (const app of APPS) programs.set(app, await bundled(app));
});
afterAll(async () => {
  await superuser.end();
  await database.drop();
  await rm(data, { recursive: true, force: true });
});

/** The process as it is shipped, where it lies; bundled anew if anything of it has changed since. */
async function bundled(app: App): Promise<string> {
  const directory = path.join(WORKSPACE, 'apps', app, 'dist');
  const source = path.join(WORKSPACE, 'apps', app, 'src/main.ts');
  const script = `import { bundle } from ${JSON.stringify(path.join(WORKSPACE, 'tools/bundle/src/bundle.mjs'))};
    await bundle(${JSON.stringify(source)}, ${JSON.stringify(directory)});`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  return path.join(directory, 'main.js');
}

const STARTS = { 'public-api': startPublicApi, 'admin-api': startAdminApi } as const;

/** Starts within this process. @returns what the start was refused with. */
async function refusal(app: App, variables: Readonly<Record<string, string>>): Promise<unknown> {
  try {
    const running = await STARTS[app](readEnvironment(variables), new Log(app, 'debug', silent));
    await running.close();
    return undefined;
  } catch (error) {
    return error;
  }
}

const silent = new Writable({ write: (_chunk, _encoding, done) => done() });

interface Start {
  /** Null while it runs: it said that it listens. */
  readonly code: number | null;
  /** Both streams. */
  readonly said: string;
}

/** Starts the process and waits until it says that it listens, or ends. */
async function start(app: App, variables: Readonly<Record<string, string>>): Promise<Start> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    ...variables,
  };
  const child = spawn(process.execPath, [programs.get(app) ?? ''], { cwd: data, env, stdio: 'pipe' });
  let said = '';
  return new Promise((resolve) => {
    const take = (part: Buffer): void => {
      said += part.toString();
      if (!said.includes('"listening"')) return;
      child.removeAllListeners('close').once('close', () => resolve({ code: null, said }));
      child.kill('SIGKILL');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('close', (code) => resolve({ code, said }));
  });
}

const good = (app: App): Record<string, string> => ({
  DATABASE_URL: app === 'public-api' ? database.appUrl : database.adminUrl,
  DYNAMODB_ENDPOINT: testDynamoEndpoint(),
  LITELLM_URL: 'http://127.0.0.1:9',
  RADIANT_KEYRING: generateKeyring(),
  RADIANT_DATA_DIR: data,
  PORT: '0',
  ADMIN_PORT: '0',
});

/** Of the environment alone: no engine is asked. */
const PRODUCTION = {
  ENVIRONMENT: 'prod',
  RADIANT_EMBEDDED: 'false',
  LITELLM_URL: 'https://models.example.org',
  DATABASE_URL: 'postgres://radiant_app:4f9c1be07d2a4c55@db.example.org/radiant?sslmode=verify-full',
  DYNAMODB_ENDPOINT: '',
  RADIANT_EMBEDDED_ISSUER: '',
};

describe.each(APPS)('the process of the %s', (app) => {
  it('starts with what it needs, and says nothing of its secrets', async () => {
    const variables = good(app);
    const { code, said } = await start(app, variables);
    expect([code, said]).toEqual([null, expect.stringContaining('"listening"')]);
    for (const secret of secretsOf(variables)) expect(said).not.toContain(secret);
  });

  it.each([
    ['no keyring', { RADIANT_KEYRING: '' }, 'RADIANT_KEYRING'],
    ['a keyring of white space', { RADIANT_KEYRING: '   ' }, 'RADIANT_KEYRING'],
    ['a password in the place of a key', { RADIANT_KEYRING: '1:changeme' }, 'RADIANT_KEYRING'],
    ['a key without a version', { RADIANT_KEYRING: generateKeyring().slice(2) }, 'RADIANT_KEYRING'],
    [
      'a key that is too short',
      { RADIANT_KEYRING: `1:${Buffer.alloc(16, 'k3y').toString('base64')}` },
      'RADIANT_KEYRING',
    ],
    ['a key of zeros', { RADIANT_KEYRING: `1:${Buffer.alloc(32).toString('base64')}` }, 'RADIANT_KEYRING'],
    ['a key of one word', { RADIANT_KEYRING: `1:${Buffer.alloc(32, 'secret').toString('base64')}` }, 'RADIANT_KEYRING'],
    [
      'a weak key beside a good one',
      { RADIANT_KEYRING: `${generateKeyring(2)},1:${Buffer.alloc(32, 7).toString('base64')}` },
      'RADIANT_KEYRING',
    ],
    ['no database', { DATABASE_URL: '' }, 'DATABASE_URL'],
    ['a setting that nothing reads', { RADIANT_KEYRNG: 'x' }, 'RADIANT_KEYRNG'],
    [
      'a short password of the database in production',
      { ...PRODUCTION, DATABASE_URL: 'postgres://radiant_app:short-secret@db.example.org/radiant' },
      'DATABASE_URL',
    ],
    [
      'no password of the database in production',
      { ...PRODUCTION, DATABASE_URL: 'postgres://radiant_app@db.example.org/radiant' },
      'DATABASE_URL',
    ],
    ['the keyring missing in production', { ...PRODUCTION, RADIANT_KEYRING: '' }, 'RADIANT_KEYRING'],
    ['a plain upstream in production', { ...PRODUCTION, LITELLM_URL: 'http://models.example.org' }, 'LITELLM_URL'],
    ['the embedded engines in production', { ...PRODUCTION, RADIANT_EMBEDDED: 'true' }, 'DATABASE_URL'],
    [
      'the issuer of trying out in production',
      { ...PRODUCTION, RADIANT_EMBEDDED_ISSUER: '{"issuer":"x","publicKey":{}}' },
      'RADIANT_EMBEDDED_ISSUER',
    ],
  ])('does not start with %s, names the variable and shows no value', async (_, wrong, variable) => {
    const variables = { ...good(app), ...wrong };
    const error = await refusal(app, variables);
    expect(error).toBeInstanceOf(EnvironmentError);
    const message = String(error);
    expect(message).toMatch(new RegExp(`\\b${variable}\\b.{10,}`));
    for (const secret of secretsOf(variables)) expect(message).not.toContain(secret);
  });

  it.each([
    ['a superuser', () => database.superuserUrl, 'postgres, which is a superuser'],
    ['the owner of the tables', () => database.ownerUrl, 'radiant_owner, which owns tables'],
  ])('does not start as %s', async (_, url, reason) => {
    expect(String(await refusal(app, { ...good(app), DATABASE_URL: url() }))).toContain(reason);
  });

  it('does not start as a role that row-level security does not bind', async () => {
    const role = `start_up_${process.pid}_${app.slice(0, 5)}`;
    const url = new URL(database.appUrl);
    url.username = role;
    const name = url.pathname.slice(1);
    await superuser.query(`create role ${role} login bypassrls password '${url.password}'`);
    try {
      await superuser.query(`grant connect on database ${name} to ${role}`);
      const error = await refusal(app, { ...good(app), DATABASE_URL: url.href });
      expect(String(error)).toContain(`${role}, which bypasses row-level security`);
    } finally {
      await superuser.query(`drop owned by ${role}; drop role ${role}`);
    }
  });

  it('does not start on a table whose row-level security the owner escapes, and names it', async () => {
    await superuser.query('alter table usage_records no force row level security');
    try {
      const error = await refusal(app, good(app));
      expect(String(error)).toContain('table usage_records: row-level security is not forced');
    } finally {
      await superuser.query('alter table usage_records force row level security');
    }
  });

  it('ends at once with code 2 and one line that says why', async () => {
    const zeros = { ...good(app), RADIANT_KEYRING: `1:${Buffer.alloc(32).toString('base64')}` };
    const owner = { ...good(app), DATABASE_URL: database.ownerUrl };
    for (const [variables, words] of [
      [zeros, 'RADIANT_KEYRING has a weak key'],
      [owner, 'radiant_owner, which owns tables'],
    ] as const) {
      const { code, said } = await start(app, variables);
      expect([code, said]).toEqual([2, expect.stringContaining(words)]);
      expect(said.trim().split('\n')).toHaveLength(1);
      for (const secret of secretsOf(variables)) expect(said).not.toContain(secret);
    }
  });

  it('ends with code 1 while its database is away, says so, and shows no password', async () => {
    const url = new URL(database.appUrl);
    url.port = '9';
    const { code, said } = await start(app, { ...good(app), DATABASE_URL: url.href });
    expect([code, said]).toEqual([1, expect.stringContaining('the database is not available')]);
    expect(said).not.toContain(url.password);
  });

  it('ends with code 1 when its port is taken, whatever it had opened by then', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const port = String(Object(taken.address()).port);
    const { code, said } = await start(app, { ...good(app), PORT: port, ADMIN_PORT: port });
    expect([code, said]).toEqual([1, expect.stringContaining('start failed')]);
    expect(said).toContain(`must be a free port, and ${port} is taken (EADDRINUSE)`);
    taken.close();
  });
});

/** What may stand in no message. */
function secretsOf({ DATABASE_URL, RADIANT_KEYRING }: Readonly<Record<string, string>>): readonly string[] {
  const password = DATABASE_URL === undefined || DATABASE_URL === '' ? '' : new URL(DATABASE_URL).password;
  const keys = (RADIANT_KEYRING ?? '').split(',').map((entry) => entry.trim().replace(/^\d+:/, ''));
  return [password, ...keys].filter((secret) => secret.length > 0);
}
