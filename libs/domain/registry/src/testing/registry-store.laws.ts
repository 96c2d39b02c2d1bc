import { describe, expect, it } from '@jest/globals';
import { modelId } from '@radiant/kernel';
import type { RegistrySnapshot, RegistryStore } from '../ports/registry-store.js';
import {
  BARE_MODEL,
  barePrice,
  BARE_PROVIDER,
  FULL_MODEL,
  FULL_PROVIDER,
  NARROW_AGREEMENT,
  NEW_YEAR,
  NOTHING,
  price,
  RULE,
  WIDE_AGREEMENT,
} from './registry-examples.js';

const INPUT_ONLY = { ...BARE_MODEL, id: modelId('input-only'), prices: [barePrice(1, NEW_YEAR)] };

/** The laws of RegistryStore. `make` gives a store that holds just `content`. */
export function describeRegistryStore(name: string, make: (content: RegistrySnapshot) => Promise<RegistryStore>): void {
  describe(`RegistryStore laws: ${name}`, () => {
    const load = async (content: RegistrySnapshot): Promise<RegistrySnapshot> => (await make(content)).load();

    it('loads nothing from an empty registry', async () => {
      expect(await load(NOTHING)).toEqual(NOTHING);
    });

    it('gives back every field, those without a value as undefined', async () => {
      const { providers, models, agreements, rules } = await load({
        providers: [FULL_PROVIDER, BARE_PROVIDER],
        models: [FULL_MODEL, BARE_MODEL, INPUT_ONLY],
        agreements: [NARROW_AGREEMENT, WIDE_AGREEMENT],
        rules: [RULE],
      });
      expect(byId(providers)).toStrictEqual(byId([FULL_PROVIDER, BARE_PROVIDER]));
      expect(byId(models)).toStrictEqual(byId([FULL_MODEL, BARE_MODEL, INPUT_ONLY]));
      expect(byId(agreements)).toStrictEqual([NARROW_AGREEMENT, WIDE_AGREEMENT]);
      expect(rules).toStrictEqual([RULE]);
    });

    it('loads two thousand models, each with its own prices', async () => {
      const models = Array.from({ length: 2_000 }, (_, n) => ({
        ...BARE_MODEL,
        id: modelId(`model-${n}`),
        prices: [{ ...price(1, NEW_YEAR), rates: { input_tokens: BigInt(n) } }],
      }));
      const loaded = await load({ ...NOTHING, providers: [BARE_PROVIDER], models });
      expect(loaded.models).toHaveLength(2_000);
      expect(loaded.models.every((model) => model.id === `model-${model.prices[0]?.rates.input_tokens}`)).toBe(true);
    });
  });
}

const byId = <Item extends { readonly id: string }>(items: readonly Item[]): Item[] =>
  [...items].sort((a, b) => (a.id < b.id ? -1 : 1));
