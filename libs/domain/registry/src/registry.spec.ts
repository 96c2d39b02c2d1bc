import { beforeEach, describe, expect, it } from '@jest/globals';
import { providerId } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import fc from 'fast-check';
import { ANY, GivenStore, ids, model, NOON, provider } from '../test/entries.js';
import { MODEL_STATUSES, MODEL_TYPES, type Model } from './model.js';
import { PROVIDER_STATUSES, PROVIDER_TYPES, type Provider } from './provider.js';
import { Registry } from './registry.js';

const ALL = { limit: 100, offset: 0 };

describe('Registry', () => {
  let clock: FixedClock;
  let store: GivenStore;
  let registry: Registry;

  const given = (models: readonly Model[], providers: readonly Provider[] = [provider('acme')]): void => {
    store = new GivenStore({ models, providers, agreements: [], rules: [] });
    registry = new Registry(store, clock, new SequentialIds());
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  beforeEach(() => {
    clock = new FixedClock(NOON);
  });

  describe('lists', () => {
    const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

    it('finds exactly the models that agree with everything asked for', async () => {
      const traits = fc.record({
        providerId: fc.constantFrom(providerId('acme'), providerId('other')),
        specialty: fc.constantFrom('general', 'coding'),
        status: fc.constantFrom(...MODEL_STATUSES),
        type: fc.constantFrom(...MODEL_TYPES),
        supportsVision: fc.boolean(),
        supportsStreaming: fc.boolean(),
      });
      const filters = fc.record({
        providerId: maybe(fc.constantFrom('acme', 'other', 'nobody')),
        specialty: maybe(fc.constantFrom('general', 'coding')),
        status: maybe(fc.constantFrom(...MODEL_STATUSES)),
        type: maybe(fc.constantFrom(...MODEL_TYPES)),
        supportsVision: maybe(fc.boolean()),
        supportsStreaming: maybe(fc.boolean()),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(traits, { maxLength: 12 }), filters, async (kinds, filter) => {
          const models = kinds.map((kind, index) => model(`m${String(index).padStart(2, '0')}`, kind));
          given(models);
          const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
          const expected = models.filter((each) => wanted.every(([key, value]) => Reflect.get(each, key) === value));
          expect(await registry.models(filter, ALL)).toEqual({ items: expected, total: expected.length });
        }),
        { numRuns: 300 },
      );
    });

    it('finds exactly the providers that agree with everything asked for', async () => {
      const traits = fc.record({
        type: fc.constantFrom(...PROVIDER_TYPES),
        status: fc.constantFrom(...PROVIDER_STATUSES),
        hipaaCompliant: fc.boolean(),
      });
      const filters = fc.record({
        type: maybe(fc.constantFrom(...PROVIDER_TYPES)),
        status: maybe(fc.constantFrom(...PROVIDER_STATUSES)),
        hipaaCompliant: maybe(fc.boolean()),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(traits, { maxLength: 12 }), filters, async (kinds, filter) => {
          const providers = kinds.map((kind, index) => provider(`p${String(index).padStart(2, '0')}`, kind));
          given([], providers);
          const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
          const expected = providers.filter((each) => wanted.every(([key, value]) => Reflect.get(each, key) === value));
          expect(await registry.providers(filter, ALL)).toEqual({ items: expected, total: expected.length });
        }),
        { numRuns: 300 },
      );
    });

    it('orders models by display name and providers by name, then by id, by code unit', async () => {
      given(
        [
          model('a', { displayName: 'beta' }),
          model('c', { displayName: 'Zeta' }),
          model('d', { displayName: 'Alpha' }),
          model('b', { displayName: 'Alpha' }),
        ],
        [provider('z', { name: 'Same' }), provider('y', { name: 'Same' }), provider('x', { name: 'under' })],
      );
      expect(ids((await registry.models({}, ALL)).items)).toEqual(['b', 'd', 'c', 'a']);
      expect(ids((await registry.providers({}, ALL)).items)).toEqual(['y', 'z', 'x']);
    });

    it('gives the same order whatever the store gives', async () => {
      const models = ['A', 'B', 'A', 'C', 'B'].map((displayName, index) => model(`m${index}`, { displayName }));
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(models, { minLength: 5 }), async (shuffled) => {
          given(shuffled);
          expect(ids((await registry.models({}, ALL)).items)).toEqual(['m0', 'm2', 'm1', 'm4', 'm3']);
        }),
      );
    });

    it('cuts pages that together are the whole, each with the true total', async () => {
      const models = Array.from({ length: 7 }, (_, index) => model(`m${index}`));
      given([...models, model('off', { status: 'inactive' })]);
      const pages = await Promise.all(
        [0, 3, 6, 9].map((offset) => registry.models({ status: 'active' }, { limit: 3, offset })),
      );
      expect(pages.map(({ items }) => items.length)).toEqual([3, 3, 1, 0]);
      expect(pages.map(({ total }) => total)).toEqual([7, 7, 7, 7]);
      expect(ids(pages.flatMap(({ items }) => items))).toEqual(ids(models));
      expect(await registry.providers({}, { limit: 1, offset: 1 })).toEqual({ items: [], total: 1 });
    });
  });

  describe('single entries', () => {
    it('finds models and providers by id, those that are switched off too', async () => {
      given([model('a', { status: 'inactive' })], [provider('acme', { status: 'deprecated' })]);
      expect((await registry.model('a')).id).toBe('a');
      expect((await registry.provider('acme')).id).toBe('acme');
    });

    it('knows no model by its name, and refuses what it does not have', async () => {
      given([model('a')]);
      for (const id of ['upstream-a', 'b', '', '__proto__']) {
        await expect(registry.model(id)).rejects.toMatchObject({ code: 'not_found', facts: { field: 'model' } });
        await expect(registry.provider(id)).rejects.toMatchObject({ code: 'not_found', facts: { field: 'provider' } });
      }
    });
  });

  describe('a change in the store', () => {
    it('is seen within five seconds', async () => {
      given([model('a')]);
      await registry.model('a');
      store.content = { ...store.content, models: [model('b')] };
      clock.advance(2_500);
      expect((await registry.model('a')).id).toBe('a');
      expect(store.loads).toBe(1);
      clock.advance(2_501);
      expect((await registry.model('b')).id).toBe('b');
      await expect(registry.routes('a', ANY)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('is fetched behind the scenes while the registry is in use', async () => {
      given([model('a')]);
      await registry.model('a');
      clock.advance(2_501);
      await registry.model('a');
      expect(store.loads).toBe(2);
      await settled();
      clock.advance(2_500);
      await registry.model('a');
      expect(store.loads).toBe(2);
    });
  });

  it('answers from its snapshot while the store fails, for five seconds and no longer', async () => {
    given([model('a')]);
    await registry.model('a');
    store.failing = true;
    clock.advance(5_000);
    expect((await registry.routes('a', ANY))[0].model.id).toBe('a');
    await settled();
    clock.advance(1);
    await expect(registry.routes('a', ANY)).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect(registry.models({}, ALL)).rejects.toMatchObject({ code: 'service_unavailable' });
    store.failing = false;
    expect((await registry.routes('a', ANY))[0].model.id).toBe('a');
  });
});
