import { beforeEach, describe, expect, it } from '@jest/globals';
import { Money, type Slice, type TenantId } from '@radiant/kernel';
import type { BookedCall } from '../books/booked.js';
import { verifyLines } from '../books/verify-lines.js';
import type { BookedFigures, Correction, StandingCall } from '../corrections/correction.js';
import { correctionId } from '../corrections/correction-id.js';
import { CorrectionTally } from '../corrections/correction-tally.js';
import type { BooksReader } from '../ports/books-reader.js';
import type { CorrectionRun, CorrectionStore } from '../ports/correction-store.js';
import type { LedgerShares } from '../ports/invoice-store.js';
import type { UsageLedger } from '../ports/usage-ledger.js';
import type { UsageReports } from '../ports/usage-reports.js';
import { append, billed, CLINIC, HOSPITAL, NOON, request } from './usage-entries.js';

interface CorrectionPorts {
  readonly corrections: CorrectionStore;
  readonly ledgerShares: LedgerShares;
}

export interface CorrectionsUnderTest {
  readonly ledger: UsageLedger;
  readonly reports: UsageReports;
  readonly reader: BooksReader;
  /** A transaction of a tenant. */
  run<Result>(tenantId: TenantId, work: (ports: CorrectionPorts) => Promise<Result>): Promise<Result>;
}

const DAY = { from: NOON, to: NOON + 86_400_000 };
const idOf = (n: number) => correctionId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
const runOf = (n: number): CorrectionRun => ({
  id: idOf(n),
  reason: 'price',
  asked: `["price",${n}]`,
  figures: new CorrectionTally().figures(),
  createdAt: NOON,
  createdBy: 'grace',
});
const figures = (cost: string, billedAmount: string, over: Partial<BookedFigures> = {}): BookedFigures => ({
  usage: {
    inputTokens: 9,
    cachedInputTokens: 0,
    outputTokens: 8,
    reasoningTokens: 0,
    detail: { cache_write_tokens: 2 },
  },
  cost: Money.parse(cost),
  billedAmount: Money.parse(billedAmount),
  estimated: false,
  priceVersion: 2,
  markupBasisPoints: 1_000,
  markupVersion: 4,
  ...over,
});

