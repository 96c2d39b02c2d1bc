import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PLATFORM_TENANT, tenantId, type SealContext } from '@radiant/kernel';
import { inspect } from 'node:util';
import { CLINIC, deployment, failureOf, FIRST, HOSPITAL, SECOND, wrapperOf } from '../../test/replicas.js';

const WITHIN_MS = 5_000;
const WHERE: SealContext = { tenantId: CLINIC, record: 'phi#1', version: 1 };
const destroyed = { code: 'not_found', message: 'the key was destroyed' };

describe('DataKeys', () => {
  let world: ReturnType<typeof deployment>;

  beforeEach(() => {
    world = deployment();
  });

  const versions = (): number[] => world.store.keys.map(({ version }) => version);

  describe('at first use', () => {
    it('makes version 1 and stores it wrapped', async () => {
      const { keys } = world.replica();
      const { version, key } = await keys.current(CLINIC, 'tenant');
      expect(version).toBe(1);
      expect(world.store.keys).toMatchObject([{ tenantId: CLINIC, scope: 'tenant', version: 1, wrappedBy: 'local:1' }]);
      const stored = Buffer.from(world.store.keys[0]!.wrapped!);
      expect(stored.includes(key.export())).toBe(false);
    });

    it('makes another key for each tenant and scope', async () => {
      const { keys } = world.replica();
      const places = [
        [CLINIC, 'tenant'],
        [CLINIC, 'session#1'],
        [HOSPITAL, 'tenant'],
      ] as const;
      const made = await Promise.all(places.map(async ([tenant, scope]) => keys.current(tenant, scope)));
      expect(new Set(made.map(({ key }) => key.export().toString('hex'))).size).toBe(3);
    });

    it('makes one version for twenty callers of one replica, and wraps once', async () => {
      const wrapper = wrapperOf(FIRST);
      const wrap = jest.spyOn(wrapper, 'wrap');
      const { keys } = world.replica(wrapper);
      const made = await Promise.all(Array.from({ length: 20 }, async () => keys.current(CLINIC, 'tenant')));
      expect(new Set(made.map(({ key }) => key)).size).toBe(1);
      expect(wrap).toHaveBeenCalledTimes(1);
      expect(versions()).toEqual([1]);
    });

    it('makes one version on twenty replicas, and all of them use it', async () => {
      const made = await Promise.all(
        Array.from({ length: 20 }, async () => world.replica().keys.current(CLINIC, 'tenant')),
      );
      expect(new Set(made.map(({ key }) => key.export().toString('hex'))).size).toBe(1);
      expect(versions()).toEqual([1]);
    });

    it('says so when the store is down, and makes the key when it is back', async () => {
      const { sealer } = world.replica();
      world.store.down = true;
      expect(await failureOf(sealer.seal(WHERE, 'x'))).toMatchObject({ code: 'service_unavailable' });
      world.store.down = false;
      await sealer.seal(WHERE, 'x');
      expect(versions()).toEqual([1]);
    });
  });

  describe('while the key is at hand', () => {
    it('answers without a promise, without the store and without unwrapping again', async () => {
      const wrapper = wrapperOf(FIRST);
      const unwrap = jest.spyOn(wrapper, 'unwrap');
      const { keys } = world.replica(wrapper);
      const made = await keys.current(CLINIC, 'tenant');
      const reads = world.store.reads;
      expect(keys.current(CLINIC, 'tenant')).toBe(made);
      expect(keys.version(CLINIC, 'tenant', 1)).toBe(made);
      expect(keys.first(CLINIC, 'tenant')).toBe(made);
      expect(world.store.reads).toBe(reads);
      expect(unwrap).toHaveBeenCalledTimes(1);
    });

    it('reads the store again within 5 s, and does not unwrap what it has', async () => {
      const wrapper = wrapperOf(FIRST);
      const unwrap = jest.spyOn(wrapper, 'unwrap');
      const { keys } = world.replica(wrapper);
      await keys.current(CLINIC, 'tenant');
      for (let round = 1; round <= 3; round += 1) {
        const reads = world.store.reads;
        world.clock.advance(WITHIN_MS);
        await keys.current(CLINIC, 'tenant');
        expect(world.store.reads).toBe(reads + 1);
      }
      expect(unwrap).toHaveBeenCalledTimes(1);
    });

    it('fails closed when the store stays down for longer', async () => {
      const { sealer } = world.replica();
      const sealed = await sealer.seal(WHERE, 'x');
      world.store.down = true;
      expect(await sealer.open(WHERE, sealed)).toBe('x');
      world.clock.advance(WITHIN_MS);
      expect(await failureOf(sealer.open(WHERE, sealed))).toMatchObject({ code: 'service_unavailable' });
    });

    it('unwraps again after a failure', async () => {
      const wrapper = wrapperOf(FIRST);
      await world.replica().keys.current(CLINIC, 'tenant');
      jest.spyOn(wrapper, 'unwrap').mockRejectedValueOnce(new Error('down'));
      const { keys } = world.replica(wrapper);
      await expect(Promise.resolve(keys.current(CLINIC, 'tenant'))).rejects.toThrow('down');
      expect(await keys.current(CLINIC, 'tenant')).toMatchObject({ version: 1 });
    });

    it('prints no key', async () => {
      const { keys } = world.replica();
      const dataKey = await keys.current(CLINIC, 'tenant');
      const bytes = dataKey.key.export();
      const printed = inspect([keys, dataKey], { depth: 12, showHidden: true }) + JSON.stringify(dataKey);
      for (const encoding of ['hex', 'base64'] as const) expect(printed).not.toContain(bytes.toString(encoding));
      expect(printed).not.toContain([...bytes].join(','));
      expect(printed).not.toContain(inspect(bytes).slice(8, 50));
    });
  });

  it('believes no store that answers with the key of another tenant, scope or version', async () => {
    const { keys } = world.replica();
    await keys.current(CLINIC, 'tenant');
    const [stored] = world.store.keys;
    for (const over of [{ tenantId: HOSPITAL }, { scope: 'session#1' }, { version: 2 }]) {
      world.store.keys = [{ ...stored!, ...over }];
      const place = world.store.keys[0]!;
      const opening = world.replica().keys.version(place.tenantId, place.scope, place.version);
      expect(await failureOf(Promise.resolve(opening))).toMatchObject({ code: 'internal_error' });
    }
    const confused = world.replica();
    jest.spyOn(world.store, 'versions').mockResolvedValue([stored!]);
    const asked = Promise.resolve(confused.keys.current(HOSPITAL, 'tenant'));
    expect(await failureOf(asked)).toMatchObject({ code: 'internal_error' });
  });

  describe('rotation', () => {
    it('seals with the new version and still opens what the old one sealed', async () => {
      const { keys, sealer } = world.replica();
      const old = await sealer.seal(WHERE, 'before');
      expect(await keys.rotate(CLINIC, 'tenant')).toBe(2);
      const fresh = await sealer.seal(WHERE, 'after');
      expect([old, fresh].map((bytes) => Buffer.from(bytes).readUInt32BE(1))).toEqual([1, 2]);
      expect(await sealer.open(WHERE, old)).toBe('before');
      expect(await sealer.open(WHERE, fresh)).toBe('after');
    });

    it('is opened at once by a replica that has not heard of it, and used by it within 5 s', async () => {
      const [here, there] = [world.replica(), world.replica()];
      await here.sealer.seal(WHERE, 'x');
      const old = await there.sealer.seal(WHERE, 'x');
      await here.keys.rotate(CLINIC, 'tenant');
      expect(await there.keys.current(CLINIC, 'tenant')).toMatchObject({ version: 1 });
      expect(await there.sealer.open(WHERE, await here.sealer.seal(WHERE, 'after'))).toBe('after');
      expect(await there.sealer.open(WHERE, old)).toBe('x');
      const third = world.replica();
      world.clock.advance(WITHIN_MS);
      for (const { keys } of [here, there, third]) {
        expect(await keys.current(CLINIC, 'tenant')).toMatchObject({ version: 2 });
      }
    });

    it('adds one version for two who rotate at once, and tells the second', async () => {
      const { keys } = world.replica();
      await keys.current(CLINIC, 'tenant');
      const rotations = await Promise.allSettled([keys.rotate(CLINIC, 'tenant'), keys.rotate(CLINIC, 'tenant')]);
      expect(rotations).toMatchObject([
        { status: 'fulfilled', value: 2 },
        { status: 'rejected', reason: { code: 'conflict' } },
      ]);
      expect(versions()).toEqual([1, 2]);
    });

    it('lists every version, oldest first', async () => {
      const { keys } = world.replica();
      expect(await keys.all(CLINIC, 'tenant')).toMatchObject([{ version: 1 }]);
      await keys.rotate(CLINIC, 'tenant');
      expect(await keys.all(CLINIC, 'tenant')).toMatchObject([{ version: 1 }, { version: 2 }]);
    });
  });

  describe('rewrapping', () => {
    it('goes on while values are opened, and lets the old wrapping key be removed', async () => {
      const { keys, sealer } = world.replica();
      const sealed = [await sealer.seal(WHERE, 'one')];
      await keys.rotate(CLINIC, 'tenant');
      sealed.push(await sealer.seal(WHERE, 'two'));
      const both = world.replica(wrapperOf(FIRST, SECOND));
      const opened = Promise.all(sealed.map((bytes) => both.sealer.open(WHERE, bytes)));
      expect(await both.keys.rewrap(CLINIC, 'tenant')).toBe(2);
      expect(await opened).toEqual(['one', 'two']);
      expect(world.store.keys.map(({ wrappedBy }) => wrappedBy)).toEqual(['local:2', 'local:2']);

      const { sealer: without } = world.replica(wrapperOf(SECOND));
      expect(await Promise.all(sealed.map((bytes) => without.open(WHERE, bytes)))).toEqual(['one', 'two']);
      world.clock.advance(WITHIN_MS);
      expect(await both.sealer.open(WHERE, sealed[0]!)).toBe('one');
    });

    it("of all scopes lets it be removed for sessions and the platform's own keys, too", async () => {
      const { sealer } = world.replica();
      const places = [WHERE, { ...WHERE, keyScope: 'session#1' }, { ...WHERE, tenantId: PLATFORM_TENANT }];
      const sealed = await Promise.all(places.map((place) => sealer.seal(place, 'x')));
      const both = world.replica(wrapperOf(FIRST, SECOND));
      expect([await both.keys.rewrapAll(CLINIC), await both.keys.rewrapAll(PLATFORM_TENANT)]).toEqual([2, 1]);
      const { sealer: without } = world.replica(wrapperOf(SECOND));
      expect(await Promise.all(places.map((place, at) => without.open(place, sealed[at]!)))).toEqual(['x', 'x', 'x']);
    });

    it('is needed before the old wrapping key goes', async () => {
      const sealed = await world.replica().sealer.seal(WHERE, 'x');
      const opening = world.replica(wrapperOf(SECOND)).sealer.open(WHERE, sealed);
      expect(await failureOf(opening)).toMatchObject({
        code: 'internal_error',
        message: 'a data key could not be unwrapped',
      });
    });

    it('helps a replica that could not unwrap before, within 5 s', async () => {
      const sealed = await world.replica().sealer.seal(WHERE, 'x');
      const without = world.replica(wrapperOf(SECOND));
      expect(await failureOf(without.sealer.open(WHERE, sealed))).toMatchObject({ code: 'internal_error' });
      await world.replica(wrapperOf(FIRST, SECOND)).keys.rewrap(CLINIC, 'tenant');
      world.clock.advance(WITHIN_MS);
      expect(await without.sealer.open(WHERE, sealed)).toBe('x');
    });

    it('has nothing to do where no key is, and refuses where it was destroyed', async () => {
      const { keys } = world.replica();
      expect(await keys.rewrap(CLINIC, 'tenant')).toBe(0);
      await keys.destroy(CLINIC, 'tenant');
      expect(await failureOf(keys.rewrap(CLINIC, 'tenant'))).toMatchObject(destroyed);
    });
  });

  describe('destruction', () => {
    it('closes here at once and on another replica within 5 s, for good', async () => {
      const [here, there] = [world.replica(), world.replica()];
      const sealed = await here.sealer.seal(WHERE, 'x');
      expect(await there.sealer.open(WHERE, sealed)).toBe('x');
      expect(await here.keys.destroy(CLINIC, 'tenant')).toBe(1);
      expect(await failureOf(here.sealer.open(WHERE, sealed))).toMatchObject(destroyed);
      for (const wait of [WITHIN_MS, WITHIN_MS, 365 * 86_400_000]) {
        world.clock.advance(wait);
        for (const { sealer } of [here, there, world.replica()]) {
          expect(await failureOf(sealer.open(WHERE, sealed))).toMatchObject(destroyed);
          expect(await failureOf(sealer.seal(WHERE, 'y'))).toMatchObject(destroyed);
        }
      }
      expect(world.store.keys.map(({ wrapped }) => wrapped)).toEqual([undefined]);
    });

    it('takes every version, and nothing of another scope or tenant', async () => {
      const { keys, sealer } = world.replica();
      const contexts = [WHERE, { ...WHERE, keyScope: 'session#1' }, { ...WHERE, tenantId: HOSPITAL }];
      await keys.rotate(CLINIC, 'session#1');
      await keys.rotate(CLINIC, 'session#1');
      const sealed = await Promise.all(contexts.map((context) => sealer.seal(context, 'x')));
      expect(await keys.destroy(CLINIC, 'session#1')).toBe(2);
      expect(await sealer.open(contexts[0]!, sealed[0]!)).toBe('x');
      expect(await failureOf(sealer.open(contexts[1]!, sealed[1]!))).toMatchObject(destroyed);
      expect(await sealer.open(contexts[2]!, sealed[2]!)).toBe('x');
    });

    it('closes a scope that was never used', async () => {
      const { keys, sealer } = world.replica();
      await keys.destroy(CLINIC, 'tenant');
      for (const replica of [sealer, world.replica().sealer]) {
        expect(await failureOf(replica.seal(WHERE, 'x'))).toMatchObject(destroyed);
      }
    });

    it('allows no rotation afterwards', async () => {
      const { keys } = world.replica();
      await keys.destroy(CLINIC, 'tenant');
      expect(await failureOf(keys.rotate(CLINIC, 'tenant'))).toMatchObject(destroyed);
      expect(versions()).toEqual([1]);
    });

    it('wins over a rotation and over a first use that are under way', async () => {
      for (const tenant of [CLINIC, tenantId('00000000-0000-4000-8000-00000000000b')]) {
        const [here, there] = [world.replica(), world.replica()];
        if (tenant === CLINIC) await here.keys.current(tenant, 'tenant');
        world.store.beforeAdd = async () => {
          world.store.beforeAdd = async () => undefined;
          await there.keys.destroy(tenant, 'tenant');
        };
        const added =
          tenant === CLINIC ? here.keys.rotate(tenant, 'tenant') : Promise.resolve(here.keys.current(tenant, 'tenant'));
        expect(await failureOf(added)).toMatchObject(destroyed);
      }
      expect(world.store.keys.every(({ wrapped }) => wrapped === undefined)).toBe(true);
      expect(versions()).toEqual([1, 2, 1]);
    });
  });
});
