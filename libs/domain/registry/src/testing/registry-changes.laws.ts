import { describe, expect, it } from '@jest/globals';
import { DomainError, modelId, providerId } from '@radiant/kernel';
import type { Model } from '../model.js';
import type {
  AgreementStore,
  AgreementWarningStore,
  ModelStore,
  ProviderStore,
  RoutingRuleStore,
} from '../ports/registry-changes.js';
import type { RegistrySnapshot } from '../ports/registry-store.js';
import type { Provider } from '../provider.js';
import { BARE_MODEL, BARE_PROVIDER, FULL_MODEL, FULL_PROVIDER, NOTHING } from './registry-examples.js';

/** What a transaction hands out of the registry. */
export interface RegistryChanges {
  readonly providers: ProviderStore;
  readonly models: ModelStore;
  readonly agreements: AgreementStore;
  readonly agreementWarnings: AgreementWarningStore;
  readonly rules: RoutingRuleStore;
}

/** Transactions on an empty registry, and what they left. */
export interface RegistryUnderTest {
  run<Result>(work: (changes: RegistryChanges) => Promise<Result>): Promise<Result>;
  load(): Promise<RegistrySnapshot>;
}

const UNPRICED: Model = { ...FULL_MODEL, prices: [] };

/** The laws of ProviderStore and ModelStore. `make` gives a registry that holds nothing. */
export function describeRegistryChanges(name: string, make: () => Promise<RegistryUnderTest>): void {
  describe(`ProviderStore and ModelStore laws: ${name}`, () => {
    const given = async (): Promise<RegistryUnderTest> => {
      const registry = await make();
      await registry.run(async ({ providers, models }) => {
        for (const provider of [FULL_PROVIDER, BARE_PROVIDER]) await providers.add(provider);
        for (const model of [UNPRICED, BARE_MODEL]) await models.add(model);
      });
      return registry;
    };

    it('give back every field of what was added', async () => {
      const registry = await given();
      await registry.run(async ({ providers, models }) => {
        expect(await providers.find(FULL_PROVIDER.id)).toStrictEqual(FULL_PROVIDER);
        expect(await providers.find(BARE_PROVIDER.id)).toStrictEqual(BARE_PROVIDER);
        expect(await models.find(UNPRICED.id)).toStrictEqual(UNPRICED);
        expect(await models.find(BARE_MODEL.id)).toStrictEqual(BARE_MODEL);
        expect(await providers.find(providerId('nobody'))).toBeUndefined();
        expect(await models.find(modelId('nobody'))).toBeUndefined();
      });
    });

    it('refuse an id that is taken, and the transaction goes on', async () => {
      const registry = await given();
      await registry.run(async ({ providers, models }) => {
        await expect(providers.add(FULL_PROVIDER)).rejects.toMatchObject({ code: 'conflict', facts: { field: 'id' } });
        await expect(models.add(UNPRICED)).rejects.toMatchObject({ code: 'conflict', facts: { field: 'id' } });
        await providers.add({ ...BARE_PROVIDER, id: providerId('another') });
      });
      expect((await registry.load()).providers).toHaveLength(3);
    });

    it('save every field but id, provider and creation, of the one row', async () => {
      const registry = await given();
      const provider: Provider = { ...FULL_PROVIDER, id: BARE_PROVIDER.id, revision: 8, createdAt: 1 };
      const model: Model = { ...UNPRICED, id: BARE_MODEL.id, revision: 9, createdAt: 1 };
      await registry.run(async ({ providers, models }) => {
        await providers.save(provider);
        await models.save(model);
      });
      const { providers, models } = await registry.load();
      const { createdAt } = BARE_PROVIDER;
      expect(providers).toContainEqual({ ...provider, createdAt });
      expect(providers).toContainEqual(FULL_PROVIDER);
      expect(models).toContainEqual({ ...model, providerId: BARE_MODEL.providerId, createdAt });
      expect(models).toContainEqual(UNPRICED);
    });

    it('take values away', async () => {
      const registry = await given();
      const provider: Provider = { ...BARE_PROVIDER, id: FULL_PROVIDER.id };
      const model: Model = { ...BARE_MODEL, id: UNPRICED.id, providerId: UNPRICED.providerId };
      await registry.run(async ({ providers, models }) => {
        await providers.save(provider);
        await models.save(model);
      });
      const { providers, models } = await registry.load();
      expect(providers).toContainEqual(provider);
      expect(models).toContainEqual(model);
    });

    it('add versions of prices, which nothing changes any more', async () => {
      const registry = await given();
      const [first, second] = FULL_MODEL.prices;
      if (!first || !second) throw new TypeError('the example has two prices');
      await registry.run(async ({ models }) => {
        await models.addPrice(UNPRICED.id, first);
        await models.addPrice(UNPRICED.id, second);
        await expect(models.addPrice(UNPRICED.id, { ...second, rates: {} })).rejects.toMatchObject({
          code: 'conflict',
        });
        await expect(models.addPrice(UNPRICED.id, { ...second, version: 3 })).rejects.toMatchObject({
          code: 'conflict',
        });
        expect(await models.find(UNPRICED.id)).toStrictEqual(FULL_MODEL);
        await models.save(UNPRICED);
      });
      expect((await registry.load()).models).toContainEqual(FULL_MODEL);
    });

    it('save nothing that is not there', async () => {
      const registry = await make();
      await registry.run(async ({ providers, models }) => {
        await expect(providers.save(FULL_PROVIDER)).rejects.toMatchObject({ code: 'not_found' });
        await expect(models.save(FULL_MODEL)).rejects.toMatchObject({ code: 'not_found' });
      });
    });

    it('keep nothing of a transaction that fails', async () => {
      const registry = await make();
      const failure = new DomainError('forbidden', 'the work failed');
      await expect(
        registry.run(async ({ providers, models }) => {
          await providers.add(FULL_PROVIDER);
          await models.add(UNPRICED);
          throw failure;
        }),
      ).rejects.toBe(failure);
      expect(await registry.load()).toEqual(NOTHING);
    });

    it('let no change of two at once be lost', async () => {
      const registry = await given();
      const rename = (suffix: string): Promise<void> =>
        registry.run(async ({ providers, models }) => {
          const provider = (await providers.find(FULL_PROVIDER.id)) ?? FULL_PROVIDER;
          const model = (await models.find(UNPRICED.id)) ?? UNPRICED;
          await providers.save({ ...provider, name: provider.name + suffix, revision: provider.revision + 1 });
          await models.save({ ...model, displayName: model.displayName + suffix, revision: model.revision + 1 });
        });
      await Promise.all(['a', 'b', 'c'].map(rename));
      const { providers, models } = await registry.load();
      const provider = providers.find(({ id }) => id === FULL_PROVIDER.id);
      const model = models.find(({ id }) => id === UNPRICED.id);
      expect(provider?.revision).toBe(FULL_PROVIDER.revision + 3);
      expect(provider?.name).toHaveLength(FULL_PROVIDER.name.length + 3);
      expect(model?.revision).toBe(UNPRICED.revision + 3);
    });
  });
}
