import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource, createWriterPool, type PostgresOptions } from '../src/data-source.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

describe('a password that rotates', () => {
  let address: string;
  let current: string;
  const answered: string[] = [];
  const options = (): PostgresOptions => ({
    ...optionsFor(address),
    maxConnections: 2,
    password: async () => {
      answered.push(current);
      return current;
    },
  });
  const rotate = (password: string): Promise<unknown> =>
    store.superuser.query(`alter role rotating_${process.pid} password '${password}'`);

  beforeAll(async () => {
    const role = `rotating_${process.pid}`;
    await store.superuser.query(`create role ${role} login password 'first'`);
    const [{ name }] = await store.superuser.query('select current_database() as name');
    await store.superuser.query(`grant connect on database ${name} to ${role}`);
    const url = new URL(store.database.appUrl);
    url.username = role;
    url.password = '';
    address = url.href;
  });
  afterAll(async () => {
    await store.superuser.query(`drop owned by rotating_${process.pid}; drop role rotating_${process.pid}`);
  });

  it('is asked at each new connection', async () => {
    current = 'first';
    const dataSource = await createDataSource(options());
    const pool = createWriterPool(options());
    const [busyRunner, busyClient] = [dataSource.createQueryRunner(), await pool.connect()];
    try {
      await busyRunner.connect();
      await rotate('second');
      current = 'second';
      expect(await dataSource.query('select 1 as one')).toEqual([{ one: 1 }]);
      expect((await pool.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
      expect(answered).toEqual(['first', 'first', 'second', 'second']);
    } finally {
      await busyRunner.release();
      busyClient.release();
      await dataSource.destroy();
      await pool.end();
    }
  });

  it('is refused when it is the wrong one', async () => {
    current = 'stale';
    await expect(createDataSource(options())).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
