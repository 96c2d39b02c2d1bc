import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '@radiant/embedded/testing';
import { describedParameters } from './described-parameters.js';
import { Starts, type Supervised } from './supervised.js';

jest.setTimeout(360_000);

const READY = 'Ctrl-C stops everything.';
/** Others have no file that is always full. */
const onLinux = process.platform === 'linux' ? it : it.skip;
const starts = new Starts();
const fresh = (): string => starts.folder();
const start = (directory = fresh(), variables: Record<string, string> = {}, args: string[] = []): Supervised =>
  starts.start(directory, variables, args);
afterAll(() => starts.end());

/** One product for the tests of a block, which run in their order: starting one takes ten seconds of processor. */
function started(begin: () => Supervised): () => Supervised {
  let supervised: Supervised | undefined;
  const product = (): Supervised => {
    if (!supervised) throw new Error('not started');
    return supervised;
  };
  beforeAll(async () => {
    supervised = begin();
    await supervised.prints(READY);
  });
  afterAll(() => supervised?.stop()); // one at a time
  return product;
}

/** The commands that the banner prints, as they are pasted. */
const commands = (supervised: Supervised): string[] =>
  supervised.output.split('\n').filter((line) => line.startsWith('curl '));
const paste = (command: string): string => execSync(command, { encoding: 'utf8' });
const parentOf = (supervised: Supervised): string =>
  readFileSync(path.join(supervised.directory, 'lock'), 'utf8').trim();

