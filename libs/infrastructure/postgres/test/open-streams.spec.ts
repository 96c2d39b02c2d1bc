import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CLINIC, describeOpenStreams, HOSPITAL, request } from '@radiant/billing/testing';
import { apiKeyId } from '@radiant/kernel';
import { PostgresOpenStreams } from '../src/postgres-open-streams.js';
import { openTestStore, type TestStore } from './test-store.js';

jest.setTimeout(180_000);

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const pass = async (milliseconds: number): Promise<void> => {
  await store.superuser.query("update open_streams set open_until = open_until - $1 * interval '1 ms'", [milliseconds]);
};

describeOpenStreams('postgres', async () => {
  await store.superuser.query('truncate open_streams');
  return {
    processes: [new PostgresOpenStreams(store.unitOfWork), new PostgresOpenStreams(store.adminUnitOfWork)],
    pass,
  };
});

describe('the table of open streams', () => {
  const KEY = apiKeyId('55555555-5555-4555-8555-555555555555');
  const stream = (n: number, tenantId = CLINIC) => ({ tenantId, apiKeyId: KEY, requestId: request(n) });
  const rows = async (): Promise<number> => {
    const [{ count }]: [{ count: number }] = await store.superuser.query(
      'select count(*)::int as count from open_streams',
    );
    return count;
  };
  let streams: PostgresOpenStreams;
  beforeEach(async () => {
    await store.superuser.query('truncate open_streams');
    streams = new PostgresOpenStreams(store.unitOfWork);
  });

  it('lets exactly as many in of sixty-four processes that ask at once, again and again', async () => {
    for (let round = 0; round < 5; round += 1) {
      const asked = Array.from({ length: 64 }, (_, n) =>
        new PostgresOpenStreams(n % 2 === 0 ? store.unitOfWork : store.adminUnitOfWork).open(stream(n), 10, 60_000),
      );
      expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(10);
      expect(await rows()).toBe(10);
      await streams.close(asked.map((_, n) => stream(n)));
    }
  });

  it('shows a tenant its own rows alone, to the roles that may see any', async () => {
    await streams.open(stream(1), 5, 60_000);
    await streams.open(stream(2, HOSPITAL), 5, 60_000);
    await store.superuser.query('grant select on open_streams to radiant_app');
    try {
      const seen = await store.unitOfWork.forTenant(CLINIC, (manager) =>
        manager.query<readonly unknown[]>('select request_id from open_streams'),
      );
      expect(seen).toEqual([{ request_id: request(1) }]);
    } finally {
      await store.superuser.query('revoke select on open_streams from radiant_app');
    }
  });

  it('loses with the next renewal what a dead process left behind', async () => {
    for (const n of [1, 2, 3]) await streams.open(stream(n), 5, 60_000);
    await pass(60_000 + 61_000);
    await streams.renew([stream(3)], 60_000);
    expect(await rows()).toBe(1);
  });

  it('holds nothing when all are closed', async () => {
    for (const n of [1, 2]) await streams.open(stream(n), 5, 60_000);
    await streams.close([stream(1), stream(2)]);
    expect(await rows()).toBe(0);
  });
});
