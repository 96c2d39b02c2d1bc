import { afterAll, beforeAll, jest } from '@jest/globals';
import { describeRateLimits } from '@radiant/billing/testing';
import { PostgresRateLimits } from '../src/postgres-rate-limits.js';
import { openTestStore, type TestStore } from './test-store.js';

jest.setTimeout(180_000);

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

describeRateLimits('postgres', async () => {
  await store.superuser.query('truncate rate_counters');
  return new PostgresRateLimits(store.unitOfWork);
});
