import { describe, expect, it } from '@jest/globals';
import { priceImportId, type PriceImport } from '../price-file/price-import.js';
import type { PriceImportStore } from '../ports/price-imports.js';
import { BARE_MODEL, FULL_MODEL, NEW_YEAR } from './registry-examples.js';

const id = (n: number) => priceImportId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);

/** With every kind of proposal; amounts are beyond what a float holds exactly. */
export const priceImportExample = (n: number): PriceImport => ({
  id: id(n),
  source: 'prices.json',
  proposals: [
    {
      modelId: FULL_MODEL.id,
      key: 'acme/chat-large',
      comparedWith: 2,
      change: 'changed',
      unknown: undefined,
      rates: { input_tokens: 9_007_199_254_740_993n, output_tokens: 2n },
      tiers: [{ aboveInputTokens: 128_000, rates: { input_tokens: 9_007_199_254_740_995n } }],
      differences: [
        { component: 'input_tokens', aboveInputTokens: 0, before: 3n, after: 9_007_199_254_740_993n, basisPoints: 7 },
        {
          component: 'input_tokens',
          aboveInputTokens: 128_000,
          before: undefined,
          after: 9_007_199_254_740_995n,
          basisPoints: undefined,
        },
      ],
    },
    {
      modelId: BARE_MODEL.id,
      key: 'embed',
      comparedWith: undefined,
      change: 'unknown',
      unknown: 'zero',
      rates: {},
      tiers: [],
      differences: [],
    },
  ],
  unchanged: 3,
  unlisted: 2_900,
  createdAt: NEW_YEAR + n,
  createdBy: 'root',
  status: 'pending',
  decidedAt: undefined,
  decidedBy: undefined,
  taken: undefined,
});

/** The laws of PriceImportStore. `make` gives a store that holds nothing, and runs work on it in transactions. */
export function describePriceImports(
  name: string,
  make: () => Promise<<Result>(work: (store: PriceImportStore) => Promise<Result>) => Promise<Result>>,
): void {
  describe(`PriceImportStore laws: ${name}`, () => {
    it('give back every field of what was added, newest first', async () => {
      const run = await make();
      for (const n of [1, 3, 2]) await run((store) => store.add(priceImportExample(n)));
      expect(await run((store) => store.find(id(3)))).toStrictEqual(priceImportExample(3));
      expect(await run((store) => store.find(id(9)))).toBeUndefined();
      expect(await run((store) => store.list({ limit: 2, offset: 1 }))).toStrictEqual({
        items: [priceImportExample(2), priceImportExample(1)],
        total: 3,
      });
    });

    it('refuse an id that is taken', async () => {
      const run = await make();
      await run((store) => store.add(priceImportExample(1)));
      await expect(run((store) => store.add(priceImportExample(1)))).rejects.toMatchObject({ code: 'conflict' });
    });

    it('decide once', async () => {
      const run = await make();
      for (const n of [1, 2]) await run((store) => store.add(priceImportExample(n)));
      const decision = {
        status: 'approved',
        decidedAt: NEW_YEAR + 9,
        decidedBy: 'grace',
        taken: [FULL_MODEL.id],
      } as const;
      expect(await run((store) => store.decide(id(1), decision))).toBe(true);
      expect(await run((store) => store.decide(id(1), { ...decision, status: 'rejected' }))).toBe(false);
      expect(await run((store) => store.decide(id(9), decision))).toBe(false);
      expect(await run((store) => store.find(id(1)))).toStrictEqual({ ...priceImportExample(1), ...decision });
      expect(await run((store) => store.find(id(2)))).toStrictEqual(priceImportExample(2));
    });
  });
}
