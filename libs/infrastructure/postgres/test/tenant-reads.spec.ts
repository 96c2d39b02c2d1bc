import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { tenantId, type TenantId } from '@radiant/kernel';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../src/data-source.js';
import { WrittenRead } from '../src/tenant-reads.js';
import { UnitOfWork } from '../src/unit-of-work.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';

const TENANTS = Array.from({ length: 60 }, () => tenantId(randomUUID()));
/** Says nothing of whose rows it wants. */
const VISIBLE = WrittenRead.of`select id from tenants`;

let store: TestStore;
/** One connection, so that everybody is served by the same backend. */
let single: DataSource;
let unitOfWork: UnitOfWork;
beforeAll(async () => {
  store = await openTestStore();
  for (const id of TENANTS) await store.addTenant(id);
  single = await createDataSource({ ...optionsFor(store.database.appUrl), maxConnections: 1 });
  unitOfWork = new UnitOfWork(single);
});
afterAll(async () => {
  await single.destroy();
  await store.close();
});

const visible = async (id: TenantId): Promise<string[]> =>
  (await unitOfWork.readForTenant<{ readonly id: string }>(id, VISIBLE)).map((row) => row.id);

describe('reads of many tenants at once', () => {
  it('show each the rows of its own, and take a few messages together', async () => {
    const asked = jest.spyOn(pg.Client.prototype, 'query');
    const shown = await Promise.all(TENANTS.map(visible));
    const messages = asked.mock.calls.length;
    asked.mockRestore();
    expect(shown).toEqual(TENANTS.map((id) => [id]));
    expect(messages).toBe(1);
  });

  it('leave no scope on their connection', async () => {
    await Promise.all(TENANTS.map(visible));
    expect(await unitOfWork.forPlatform((manager) => manager.query('select id from tenants'))).toEqual([]);
  });

  it('take values for what they say, whatever they hold', async () => {
    const values = ["'; select id from tenants; --", '\\', "\\'", 'Jos\u00e9 \u{1f600}', '', '$1', '${0}', "a''b"];
    const [id = tenantId(randomUUID())] = TENANTS;
    const said = await Promise.all(
      values.map((value) =>
        unitOfWork.readForTenant(id, WrittenRead.of`select ${value}::text as said, ${value}::text as again`),
      ),
    );
    expect(said).toEqual(values.map((value) => [{ said: value, again: value }]));
  });

  it('take no NUL, which would end the message for all', () => {
    expect(() => WrittenRead.of`select ${'a\0b'}::text`).toThrow(expect.objectContaining({ code: 'validation_error' }));
  });

  it('are one statement each, or nobody is handed any rows', async () => {
    const [id = tenantId(randomUUID()), other = tenantId(randomUUID())] = TENANTS;
    const two = unitOfWork.readForTenant(id, WrittenRead.of`select 1; select 2`);
    const [refused, beside] = await Promise.allSettled([two, visible(other)]);
    expect([refused, beside]).toMatchObject([{ reason: expect.any(TypeError) }, { reason: expect.any(TypeError) }]);
    expect(await visible(other)).toEqual([other]);
  });

  it('can only read', async () => {
    const [id = tenantId(randomUUID())] = TENANTS;
    const change = WrittenRead.of`update tenants set name = 'other'`;
    await expect(unitOfWork.readForTenant(id, change)).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it('that fail are refused with those beside them, and the next are answered over the same connection', async () => {
    const [id = tenantId(randomUUID()), other = tenantId(randomUUID())] = TENANTS;
    const failing = unitOfWork.readForTenant(id, WrittenRead.of`select 1 / 0`);
    const beside = visible(other);
    await expect(failing).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect(beside).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(await visible(other)).toEqual([other]);
  });

  it('are refused for what is no tenant, and nobody beside them is', async () => {
    const [id = tenantId(randomUUID())] = TENANTS;
    const nobody = "x'; select 1; --" as TenantId;
    const [refused, answered] = await Promise.allSettled([visible(nobody), visible(id)]);
    expect(refused).toMatchObject({ status: 'rejected', reason: expect.any(TypeError) });
    expect(answered).toEqual({ status: 'fulfilled', value: [id] });
  });
});
