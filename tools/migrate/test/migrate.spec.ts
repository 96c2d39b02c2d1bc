import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type EmbeddedPostgres, startPostgres } from '@radiant/embedded';
import pg from 'pg';
import { migrate } from '../src/migrate.js';

jest.setTimeout(180_000);

const folder = mkdtempSync(path.join(os.tmpdir(), 'radiant-migrate-'));

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('migrate', () => {
  let server: EmbeddedPostgres;
  let url: string;
  let directory: string;

  beforeAll(async () => {
    server = await startPostgres({ directory: path.join(folder, 'postgres'), durable: false });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await query(server.superuserUrl, `create database ${name}`);
    url = server.superuserUrl.replace(/postgres$/, name);
    directory = path.join(folder, name);
    mkdirSync(directory);
  });

  const write = (name: string, sql: string) => writeFileSync(path.join(directory, name), sql);
  const history = () =>
    query(url, 'select version, name, checksum, applied_at from schema_migrations order by version');

  it('applies what is new, in order, and remembers it', async () => {
    write('0001_note.sql', 'create table note (text text);');
    write('0002_first.sql', "insert into note values ('one'); insert into note values ('two');");
    const log = jest.fn();
    expect(await migrate({ url, directory, log })).toEqual({
      applied: ['0001_note.sql', '0002_first.sql'],
      already: 0,
    });
    expect(log.mock.calls).toEqual([['applied 0001_note.sql'], ['applied 0002_first.sql']]);
    write('0003_third.sql', "insert into note values ('three');");
    expect(await migrate({ url, directory })).toEqual({ applied: ['0003_third.sql'], already: 2 });
    expect(await migrate({ url, directory })).toEqual({ applied: [], already: 3 });
    expect(await query(url, 'select text from note')).toEqual([{ text: 'one' }, { text: 'two' }, { text: 'three' }]);
    expect((await history())[2]).toEqual({
      version: 3,
      name: '0003_third.sql',
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      applied_at: expect.any(Date),
    });
  });

  it('says how far the database is where every role can read it', async () => {
    const level = async () =>
      (await query(url, "select obj_description('schema_migrations'::regclass, 'pg_class') as level"))[0]?.['level'];
    write('0001_note.sql', 'create table note (text text);');
    await migrate({ url, directory });
    expect(await level()).toBe('1');
    write('0002_other.sql', 'create table other (text text);');
    await migrate({ url, directory });
    rmSync(path.join(directory, '0002_other.sql'));
    await migrate({ url, directory }); // an older release
    expect(await level()).toBe('2');
  });

  it('does nothing with an empty folder', async () => {
    expect(await migrate({ url, directory })).toEqual({ applied: [], already: 0 });
  });

  it('applies each file once when several runs start at the same time', async () => {
    write('0001_note.sql', 'create table note (text text); select pg_sleep(0.2);');
    write('0002_first.sql', "insert into note values ('once');");
    const runs = await Promise.all(Array.from({ length: 4 }, () => migrate({ url, directory })));
    expect(runs.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 0, 2]);
    expect(await query(url, 'select text from note')).toEqual([{ text: 'once' }]);
  });

  it('leaves nothing of a failing file behind, keeps the ones before it, and names file and line', async () => {
    write('0001_note.sql', 'create table note (text text);');
    write(
      '0002_half.sql',
      "create table half (id int);\ninsert into note values ('half');\ninsert into nowhere values (1);",
    );
    await expect(migrate({ url, directory })).rejects.toThrow(
      '0002_half.sql, line 3, failed and was undone: relation "nowhere" does not exist.',
    );
    expect(await query(url, "select to_regclass('half') as half")).toEqual([{ half: null }]);
    expect(await query(url, 'select text from note')).toEqual([]);
    expect((await history()).map(({ version }) => version)).toEqual([1]);
    write('0002_half.sql', 'create table half (id int);');
    expect(await migrate({ url, directory })).toEqual({ applied: ['0002_half.sql'], already: 1 });
  });

  it('refuses a changed file before it applies anything', async () => {
    write('0001_note.sql', 'create table note (text text);');
    await migrate({ url, directory });
    write('0001_note.sql', 'create table note (text varchar);');
    write('0002_other.sql', 'create table other (id int);');
    await expect(migrate({ url, directory })).rejects.toThrow('0001_note.sql is not what was applied');
    expect(await query(url, "select to_regclass('other') as other")).toEqual([{ other: null }]);
  });

  it('keeps the settings of one file from the next', async () => {
    write('0001_elsewhere.sql', "create schema elsewhere; select set_config('search_path', 'elsewhere', false);");
    write('0002_here.sql', 'create table here (id int);');
    await migrate({ url, directory });
    expect(await query(url, "select to_regclass('public.here') is not null as found")).toEqual([{ found: true }]);
  });

  it.each(['begin', 'commit', 'start transaction', 'rollback'])('refuses a file that says %s', async (command) => {
    write('0001_own.sql', `select 1; ${command}; select 2;`);
    await expect(migrate({ url, directory })).rejects.toThrow(/0001_own.sql says [A-Z]+: .*one transaction/);
    expect(await history()).toEqual([]);
  });

  it('allows begin and end in the body of a function', async () => {
    write('0001_function.sql', 'create function one() returns int language plpgsql as $$ begin return 1; end; $$;');
    await migrate({ url, directory });
    expect(await query(url, 'select one()')).toEqual([{ one: 1 }]);
  });

  it('says in one line that the database cannot be reached, without the password', async () => {
    const wrong = new URL(url);
    wrong.password = 'hidden-secret';
    const error: unknown = await migrate({ url: wrong.href, directory }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'MigrationError',
      message: expect.stringMatching(/^Cannot connect to the database: password authentication failed[^\n]*$/),
    });
    expect(String(error)).not.toContain('hidden-secret');
  });

  describe('on the command line', () => {
    const run = (environment: NodeJS.ProcessEnv) =>
      new Promise<{ code: number; output: string; errors: string }>((resolve) => {
        const script = path.join(import.meta.dirname, '../../run.mjs');
        const env = { PATH: process.env['PATH'], ...environment };
        const child = execFile(process.execPath, [script, 'migrate', directory], { env }, (_, output, errors) =>
          resolve({ code: child.exitCode ?? -1, output, errors }),
        );
      });

    it('prints what it applied and ends with 0', async () => {
      write('0001_note.sql', 'create table note (text text);');
      expect(await run({ MIGRATION_DATABASE_URL: url, DATABASE_URL: 'postgres://127.0.0.1:1/none' })).toEqual({
        code: 0,
        output: 'applied 0001_note.sql\n1 applied, 0 already there\n',
        errors: '',
      });
      expect(await run({ DATABASE_URL: url })).toMatchObject({ code: 0, output: '0 applied, 1 already there\n' });
    });

    it('prints one line and ends with 1 when it fails', async () => {
      write('0001_note.sql', 'create tabel note;');
      const { code, errors } = await run({ DATABASE_URL: url });
      expect(code).toBe(1);
      expect(errors).toMatch(/^0001_note\.sql, line 1, failed and was undone: [^\n]*\n$/);
    });

    it('ends with 2 when no database is named', async () => {
      for (const given of [{ MIGRATION_DATABASE_URL: ' ' }, { DATABASE_URL: 'mysql://127.0.0.1/radiant' }]) {
        expect(await run(given)).toMatchObject({
          code: 2,
          errors: expect.stringMatching(/^Set MIGRATION_DATABASE_URL/),
        });
      }
      expect(await run({})).toMatchObject({ code: 2, errors: expect.stringMatching(/^Set MIGRATION_DATABASE_URL/) });
    });
  });
});
