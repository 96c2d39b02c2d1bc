import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError, PLATFORM_TENANT, tenantId } from '@radiant/kernel';
import type { DataSource, EntityManager } from 'typeorm';
import { createDataSource } from '../src/data-source.js';
import { tenantRows } from '../src/tenant-rows.js';
import { UnitOfWork } from '../src/unit-of-work.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
const ADD_USER = `insert into app_users (tenant_id, id, app_id, subject) values ($1, gen_random_uuid(), 'default', $2)`;

let store: TestStore;
/** One connection, so that everybody is served by the same backend. */
let single: DataSource;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  store = await openTestStore();
  await store.addTenant(CLINIC);
  await store.addTenant(HOSPITAL);
  single = await createDataSource({ ...optionsFor(store.database.appUrl), maxConnections: 1 });
  unitOfWork = new UnitOfWork(single);
});
afterAll(async () => {
  await single.destroy();
  await store.close();
});

const visible = async (manager: EntityManager): Promise<string[]> => {
  const rows: { id: string }[] = await manager.query('select id from tenants order by id');
  return rows.map(({ id }) => id);
};
const backend = async (manager: EntityManager): Promise<unknown> =>
  (
    await manager.query<{ state: unknown }[]>(
      `select jsonb_build_object('pid', pg_backend_pid(), 'tenant', coalesce(current_setting('app.tenant_id', true), ''),
       'all', coalesce(current_setting('app.all_tenants', true), '')) as state`,
    )
  )[0]?.state;
const users = async (subject: string): Promise<number> =>
  (await store.superuser.query<unknown[]>('select from app_users where subject = $1', [subject])).length;

describe('the scope of a tenant', () => {
  it('shows the rows of that tenant and of no other, to the administration too', async () => {
    for (const scoped of [unitOfWork, store.adminUnitOfWork]) {
      expect(await scoped.forTenant(CLINIC, visible)).toEqual([CLINIC]);
      expect(await scoped.forTenant(HOSPITAL, visible)).toEqual([HOSPITAL]);
      expect(await scoped.forTenant(PLATFORM_TENANT, visible)).toEqual([]);
    }
  });

  it('takes no row of another tenant', async () => {
    await expect(
      unitOfWork.forTenant(CLINIC, (manager) => manager.query(ADD_USER, [HOSPITAL, 'intruder'])),
    ).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(await users('intruder')).toBe(0);
  });

  it('ends with the transaction, on a connection that serves other tenants in turn', async () => {
    const before = await unitOfWork.forPlatform(backend);
    const pid = expect.any(Number);
    expect(await unitOfWork.forTenant(CLINIC, backend)).toEqual({ pid, tenant: CLINIC, all: '' });
    expect(await unitOfWork.forPlatform(backend)).toEqual(before);
    await unitOfWork.forTenant(CLINIC, () => Promise.reject(new DomainError('conflict', 'no'))).catch(() => undefined);
    expect(await unitOfWork.forPlatform(backend)).toEqual(before);
    await unitOfWork.forTenant(CLINIC, (manager) => manager.query('select 1 / 0')).catch(() => undefined);
    expect(await unitOfWork.forPlatform(backend)).toEqual(before);
    expect(await unitOfWork.forTenant(HOSPITAL, backend)).toMatchObject({ tenant: HOSPITAL });
    expect(await unitOfWork.acrossTenants(backend)).toMatchObject({ tenant: '', all: 'on' });
    expect(await unitOfWork.forPlatform(backend)).toEqual(before);
    expect(await unitOfWork.forPlatform(visible)).toEqual([]);
  });

  it('does not reach a statement that comes after the transaction', async () => {
    const late: { manager?: EntityManager } = {};
    await unitOfWork.forTenant(CLINIC, async (manager) => {
      late.manager = manager;
    });
    await expect(late.manager?.query('select id from tenants')).rejects.toThrow();
  });

  it('is lost with a connection that is cut, and the next transaction has one of its own', async () => {
    const cut = unitOfWork.forTenant(CLINIC, async (manager) => {
      const [row] = await manager.query<{ pid: number }[]>('select pg_backend_pid() as pid');
      await store.superuser.query('select pg_terminate_backend($1)', [row?.pid]);
      return manager.query('select id from tenants');
    });
    await expect(cut).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(await unitOfWork.forTenant(HOSPITAL, visible)).toEqual([HOSPITAL]);
  });

  it.each([
    '',
    'clinic',
    `${CLINIC}'; set app.all_tenants = 'on`,
    'ABCDEFAB-1111-4111-8111-111111111111',
    `${CLINIC}\n`,
  ])('is not made from %j', async (text) => {
    const scoped = unitOfWork.forTenant(text as typeof CLINIC, visible);
    await expect(scoped).rejects.toThrow('a scope needs a tenant id');
  });
});

describe('a transaction', () => {
  it('is kept when the work is done and undone when it throws', async () => {
    await unitOfWork.forTenant(CLINIC, (manager) => manager.query(ADD_USER, [CLINIC, 'kept']));
    const failing = unitOfWork.forTenant(CLINIC, async (manager) => {
      await manager.query(ADD_USER, [CLINIC, 'undone']);
      throw new DomainError('conflict', 'no');
    });
    await expect(failing).rejects.toMatchObject({ code: 'conflict' });
    expect([await users('kept'), await users('undone')]).toEqual([1, 0]);
  });

  it('is no success when a failed statement was overlooked', async () => {
    const overlooking = unitOfWork.forTenant(CLINIC, async (manager) => {
      await manager.query(ADD_USER, [CLINIC, 'overlooked']);
      await manager.query('select 1 / 0').catch(() => undefined);
    });
    await expect(overlooking).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(await users('overlooked')).toBe(0);
  });

  it('stays one when entities are saved in it and when a part of it is undone', async () => {
    const name = 'Renamed';
    const failing = store.adminUnitOfWork.forTenant(CLINIC, async (manager) => {
      const tenant = await manager.findOneByOrFail(tenantRows, { id: CLINIC });
      await manager.save(tenantRows, { ...tenant, name });
      expect(await visible(manager)).toEqual([CLINIC]);
      await manager.transaction((inner) => inner.query('select 1 / 0')).catch(() => undefined);
      expect(await manager.findOneByOrFail(tenantRows, { id: CLINIC })).toMatchObject({ name });
      throw new DomainError('conflict', 'no');
    });
    await expect(failing).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.superuser.query('select from tenants where name = $1', [name])).toEqual([]);
  });

  it('says nothing of the driver', async () => {
    await expect(unitOfWork.forTenant(CLINIC, (manager) => manager.query('select secret'))).rejects.toMatchObject({
      code: 'service_unavailable',
      message: 'the database is not available',
    });
  });
});

describe('across tenants', () => {
  it('the administration reads lists, and changes nothing', async () => {
    expect(await store.adminUnitOfWork.acrossTenants(visible)).toEqual([CLINIC, HOSPITAL]);
    await expect(
      store.adminUnitOfWork.acrossTenants((manager) => manager.query("update tenants set name = 'x'")),
    ).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it('the application reads nothing', async () => {
    expect(await unitOfWork.acrossTenants(visible)).toEqual([]);
  });
});
