import { describe, expect, it } from '@jest/globals';
import { Money, providerId } from '@radiant/kernel';
import type { ProviderBillStore } from '../ports/provider-bills.js';
import { providerBillId, type BilledLine, type ProviderBill } from '../provider-bills/provider-bill.js';
import { NOON } from './usage-entries.js';

/** The providers of the laws; a store with foreign keys needs them beforehand. */
export const BILLING_PROVIDERS = [providerId('acme'), providerId('zenith')] as const;
const [ACME, ZENITH] = BILLING_PROVIDERS;
const ALL_DAYS = { from: '2026-01-01', to: '2027-01-01' };

const billOf = (n: number, over: Partial<ProviderBill> = {}): ProviderBill => ({
  id: providerBillId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`),
  name: 'acme 2026-10',
  version: 1,
  digest: String(n).padStart(64, '0'),
  lineCount: 1,
  from: '2026-10-01',
  to: '2026-10-31',
  total: Money.parse('9007199254.740993000001'),
  createdAt: NOON + n,
  createdBy: 'root',
  ...over,
});

const lineOf = (over: Partial<BilledLine> = {}): BilledLine => ({
  providerId: ACME,
  model: 'large-2026',
  day: '2026-10-02',
  inputTokens: 9_007_199_254_740,
  cachedInputTokens: 0,
  outputTokens: undefined,
  cost: Money.parse('9007199254.740993000001'),
  ...over,
});

/** The laws of ProviderBillStore. `make` gives a store that holds nothing, and runs work on it in transactions. */
export function describeProviderBills(
  name: string,
  make: () => Promise<<Result>(work: (store: ProviderBillStore) => Promise<Result>) => Promise<Result>>,
): void {
  describe(`ProviderBillStore laws: ${name}`, () => {
    it('give back every field of what was added, newest first', async () => {
      const run = await make();
      for (const n of [1, 3, 2]) await run((store) => store.add(billOf(n, { name: `bill ${n}` }), [lineOf()]));
      expect(await run((store) => store.list({ limit: 2, offset: 1 }))).toStrictEqual({
        items: [billOf(2, { name: 'bill 2' }), billOf(1, { name: 'bill 1' })],
        total: 3,
      });
      expect(await run((store) => store.newest('bill 3'))).toStrictEqual(billOf(3, { name: 'bill 3' }));
      expect(await run((store) => store.newest('bill 9'))).toBeUndefined();
    });

    it('keep every version and let the newest hold', async () => {
      const run = await make();
      const credit = lineOf({ cost: Money.parse('-0.000000000001'), model: 'other', inputTokens: undefined });
      await run((store) => store.add(billOf(1), [lineOf(), lineOf({ day: '2026-10-03' })]));
      await run((store) => store.add(billOf(2, { version: 2 }), [credit]));
      expect((await run((store) => store.newest('acme 2026-10')))?.version).toBe(2);
      expect((await run((store) => store.list({ limit: 9, offset: 0 }))).total).toBe(2);
      expect(await run((store) => store.standing(ALL_DAYS))).toStrictEqual([{ ...credit, bill: 'acme 2026-10' }]);
    });

    it('find the lines of days and of a provider, in order', async () => {
      const run = await make();
      const lines = [
        lineOf({ day: '2026-10-03' }),
        lineOf({ providerId: ZENITH, model: 'a' }),
        lineOf({ model: 'b' }),
        lineOf({ model: 'a' }),
        lineOf({ day: '2026-10-04' }),
      ];
      await run((store) => store.add(billOf(1), lines));
      const found = async (over: object) =>
        (await run((store) => store.standing({ from: '2026-10-02', to: '2026-10-04', ...over }))).map(
          ({ day, providerId: provider, model }) => `${day} ${provider} ${model}`,
        );
      expect(await found({})).toEqual([
        '2026-10-02 acme a',
        '2026-10-02 acme b',
        '2026-10-02 zenith a',
        '2026-10-03 acme large-2026',
      ]);
      expect(await found({ providerId: ZENITH })).toEqual(['2026-10-02 zenith a']);
    });

    it('refuse an id that is taken, and a version of the name that is', async () => {
      const run = await make();
      await run((store) => store.add(billOf(1), [lineOf()]));
      const again = (bill: ProviderBill) => run((store) => store.add(bill, [lineOf()]));
      await expect(again(billOf(1, { name: 'other' }))).rejects.toMatchObject({ code: 'conflict' });
      await expect(again(billOf(2))).rejects.toMatchObject({ code: 'conflict' });
      expect(await run((store) => store.standing(ALL_DAYS))).toHaveLength(1);
    });
  });
}