/** The laws of CorrectionStore. `make` gives empty books that know CLINIC and HOSPITAL. */
export function describeCorrections(name: string, make: () => Promise<CorrectionsUnderTest>): void {
  describe(`CorrectionStore laws: ${name}`, () => {
    let under: CorrectionsUnderTest;
    beforeEach(async () => {
      under = await make();
      await append(under.ledger, billed(1, '0.5'));
      await append(under.ledger, billed(2, '0.7', { createdAt: DAY.to }));
    });
    const within = <Result>(work: (store: CorrectionStore) => Promise<Result>, tenant = CLINIC): Promise<Result> =>
      under.run(tenant, ({ corrections }) => work(corrections));
    const standing = async (n = 1): Promise<StandingCall> => {
      const call = await within((store) => store.call(request(n)));
      if (!call) throw new TypeError('there is no such call');
      return call;
    };
    const post = (n: number, ...corrections: readonly Correction[]): Promise<void> =>
      within(async (store) => {
        await store.add(runOf(n));
        await store.post(idOf(n), corrections);
      });
    const toBe = async (after: BookedFigures): Promise<Correction> => ({
      requestId: request(1),
      before: await standing(),
      after,
    });
    const booked = (): Promise<BookedCall | undefined> =>
      under.reader.read(CLINIC, async (books) => {
        for await (const call of books.calls()) if (call.requestId === request(1)) return call;
        return undefined;
      });

    it('lists what was corrected, newest first, a page at a time, to its tenant alone', async () => {
      for (const n of [1, 3, 2]) await within((store) => store.add({ ...runOf(n), createdAt: NOON + n }));
      const list = (slice: Slice, tenant = CLINIC) => within((store) => store.list(slice), tenant);
      const { items, total } = await list({ limit: 2, offset: 1 });
      expect([items.map(({ id }) => id), total]).toEqual([[idOf(2), idOf(1)], 3]);
      expect(items[0]).toEqual({ ...runOf(2), createdAt: NOON + 2 });
      expect(await list({ limit: 9, offset: 0 }, HOSPITAL)).toEqual({ items: [], total: 0 });
    });

    it('shows calls as they stand, of the period and the model, to their tenant alone', async () => {
      expect(await standing()).toMatchObject({ billedAmount: Money.parse('0.5'), priceVersion: 1, origin: 'call' });
      expect(await within((store) => store.call(request(1)), HOSPITAL)).toBeUndefined();
      const of = (model: StandingCall['modelId'], tenant = CLINIC) =>
        within(async (store) => {
          const found: StandingCall[] = [];
          for await (const call of store.calls(model, DAY)) found.push(call);
          return found;
        }, tenant);
      const { modelId } = await standing();
      expect((await of(modelId)).map(({ requestId }) => requestId)).toEqual([request(1)]);
      expect(await of(modelId, HOSPITAL)).toEqual([]);
    });

    it('puts a reversal and a correction beside what stands there; usage, reports and shares follow', async () => {
      const after = figures('0.2', '0.22');
      await post(1, await toBe(after));
      expect(await standing()).toMatchObject(after);
      const { items } = await under.reports.records(CLINIC, DAY, { limit: 9, offset: 0 });
      expect(items).toMatchObject([{ requestId: request(1), ...after }]);
      expect((await under.reports.summary(CLINIC, DAY)).total).toEqual({
        requests: 1,
        inputTokens: 9,
        outputTokens: 8,
        cost: after.cost,
        billedAmount: after.billedAmount,
      });
      expect(await under.run(CLINIC, ({ ledgerShares }) => ledgerShares.ofPeriod(DAY))).toMatchObject([
        { requests: 1, inputTokens: 9, exact: after.billedAmount },
      ]);
      const call = await booked();
      expect(call?.lines.map(({ entry, kind }) => `${entry} ${kind}`)).toEqual(
        ['1 charge', '2 reversal', '3 correction'].flatMap((line) => [line, line, line]),
      );
      expect(call && verifyLines(call)).toEqual([]);
    });

    it('corrects what was corrected, to nothing and from nothing too', async () => {
      const nothing = figures('0', '0');
      for (const [n, after] of [figures('0.2', '0.22'), nothing, nothing, figures('0.3', '0.33')].entries()) {
        await post(n + 1, await toBe(after));
        const call = await booked();
        expect([call?.usage?.billedAmount, call && verifyLines(call)]).toEqual([after.billedAmount, []]);
      }
      expect((await booked())?.lines.at(-1)).toMatchObject({ entry: 9, kind: 'correction', priceVersion: 2 });
    });

    it('takes nothing that does not stand as it was read, or is not of the tenant', async () => {
      const first = await toBe(figures('0.2', '0.22'));
      const other: Correction = { ...first, requestId: request(2), before: await standing(2) };
      await post(1, first);
      const conflict = { code: 'conflict' };
      await expect(post(2, first)).rejects.toMatchObject(conflict);
      await expect(post(3, other, first)).rejects.toMatchObject(conflict);
      await expect(
        under.run(HOSPITAL, async ({ corrections }) => {
          await corrections.add(runOf(4));
          await corrections.post(idOf(4), [other]);
        }),
      ).rejects.toMatchObject(conflict);
      expect(await standing(2)).toMatchObject({ billedAmount: Money.parse('0.7') });
      expect((await booked())?.lines).toHaveLength(9);
      expect(await within((store) => store.find(idOf(2)))).toBeUndefined();
    });

    it('knows what was asked by its id, once', async () => {
      await within((store) => store.add(runOf(1)));
      expect(await within((store) => store.find(idOf(1)))).toEqual(runOf(1));
      expect(await within((store) => store.find(idOf(1)), HOSPITAL)).toBeUndefined();
      await expect(within((store) => store.add(runOf(1)))).rejects.toMatchObject({ code: 'conflict' });
    });
  });
}
