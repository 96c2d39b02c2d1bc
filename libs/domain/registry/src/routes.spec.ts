import { beforeEach, describe, expect, it } from '@jest/globals';
import { providerId } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import { agreement, ANY, GivenStore, ids, model, NOON, price, provider } from '../test/entries.js';
import type { Model } from './model.js';
import type { Provider } from './provider.js';
import { Registry } from './registry.js';

describe('Registry routes', () => {
  let clock: FixedClock;
  let store: GivenStore;
  let registry: Registry;

  const given = (models: readonly Model[], providers: readonly Provider[] = [provider('acme')]): void => {
    store = new GivenStore({ models, providers, agreements: [], rules: [] });
    registry = new Registry(store, clock, new SequentialIds());
  };

  beforeEach(() => {
    clock = new FixedClock(NOON);
  });

  it('lead to the model, its provider and the price in force, by id and by name', async () => {
    given([model('a'), model('b')]);
    for (const name of ['a', 'upstream-a']) {
      const [route] = await registry.routes(name, ANY);
      expect([route.model.id, route.provider.id, route.price.version]).toEqual(['a', 'acme', 1]);
    }
  });

  it.each([
    ['is unknown', 'nobody', {}, {}],
    ['is switched off', 'a', { status: 'inactive' }, {}],
    ['is deprecated', 'a', { status: 'deprecated' }, {}],
    ['is still to come', 'a', { status: 'coming_soon' }, {}],
    ['has a provider that is switched off', 'a', {}, { status: 'inactive' }],
    ['has a provider that is deprecated', 'a', {}, { status: 'deprecated' }],
    ['has a provider that is not there', 'a', { providerId: providerId('gone') }, {}],
  ] as const)('are refused for a model that %s, as for one that never was', async (_what, name, over, providerOver) => {
    given([model('a', over)], [provider('acme', providerOver)]);
    await expect(registry.routes(name, ANY)).rejects.toMatchObject({
      code: 'not_found',
      message: 'no such model',
      facts: { field: 'model' },
    });
    expect(ids(await registry.served())).not.toContain(name);
  });

  it('are refused for a model without a price, or whose price begins later', async () => {
    given([model('free', { prices: [] }), model('later', { prices: [price({ effectiveFrom: NOON + 1 })] })]);
    for (const name of ['free', 'later']) {
      await expect(registry.routes(name, ANY)).rejects.toMatchObject({
        code: 'model_not_priced',
        facts: { model: name },
      });
    }
    clock.advance(1);
    expect((await registry.routes('later', ANY))[0].price.version).toBe(1);
  });

  it('take on a new price from its first instant, without a reload', async () => {
    given([model('a', { prices: [price(), price({ version: 2, effectiveFrom: NOON + 10 })] })]);
    clock.advance(9);
    expect((await registry.routes('a', ANY))[0].price.version).toBe(1);
    clock.advance(1);
    expect((await registry.routes('a', ANY))[0].price.version).toBe(2);
    expect(store.loads).toBe(1);
  });

  it('end with an agreement, between one call and the next of the same conversation, without a reload', async () => {
    given([model('a')]);
    store.content = { ...store.content, agreements: [agreement({ expiresAt: NOON + 10 })] };
    const next = () => registry.routes('a', { ...ANY, exposesPhi: true });
    expect(await next()).toHaveLength(1);
    clock.advance(9);
    expect(await next()).toHaveLength(1);
    clock.advance(1);
    await expect(next()).rejects.toMatchObject({ code: 'baa_required' });
    expect(await registry.routes('a', ANY)).toHaveLength(1);
    expect(store.loads).toBe(1);
  });

  it("prefer a model's id to another model's name", async () => {
    given([model('a', { name: 'b' }), model('b', { name: 'x' })]);
    expect((await registry.routes('b', ANY))[0].model.id).toBe('b');
  });

  it('never lead elsewhere when the model that has the id is switched off', async () => {
    given([model('a', { name: 'b' }), model('b', { status: 'inactive' })]);
    await expect(registry.routes('b', ANY)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('by a name that several models have lead to the first by display name, of those that are served', async () => {
    const name = 'shared';
    given([
      model('c', { name, displayName: 'A', status: 'inactive' }),
      model('b', { name, displayName: 'C' }),
      model('a', { name, displayName: 'B' }),
    ]);
    expect((await registry.routes(name, ANY))[0].model.id).toBe('a');
  });

  it('serve each active model of an active provider once, by display name, whatever its name', async () => {
    given(
      [
        model('b', { displayName: 'Z', name: 'shared' }),
        model('a', { displayName: 'A', name: 'shared' }),
        model('same', { name: 'same', displayName: 'M' }),
        model('off', { status: 'inactive' }),
        model('orphan', { providerId: providerId('stopped') }),
      ],
      [provider('acme'), provider('stopped', { status: 'inactive' })],
    );
    expect(ids(await registry.served())).toEqual(['a', 'same', 'b']);
  });
});
