import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource, createWriterPool, type PostgresOptions } from '../src/data-source.js';
import { PostgresHealth } from '../src/postgres-health.js';
import { UnitOfWork } from '../src/unit-of-work.js';
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

describe('a database whose host is gone without a word, as after some failovers', () => {
  /** Passes everything on until it is told to be silent; then connections stay open, and new ones too. */
  async function wire(): Promise<{ url: string; silent(): void; silentFromNext(): void; heal(): void; close(): void }> {
    const to = new URL(store.database.appUrl);
    const sockets = new Set<Socket>();
    let gone = false;
    let passes = Infinity;
    const server = createServer((from) => {
      const database = connect(Number(to.port), to.hostname);
      for (const [one, other] of [
        [from, database],
        [database, from],
      ] as const) {
        sockets.add(one);
        one.on('data', (piece: Buffer) => {
          if (lost.has(one) || gone) return;
          other.write(piece);
          if (one === database) passes -= 1;
          if (passes <= 0) silent();
        });
        one.on('close', () => other.destroy()).on('error', () => undefined);
      }
    }).listen(0, '127.0.0.1');
    const lost = new Set<Socket>();
    const silent = (): void => {
      gone = true;
      for (const socket of sockets) lost.add(socket);
    };
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const url = new URL(store.database.appUrl);
    url.host = `127.0.0.1:${port}`;
    return {
      url: url.href,
      silent,
      silentFromNext: () => void (passes = 1),
      heal: () => {
        gone = false;
        passes = Infinity;
      },
      close: () => {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    };
  }

  it('keeps nobody waiting for longer than a statement may take, and is asked over new connections then', async () => {
    const between = await wire();
    const options = { ...optionsFor(between.url), maxConnections: 1, statementTimeoutMs: 100, silentMs: 200 };
    const dataSource = await createDataSource(options);
    const pool = createWriterPool(options);
    const unitOfWork = new UnitOfWork(dataSource);
    await pool.query('select 1');
    between.silent();
    const asked = [unitOfWork.forPlatform((manager) => manager.query('select 1')), pool.query('select 1')];
    const [read, written] = await Promise.allSettled(asked);
    expect(read).toMatchObject({
      status: 'rejected',
      reason: { code: 'service_unavailable', cause: expect.anything() },
    });
    expect(written).toMatchObject({ status: 'rejected', reason: { code: 'ETIMEDOUT' } });
    between.heal();
    expect(await dataSource.query('select 1 as one')).toEqual([{ one: 1 }]);
    expect((await pool.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await dataSource.destroy();
    await pool.end();
    between.close();
  });

  it('keeps nobody waiting whose statement followed another at once', async () => {
    const between = await wire();
    const pool = createWriterPool({ ...optionsFor(between.url), maxConnections: 1, silentMs: 200 });
    const client = await pool.connect();
    client.on('error', () => undefined);
    between.silentFromNext();
    const [first, second] = await Promise.allSettled([client.query('select 1'), client.query('select 2')]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'ETIMEDOUT' } });
    client.release(true);
    await pool.end();
    between.close();
  });
});

describe('a transaction that waits for something else', () => {
  it('keeps its connection for longer than a statement may take', async () => {
    const dataSource = await createDataSource({ ...optionsFor(store.database.appUrl), silentMs: 50 });
    const one = await dataSource.transaction(async (manager) => {
      await manager.query('select 1');
      await pause(200);
      return manager.query<unknown>('select 1 as one');
    });
    expect(one).toEqual([{ one: 1 }]);
    await dataSource.destroy();
  });
});

describe('a database that may only be read for a while, as after a failover', () => {
  const readOnly = async (state: 'on' | 'off'): Promise<void> => {
    const [{ name }] = await store.superuser.query('select current_database() as name');
    await store.superuser.query(
      `alter role radiant_app in database ${name} set default_transaction_read_only = ${state}`,
    );
  };
  const options = (): PostgresOptions => ({ ...optionsFor(store.database.appUrl), maxConnections: 1 });
  /** What a write is refused for: that nothing may be written, or that this role may not. */
  const refusal = (write: Promise<unknown>): Promise<unknown> =>
    write.then(
      () => undefined,
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    );
  const WRITE = 'create table nothing (id int)';
  afterEach(() => readOnly('off'));

  it('is written again over new connections, without a restart', async () => {
    await readOnly('on');
    const dataSource = await createDataSource(options());
    const pool = createWriterPool(options());
    try {
      expect(await refusal(dataSource.query(WRITE))).toBe('25006');
      expect(await refusal(pool.query(WRITE))).toBe('25006');
      await readOnly('off');
      expect(await refusal(dataSource.query(WRITE))).toBe('42501');
      expect(await refusal(pool.query(WRITE))).toBe('42501');
    } finally {
      await dataSource.destroy();
      await pool.end();
    }
  });

  it('is not healthy meanwhile', async () => {
    const writable = await createDataSource(options());
    await readOnly('on');
    const demoted = await createDataSource(options());
    try {
      await new PostgresHealth(writable).ping();
      await expect(new PostgresHealth(demoted).ping()).rejects.toMatchObject({ code: 'service_unavailable' });
    } finally {
      await writable.destroy();
      await demoted.destroy();
    }
  });
});
