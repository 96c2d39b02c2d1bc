import { beforeEach, describe, expect, it } from '@jest/globals';
import { PLATFORM_TENANT } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { holdOf } from '../testing/arranged.js';
import { of } from '../testing/case.js';
import { CLINIC, GRACE, HOSPITAL, ROOT } from '../testing/people.js';
import { World } from '../testing/world.js';
import { RewrapDataKeys } from './rewrap-data-keys.js';
import { RotateDataKey } from './rotate-data-key.js';
import { ShredKey } from './shred-key.js';

const SESSION = 'ABCDEFAB-0000-4000-8000-000000000001';
const SESSION_SCOPE = `session#${SESSION.toLowerCase()}`;
const badScope = { code: 'validation_error', facts: { field: 'scope' } };

let world: World;
beforeEach(() => {
  world = new World();
});

const shred = (scope = 'tenant', confirm: string = CLINIC) =>
  new ShredKey(...of(world), world.keys).execute(GRACE, CLINIC, { scope, confirm });
const told = () => world.eventsOf(CLINIC).map(({ action, outcome, resource }) => [action, outcome, resource?.type]);

describe('RotateDataKey and RewrapDataKeys', () => {
  const rotate = (scope?: string) => new RotateDataKey(...of(world), world.keys).execute(GRACE, CLINIC, { scope });
  const rewrap = (scope?: string) => new RewrapDataKeys(...of(world), world.keys).execute(GRACE, CLINIC, { scope });

  it("work on the tenant's key unless a session is named, and tell of it", async () => {
    expect(await rotate()).toBe(1);
    expect(await rotate()).toBe(2);
    expect(await rotate(SESSION)).toBe(1);
    expect(await rewrap('tenant')).toBe(2);
    expect(world.keys.versions.get(`${CLINIC} tenant`)).toBe(2);
    expect(world.keys.versions.get(`${CLINIC} ${SESSION_SCOPE}`)).toBe(1);
    expect(world.eventsOf(CLINIC)).toMatchObject([
      { action: 'data_key.rotate', resource: { type: 'data_key', id: 'tenant' } },
      { action: 'data_key.rotate', resource: { type: 'data_key', id: 'tenant' } },
      { action: 'data_key.rotate', resource: { type: 'data_key', id: SESSION_SCOPE } },
      { action: 'data_key.rewrap', resource: { type: 'data_key', id: 'tenant' } },
    ]);
  });

  it("wrap every key anew, sessions' too, where no scope is named", async () => {
    for (const scope of [undefined, undefined, SESSION]) await rotate(scope);
    expect(await rewrap()).toBe(3);
    expect(world.eventsOf(CLINIC).at(-1)).toMatchObject({ action: 'data_key.rewrap', resource: { id: '*' } });
  });

  it("wrap the platform's own keys anew for super administrators, and for nobody else", async () => {
    const rewrapOwn = (actor: Actor) => new RewrapDataKeys(...of(world), world.keys).execute(actor, PLATFORM_TENANT);
    await world.keys.rotate(PLATFORM_TENANT, 'audit-signing');
    await expect(rewrapOwn(GRACE)).rejects.toMatchObject({ code: 'not_found' });
    expect(await rewrapOwn(ROOT)).toBe(1);
    expect(world.eventsOf(PLATFORM_TENANT)).toMatchObject([{ action: 'data_key.rewrap' }]);
  });

  it('replace the key that signs checkpoints for super administrators, and for nobody else', async () => {
    const scope = 'audit-signing';
    const rotateOwn = (actor: Actor, asked: string | undefined = scope, tenant = PLATFORM_TENANT) =>
      new RotateDataKey(...of(world), world.keys).execute(actor, tenant, { scope: asked });
    await expect(rotateOwn(GRACE)).rejects.toMatchObject({ code: 'not_found' });
    await expect(rotateOwn(ROOT, scope, CLINIC)).rejects.toMatchObject(badScope);
    expect([await rotateOwn(ROOT), await rotateOwn(ROOT), await rotateOwn(ROOT, 'tenant')]).toEqual([1, 2, 1]);
    expect(await new RewrapDataKeys(...of(world), world.keys).execute(ROOT, PLATFORM_TENANT, { scope })).toBe(2);
    await expect(
      new ShredKey(...of(world), world.keys).execute(ROOT, PLATFORM_TENANT, { scope, confirm: PLATFORM_TENANT }),
    ).rejects.toMatchObject(badScope);
    expect(world.eventsOf(PLATFORM_TENANT)[0]).toMatchObject({ action: 'data_key.rotate', resource: { id: scope } });
  });

  it('tell of nothing that did not happen', async () => {
    world.keys.fails = true;
    await expect(rotate()).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect(rewrap()).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(world.state.events).toStrictEqual([]);
  });

  it.each(['', 'all', 'session#1', 'tenant '])('refuse the scope %j', async (scope) => {
    await expect(rotate(scope)).rejects.toMatchObject(badScope);
    await expect(rewrap(scope)).rejects.toMatchObject(badScope);
  });
});