function chat({ credentials: { publicUrl, tenants } }: Supervised, content: string): Promise<Response> {
  return fetch(`${publicUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tenants[0]?.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'demo-chat-small', messages: [{ role: 'user', content }] }),
  });
}

/** Pastes the first two commands and looks at where they lead. */
function expectAnswersAt(hostname: string, supervised: Supervised): void {
  const [ask = '', saw = ''] = commands(supervised);
  expect(paste(ask)).toContain('Jane Doe');
  expect(paste(saw)).toMatch(/\[PHI_NAME_\d{5}\]/);
  expect(new URL(supervised.credentials.adminUrl).hostname).toBe(hostname);
}

describe('npm start', () => {
  const directory = fresh();
  let keys: unknown;
  let lastCall: string | null;

  describe('on an empty folder', () => {
    const product = started(() => {
      writeFileSync(path.join(directory, 'lock'), String(process.pid));
      return start(directory, { HOST: '' });
    });

    it('takes over from a start that was killed, though another program has its number by now', () => {
      expect(product().output).toContain(READY);
      expect(parentOf(product())).not.toBe(String(process.pid));
    });

    it('prints commands that work when pasted', async () => {
      const [ask = '', saw = '', cost = ''] = commands(product());
      const answer = paste(ask);
      expect(answer).toContain('Jane Doe');
      expect(paste(saw)).toMatch(/\[PHI_NAME_\d{5}\]/);
      expect(paste(saw)).not.toContain('Jane Doe');
      await until(() => /"cost":"0\.0000\d+"/.test(paste(cost)));
      expect(product().credentialsMode).toBe(0o600);
      expect(product().credentials).toMatchObject({
        publicUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        tenants: [
          { name: 'demo-clinic', apiKey: expect.stringMatching(/^rad_dev_/) },
          { name: 'strict-hospital', apiKey: expect.stringMatching(/^rad_dev_/) },
        ],
        adminToken: expect.stringMatching(/^eyJ/),
      });
    });

    it('prints addresses that answer where HOST is ""', () => expectAnswersAt('127.0.0.1', product()));

    it('is bundled with all that it needs: pages, threads, what is loaded late and what is described', async () => {
      const { publicUrl, adminUrl, adminToken, tenants } = product().credentials;
      for (const page of ['/docs/', '/docs/swagger-ui-bundle.js', '/openapi.json']) {
        expect((await fetch(publicUrl + page)).status).toBe(200);
      }
      const long = 'Patient Jane Doe called. '.repeat(4_000); // longer than what is read in place
      const answer = await chat(product(), long);
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

    it('refuses a second start on the same folder', async () => {
      const second = start(directory);
      expect(await second.ended()).toBe(1);
      expect(second.output).toMatch(/RADIANT is already running here \(process \d+\)/);
    });

    it('starts an app again that dies', async () => {
      execSync(`pkill -9 -f "apps/public-api/dist/main.js" -P ${parentOf(product())}`);
      await product().prints('public-api ended (SIGKILL); starting it again in 0.2 s');
      await product().prints('public-api is ready again');
    });

    it('leaves nothing behind when it is stopped', async () => {
      const answered = await chat(product(), 'Is ibuprofen safe?');
      expect(answered.status).toBe(200);
      lastCall = answered.headers.get('x-request-id');
      keys = product().credentials.tenants;
      expect(product().processes.length).toBeGreaterThan(3);
      expect(await product().stop()).toBe(0);
      expect(product().processes).toEqual([]);
      expect(existsSync(path.join(directory, 'lock'))).toBe(false);
      expect(existsSync(path.join(directory, 'credentials.json'))).toBe(false);
    });
  });

  describe('on the folder of an earlier one', () => {
    const log = path.join(directory, 'logs', 'public-api.log');
    const product = started(() => {
      if (process.platform === 'linux') {
        rmSync(log);
        symlinkSync('/dev/full', log);
      }
      return start(directory);
    });

    it('finds its data, keys and rows again', async () => {
      expect(product().credentials.tenants).toEqual(keys);
      const { publicUrl, tenants } = product().credentials;
      const found = async (): Promise<number> => {
        const headers = { authorization: `Bearer ${tenants[0]?.apiKey}` };
        const response = await fetch(`${publicUrl}/api/v2/usage/records`, { headers });
        const { data } = (await response.json()) as { data: { records: { requestId: string }[] } };
        return data.records.filter(({ requestId }) => requestId === lastCall).length;
      };
      expect(await until(found)).toBe(1);
    });

    onLinux('goes on when there is no room for its logs', async () => {
      for (let call = 0; call < 3; call++) expect(paste(commands(product())[0] ?? '')).toContain('Jane Doe');
      expect(await product().stop('SIGINT')).toBe(0);
    });
  });

  describe('with --reset', () => {
    const left = path.join(directory, 'usage', 'public-api-1-1-1.log.damaged'); // nobody takes such a file away by himself
    const product = started(() => {
      writeFileSync(left, '');
      return start(directory, {}, ['--reset']);
    });

    it('begins afresh', () => {
      expect(product().credentials.tenants).not.toEqual(keys);
      expect(existsSync(left)).toBe(false);
      expect(paste(commands(product())[2] ?? '')).toContain('"total":0');
    });

    it('stops altogether when its database dies', async () => {
      const [postmaster] = readFileSync(path.join(directory, 'postgres/data/postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(postmaster), 'SIGINT');
      expect(await product().ended()).toBe(1);
      expect(product().output).toContain('The database has ended.');
      expect(product().processes).toEqual([]);
    });
  });

  describe('with what crashes it', () => {
    const product = started(() => {
      const crash = path.join(fresh(), 'crash.cjs');
      writeFileSync(crash, "process.on('SIGUSR2', () => { throw new TypeError('Jane Doe') });");
      return start(fresh(), { HOST: '::1', NODE_OPTIONS: `--require=${crash}` });
    });

    it('prints addresses that answer where HOST is "::1"', () => expectAnswersAt('[::1]', product()));

    it('starts an app again that crashes, and keeps what the error says out of its log', async () => {
      execSync(`pkill -USR2 -f "apps/public-api/dist/main.js" -P ${parentOf(product())}`);
      await product().prints('public-api ended (exit code 1); starting it again in 0.2 s');
      const log = readFileSync(path.join(product().directory, 'logs', 'public-api.log'), 'utf8');
      expect(log).toMatch(/"errorType":"TypeError".*"msg":"crashed"/);
      expect(log).not.toContain('Jane');
      await product().prints('public-api is ready again');
    });
  });

  it('is stopped by Ctrl-C while it makes its database, which hears it as well, and calls that no failure', async () => {
    const empty = fresh();
    const supervised = start(empty);
    await until(() => readdirSync(empty).some((name) => name.startsWith('postgres.new-')));
    const launcher = parentOf(supervised);
    const ended = supervised.stop('SIGINT');
    execSync(`pkill -INT -P ${launcher} || true`);
    expect(await ended).toBe(0);
    expect(supervised.output).not.toContain('Cannot create a database');
  });
});
