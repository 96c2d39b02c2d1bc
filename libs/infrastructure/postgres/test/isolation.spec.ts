import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { tenantId } from '@radiant/kernel';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../src/data-source.js';
import { fuzzIsolation } from '../src/testing/index.js';
import { UnitOfWork } from '../src/unit-of-work.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';

jest.setTimeout(180_000);

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');

let store: TestStore;
let other: DataSource;

beforeAll(async () => {
  store = await openTestStore();
  other = await createDataSource({ ...optionsFor(store.database.appUrl), maxConnections: 2 });
  for (const id of [CLINIC, HOSPITAL]) {
    await store.addTenant(id);
    await store.superuser.query(
      `insert into api_keys (id, tenant_id, app_id, name, prefix, hash)
       values (gen_random_uuid(), $1, 'default', 'K', 'rad_dev_AAAAAAAAAAAA', $2)`,
      [id, id.slice(0, 1).repeat(64)],
    );
  }
});
afterAll(async () => {
  await other.destroy();
  await store.close();
});

describe('isolation of tenants', () => {
  it('shows no foreign row in thousands of random operations over shared connections', async () => {
    const report = await fuzzIsolation({
      unitsOfWork: [store.unitOfWork, new UnitOfWork(other)],
      tenants: [CLINIC, HOSPITAL],
      operations: 3_000,
      seed: 20_260_310,
      concurrency: 8,
    });
    expect(report).toMatchObject({ operations: 3_000, foreignRows: 0 });
    expect(report.ownRows).toBeGreaterThan(3_000);
    expect(report.refusedWrites).toBeGreaterThan(100);
  });

  it('would be seen to be missing for a role that row-level security does not bind', async () => {
    const report = await fuzzIsolation({
      unitsOfWork: [new UnitOfWork(store.superuser)],
      tenants: [CLINIC, HOSPITAL],
      operations: 100,
      seed: 1,
      concurrency: 1,
    });
    expect(report.foreignRows).toBeGreaterThan(50);
  });
});