describe('ShredKey', () => {
  it('destroys a key, and tells of it before and after', async () => {
    await world.keys.rotate(CLINIC, 'tenant');
    expect(await shred()).toBe(1);
    expect(world.keys.versions).toStrictEqual(new Map([[`${CLINIC} tenant`, 0]]));
    expect(told()).toStrictEqual([
      ['data_key.shred', 'success', 'data_key_to_shred'],
      ['data_key.shred', 'success', 'data_key'],
    ]);
  });

  it("destroys a session's key alone", async () => {
    await shred(SESSION);
    expect([...world.keys.versions.keys()]).toStrictEqual([`${CLINIC} ${SESSION_SCOPE}`]);
    expect(world.eventsOf(CLINIC)[0]?.resource?.id).toBe(SESSION_SCOPE);
  });

  it('has told of it when the key is destroyed', async () => {
    const destroy = world.keys.destroy.bind(world.keys);
    let before: unknown;
    world.keys.destroy = (...asked) => {
      before = told();
      return destroy(...asked);
    };
    await shred();
    expect(before).toStrictEqual([['data_key.shred', 'success', 'data_key_to_shred']]);
  });

  it('tells of a failure too', async () => {
    world.keys.fails = true;
    await expect(shred()).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(told()).toStrictEqual([
      ['data_key.shred', 'success', 'data_key_to_shred'],
      ['data_key.shred', 'failed', 'data_key'],
    ]);
  });

  it('is refused while a legal hold stands, and nothing is told', async () => {
    world.state.legalHolds.push(holdOf(world));
    await expect(shred()).rejects.toMatchObject({ code: 'conflict' });
    expect(world.keys.versions.size).toBe(0);
    expect(world.state.events).toStrictEqual([]);
  });

  it('is refused when a hold is placed after it was told of', async () => {
    const run = world.governance.run.bind(world.governance);
    world.governance.run = async (tenantId, work) => {
      const result = await run(tenantId, work);
      if (world.state.legalHolds.length === 0) world.state.legalHolds.push(holdOf(world));
      return result;
    };
    await expect(shred()).rejects.toMatchObject({ code: 'conflict' });
    expect(world.keys.versions.size).toBe(0);
    expect(told().at(-1)).toStrictEqual(['data_key.shred', 'failed', 'data_key']);
  });

  it.each(['', 'yes', HOSPITAL])('refuses the confirmation %j', async (confirm) => {
    const refusal = { code: 'validation_error', facts: { field: 'confirm' } };
    await expect(shred('tenant', confirm)).rejects.toMatchObject(refusal);
    expect(world.keys.versions.size).toBe(0);
  });

  it('refuses a scope that is neither the tenant nor a session', async () => {
    await expect(shred('everything')).rejects.toMatchObject(badScope);
    expect(world.keys.versions.size).toBe(0);
  });
});
