import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { execSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describedParameters } from './described-parameters.js';
import { remove, stateDirectory, Supervised } from './supervised.js';

jest.setTimeout(360_000);

const READY = 'Ctrl-C stops everything.';
/** Others have no file that is always full. */
const onLinux = process.platform === 'linux' ? it : it.skip;
const running: Supervised[] = [];
const directories: string[] = [];

function start(directory = fresh(), variables: Record<string, string> = {}, args: string[] = []): Supervised {
  const supervised = new Supervised(directory, variables, args);
  running.push(supervised);
  return supervised;
}
function fresh(): string {
  const directory = stateDirectory();
  directories.push(directory);
  return directory;
}
afterEach(async () => {
  for (const supervised of running.splice(0)) await supervised.stop();
  for (const directory of directories.splice(0)) remove(directory);
});

/** The commands that the banner prints, as they are pasted. */
const commands = (supervised: Supervised): string[] =>
  supervised.output.split('\n').filter((line) => line.startsWith('curl '));
const paste = (command: string): string => execSync(command, { encoding: 'utf8' });

/** Usage shows within two seconds of a reply; fails with the test's own time limit. */
async function waited(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(100);
}

describe('npm start', () => {
  it('prints commands that work when pasted, and leaves nothing behind when it is stopped', async () => {
    const supervised = start();
    await supervised.prints(READY);
    const [ask = '', saw = '', cost = ''] = commands(supervised);
    const answer = paste(ask);
    expect(answer).toContain('Jane Doe');
    expect(paste(saw)).toMatch(/\[PHI_NAME_\d{5}\]/);
    expect(paste(saw)).not.toContain('Jane Doe');
    await waited(() => /"cost":"0\.0000\d+"/.test(paste(cost)));
    expect(supervised.credentialsMode).toBe(0o600);
    expect(supervised.credentials).toMatchObject({
      publicUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      tenants: [
        { name: 'demo-clinic', apiKey: expect.stringMatching(/^rad_dev_/) },
        { name: 'strict-hospital', apiKey: expect.stringMatching(/^rad_dev_/) },
      ],
      adminToken: expect.stringMatching(/^eyJ/),
    });
    expect(supervised.processes.length).toBeGreaterThan(3);
    expect(await supervised.stop()).toBe(0);
    expect(supervised.processes).toEqual([]);
    expect(existsSync(path.join(supervised.directory, 'lock'))).toBe(false);
    expect(existsSync(path.join(supervised.directory, 'credentials.json'))).toBe(false);
  });

  it('is bundled with all that it needs: pages, threads, what is loaded late and what is described', async () => {
    const supervised = start();
    await supervised.prints(READY);
    const { publicUrl, adminUrl, adminToken, tenants } = supervised.credentials;
    for (const page of ['/docs/', '/docs/swagger-ui-bundle.js', '/openapi.json']) {
      expect((await fetch(publicUrl + page)).status).toBe(200);
    }
    const content = 'Patient Jane Doe called. '.repeat(4_000); // longer than what is read in place
    const answer = await fetch(`${publicUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tenants[0]?.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'demo-chat-small', messages: [{ role: 'user', content }] }),
    });
    expect(answer.status).toBe(200);
    const invoices = `${adminUrl}/api/v2/tenants/${tenants[0]?.id}/invoices`;
    const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };
    const drafted = await fetch(invoices, { method: 'POST', headers, body: JSON.stringify({ month: '2026-01' }) });
    const { data } = (await drafted.json()) as { data: { invoice: { id: string } } };
    const pdf = await fetch(`${invoices}/${data.invoice.id}?format=pdf`, { headers });
    expect(await pdf.text()).toMatch(/^%PDF-/);
    for (const [url, credential] of [
      [publicUrl, tenants[0]?.apiKey ?? ''],
      [adminUrl, adminToken],
    ] as const) {
      const { asked, refused } = await describedParameters(url, credential);
      expect(refused).toEqual([]);
      expect(asked).toBeGreaterThan(20);
    }
  });

  it.each(['', '::1'])('prints addresses that answer where HOST is %p', async (HOST) => {
    const supervised = start(fresh(), { HOST });
    await supervised.prints(READY);
    const [ask = '', saw = ''] = commands(supervised);
    expect(paste(ask)).toContain('Jane Doe');
    expect(paste(saw)).toMatch(/\[PHI_NAME_\d{5}\]/);
    expect(new URL(supervised.credentials.adminUrl).hostname).toBe(HOST === '' ? '127.0.0.1' : `[${HOST}]`);
  });

  it('takes over from a start that was killed, though another program has its number by now', async () => {
    const directory = fresh();
    writeFileSync(path.join(directory, 'lock'), String(process.pid));
    await start(directory).prints(READY);
  });

  it('finds its data, keys and rows again, and begins afresh with --reset', async () => {
    const directory = fresh();
    const first = start(directory);
    await first.prints(READY);
    paste(commands(first)[0] ?? '');
    const keys = first.credentials.tenants;
    await first.stop('SIGINT');

    const second = start(directory);
    await second.prints(READY);
    expect(second.credentials.tenants).toEqual(keys);
    await waited(() => paste(commands(second)[2] ?? '').includes('"total":1'));
    await second.stop();
    const left = path.join(directory, 'usage', 'public-api-1-1-1.log.damaged'); // nobody takes such a file away by himself
    writeFileSync(left, '');

    const third = start(directory, {}, ['--reset']);
    await third.prints(READY);
    expect(third.credentials.tenants).not.toEqual(keys);
    expect(existsSync(left)).toBe(false);
    expect(paste(commands(third)[2] ?? '')).toContain('"total":0');
  });

  it('is stopped by Ctrl-C while it makes its database, which hears it as well, and calls that no failure', async () => {
    const directory = fresh();
    const supervised = start(directory);
    await waited(() => readdirSync(directory).some((name) => name.startsWith('postgres.new-')));
    const launcher = parentOf(supervised);
    const ended = supervised.stop('SIGINT');
    execSync(`pkill -INT -P ${launcher} || true`);
    expect(await ended).toBe(0);
    expect(supervised.output).not.toContain('Cannot create a database');
  });

  it('stops altogether when its database dies', async () => {
    const supervised = start();
    await supervised.prints(READY);
    process.kill(
      Number(readFileSync(path.join(supervised.directory, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]),
      'SIGINT',
    );
    expect(await supervised.ended()).toBe(1);
    expect(supervised.output).toContain('The database has ended.');
    expect(supervised.processes).toEqual([]);
  });

  it('starts an app again that dies', async () => {
    const supervised = start();
    await supervised.prints(READY);
    execSync(`pkill -9 -f "apps/public-api/dist/main.js" -P ${parentOf(supervised)}`);
    await supervised.prints('public-api ended (SIGKILL); starting it again in 0.2 s');
    await supervised.prints('public-api is ready again');
  });

  onLinux('goes on when there is no room for its logs', async () => {
    const directory = fresh();
    mkdirSync(path.join(directory, 'logs'));
    symlinkSync('/dev/full', path.join(directory, 'logs', 'public-api.log'));
    const supervised = start(directory);
    await supervised.prints(READY);
    for (let call = 0; call < 3; call++) expect(paste(commands(supervised)[0] ?? '')).toContain('Jane Doe');
    expect(await supervised.stop()).toBe(0);
  });

  it('starts an app again that crashes, and keeps what the error says out of its log', async () => {
    const crash = path.join(fresh(), 'crash.cjs');
    writeFileSync(crash, "process.on('SIGUSR2', () => { throw new TypeError('Jane Doe') });");
    const supervised = start(fresh(), { NODE_OPTIONS: `--require=${crash}` });
    await supervised.prints(READY);
    execSync(`pkill -USR2 -f "apps/public-api/dist/main.js" -P ${parentOf(supervised)}`);
    await supervised.prints('public-api ended (exit code 1); starting it again in 0.2 s');
    const log = readFileSync(path.join(supervised.directory, 'logs', 'public-api.log'), 'utf8');
    expect(log).toMatch(/"errorType":"TypeError".*"msg":"crashed"/);
    expect(log).not.toContain('Jane');
    await supervised.prints('public-api is ready again');
  });

  it.each([
    ['an unknown variable of ours', { RADIANT_KEYRNG: 'x' }, 'RADIANT_KEYRNG is not a variable of RADIANT'],
    ['a tier that does not exist', { TIER: '9' }, 'TIER must be a whole number from 1 to 5'],
    [
      'an upstream that is no address',
      { LITELLM_URL: 'litellm' },
      'LITELLM_URL must be an address beginning with http:// or https://',
    ],
    ['production on embedded engines', { ENVIRONMENT: 'prod' }, 'DATABASE_URL must be set when ENVIRONMENT=prod'],
    [
      'a database host without its secret',
      { AURORA_HOST: 'db' },
      'AURORA_SECRET_ARN must be set together with AURORA_HOST, where there is no DATABASE_URL',
    ],
  ])('refuses %s in one line', async (_, variables, line) => {
    const supervised = start(fresh(), variables);
    expect(await supervised.ended()).toBe(1);
    expect(supervised.output).toContain(line);
    expect(supervised.output).not.toContain('    at ');
  });

  it('names the taken port and the cure', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const supervised = start(fresh(), { PORT: String(port) });
    expect(await supervised.ended()).toBe(1);
    expect(supervised.output.trim()).toBe(
      `Port ${port} is taken: stop the program that uses it, or choose another with PORT`,
    );
    other.close();
  });

  it('names a broken secrets file and the cure', async () => {
    const directory = fresh();
    writeFileSync(path.join(directory, 'secrets.json'), '{"keyring":');
    const supervised = start(directory);
    expect(await supervised.ended()).toBe(1);
    expect(supervised.output).toMatch(
      /secrets\.json is broken: bring back a copy, or start empty with `npm start -- --reset`/,
    );
  });

  it('names a folder that it can not use', async () => {
    const directory = fresh();
    const file = path.join(directory, 'file');
    writeFileSync(file, '');
    const supervised = start(path.join(file, 'state'));
    expect(await supervised.ended()).toBe(1);
    expect(supervised.output).toContain(
      "can't be written: make it writable, or choose another folder with RADIANT_DATA_DIR",
    );
  });

  // mkdir says there that the parent is missing, which it is not; making it again and again never ends
  (process.platform === 'linux' ? it : it.skip)(
    'names a folder that can not be made, and does not try for ever',
    async () => {
      const supervised = start('/proc/nope');
      expect(await supervised.ended()).toBe(1);
      expect(supervised.output).toContain("/proc/nope can't be written: make it writable");
    },
  );

  it('refuses a second start on the same folder', async () => {
    const directory = fresh();
    await start(directory).prints(READY);
    const second = start(directory);
    expect(await second.ended()).toBe(1);
    expect(second.output).toMatch(/RADIANT is already running here \(process \d+\)/);
  });
});

const parentOf = (supervised: Supervised): string =>
  readFileSync(path.join(supervised.directory, 'lock'), 'utf8').trim();
