import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { temporaryFolder } from '../test/temporary-folder.js';
import { EmbeddedError } from './embedded-error.js';
import { freePort } from './free-port.js';
import { type EmbeddedPostgres, startPostgres } from './postgres.js';

jest.setTimeout(90_000);

const folder = temporaryFolder();
const directory = path.join(folder, 'state', 'postgres');
const pristine = path.join(folder, 'pristine');
const lockFile = path.join(directory, 'data', 'postmaster.pid');

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A stopped cluster of its own to break, owned as a copy that was brought back. */
function copyOfCluster(name: string): string {
  const copy = path.join(folder, name);
  cpSync(pristine, copy, { recursive: true });
  return copy;
}

describe('startPostgres', () => {
  beforeAll(async () => {
    const first = await startPostgres({ directory });
    await query(first.superuserUrl, "create table note (text text); insert into note values ('kept')");
    await first.stop();
    cpSync(directory, pristine, { recursive: true });
  });

  describe('a running server', () => {
    let server: EmbeddedPostgres;
    beforeAll(async () => {
      server = await startPostgres({ directory });
    });
    afterAll(() => server.stop());

    it('is PostgreSQL 18 and finds the data of an earlier start', async () => {
      const [row] = await query(server.superuserUrl, "select text, current_setting('server_version') as v from note");
      expect(row).toEqual({ text: 'kept', v: expect.stringMatching(/^18\./) });
    });

    it('refuses a wrong password and no password', async () => {
      const wrong = new URL(server.superuserUrl);
      wrong.password = 'wrong';
      await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
      wrong.password = '';
      await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password/);
    });

    it('knows no authentication but scram-sha-256', async () => {
      const rows = await query(server.superuserUrl, 'select distinct auth_method from pg_hba_file_rules');
      expect(rows).toEqual([{ auth_method: 'scram-sha-256' }]);
    });

    it('listens on 127.0.0.1 only, and on no socket file', async () => {
      const [row] = await query(
        server.superuserUrl,
        `select current_setting('listen_addresses') as tcp, current_setting('unix_socket_directories') as files`,
      );
      expect(row).toEqual({ tcp: '127.0.0.1', files: '' });
    });

    it('flushes commits', async () => {
      const [row] = await query(
        server.superuserUrl,
        `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
      );
      expect(row).toEqual({ fsync: 'on', commit: 'on' });
    });

    it('keeps the password in a file for this user alone', () => {
      const file = path.join(directory, 'password');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(new URL(server.superuserUrl).password).toBe(readFileSync(file, 'utf8'));
    });

    it('does not run as root', () => {
      expect(statSync(path.join(directory, 'data')).uid).not.toBe(0);
      expect(statSync(path.join(directory, 'data')).mode & 0o777).toBe(0o700);
    });

    it('keeps a second one away from its data', async () => {
      await expect(startPostgres({ directory })).rejects.toThrow(/^Another PostgreSQL is running on .*stop it first/);
    });

    it('is not disturbed by one that wants its port', async () => {
      const other = copyOfCluster('other');
      await expect(startPostgres({ directory: other, port: server.port, durable: false })).rejects.toThrow(
        `Port ${server.port} of 127.0.0.1 is taken`,
      );
      expect(await query(server.superuserUrl, 'select text from note')).toEqual([{ text: 'kept' }]);
    });

    it('makes one that was to choose take another port when the first was taken meanwhile', async () => {
      const ports = [server.port, await freePort()];
      const choose = jest.fn(() => Promise.resolve(ports.shift() ?? 0));
      const other = await startPostgres({ directory: copyOfCluster('retried'), durable: false }, choose);
      expect(choose).toHaveBeenCalledTimes(2);
      expect(await query(other.superuserUrl, 'select text from note')).toEqual([{ text: 'kept' }]);
      await other.stop();
    });
  });

  describe('a stopped server', () => {
    it('leaves no process and no lock file, and may be stopped again', async () => {
      const server = await startPostgres({ directory });
      expect(statSync(lockFile).isFile()).toBe(true);
      await Promise.all([server.stop(), server.stop()]);
      await server.stop();
      await server.exited;
      expect(() => process.kill(server.pid, 0)).toThrow('ESRCH');
      expect(statSync(lockFile, { throwIfNoEntry: false })).toBeUndefined();
    });

    it('cuts off clients that are still connected', async () => {
      const server = await startPostgres({ directory });
      const client = new pg.Client({ connectionString: server.superuserUrl });
      const cut = new Promise((resolve) => client.on('error', resolve));
      await client.connect();
      await server.stop();
      expect(await cut).toBeInstanceOf(Error);
    });

    it('tells when it ended by itself', async () => {
      const server = await startPostgres({ directory });
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
      await server.stop();
    });
  });

  describe('after a crash', () => {
    it('starts over a lock file whose process is gone or is another program', async () => {
      const server = await startPostgres({ directory });
      const lock = readFileSync(lockFile, 'utf8');
      await server.stop();
      for (const pid of [server.pid, process.pid]) {
        writeFileSync(lockFile, lock.replace(/^\d+/, String(pid)), { mode: 0o600 });
        const again = await startPostgres({ directory });
        await again.stop();
      }
    });

    it('clears away what a killed first start left', async () => {
      const left = path.join(folder, 'state', `fresh.new-${process.pid}`);
      mkdirSync(path.join(left, 'data'), { recursive: true });
      const server = await startPostgres({ directory: path.join(folder, 'state', 'fresh'), durable: false });
      await server.stop();
      expect(statSync(left, { throwIfNoEntry: false })).toBeUndefined();
    });
  });

  describe('says in one line what is wrong and what to do', () => {
    const failure = async (of: string): Promise<string> => {
      const error: unknown = await startPostgres({ directory: of, durable: false }).catch((reason: unknown) => reason);
      if (!(error instanceof EmbeddedError)) throw new Error('expected an EmbeddedError', { cause: error });
      expect(error.message).toMatch(/^[^\n]+$/);
      return error.message;
    };

    it('when the folder cannot be written', async () => {
      const file = path.join(folder, 'file');
      writeFileSync(file, '');
      expect(await failure(path.join(file, 'postgres'))).toMatch(/^Cannot write to .*RADIANT_DATA_DIR/);
    });

    it('when the folder holds something else', async () => {
      const other = path.join(folder, 'foreign');
      mkdirSync(other);
      writeFileSync(path.join(other, 'letter.txt'), 'mine');
      expect(await failure(other)).toMatch(/is broken \(data\/PG_VERSION is missing.*npm start -- --reset/);
      expect(readFileSync(path.join(other, 'letter.txt'), 'utf8')).toBe('mine');
    });

    it('when another major version made the data', async () => {
      const old = copyOfCluster('old');
      writeFileSync(path.join(old, 'data', 'PG_VERSION'), '16\n');
      expect(await failure(old)).toMatch(/made by PostgreSQL 16, and this is PostgreSQL 18.*npm start -- --reset/);
    });

    it.each(['global/pg_control', 'pg_wal', 'postgresql.conf', 'pg_hba.conf', 'base'])(
      'when %s is gone',
      async (lost) => {
        const broken = copyOfCluster(`without-${lost.replace('/', '-')}`);
        rmSync(path.join(broken, 'data', lost), { recursive: true });
        expect(await failure(broken)).toMatch(/is broken \(.+\).*npm start -- --reset/);
      },
    );

    it('when the password is lost or another', async () => {
      const broken = copyOfCluster('password');
      writeFileSync(path.join(broken, 'password'), 'another');
      expect(await failure(broken)).toMatch(/password authentication failed.*npm start -- --reset/);
      rmSync(path.join(broken, 'password'));
      expect(await failure(broken)).toMatch(/password file is missing.*npm start -- --reset/);
    });
  });
});
