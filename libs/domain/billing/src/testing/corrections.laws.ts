import { beforeEach, describe, expect, it } from '@jest/globals';
import { Money, type Slice, type TenantId } from '@radiant/kernel';
import type { BookedCall } from '../books/booked.js';
import { verifyLines } from '../books/verify-lines.js';
import type { BookedFigures, Correction, StandingCall } from '../corrections/correction.js';
import { correctionId } from '../corrections/correction-id.js';
import { CorrectionTally } from '../corrections/correction-tally.js';
import type { BooksReader } from '../ports/books-reader.js';
import type { CorrectionRun, CorrectionStore } from '../ports/correction-store.js';
import type { BudgetStore } from '../ports/budget-store.js';
import type { LedgerShares } from '../ports/invoice-store.js';
import type { Reservations } from '../ports/reservations.js';
import type { UsageLedger } from '../ports/usage-ledger.js';
import type { UsageReports } from '../ports/usage-reports.js';
import { budgetOf } from './reservations.laws.js';
import { append, billed, CLINIC, HOSPITAL, NOON, request, reserved } from './usage-entries.js';

interface CorrectionPorts {
  readonly corrections: CorrectionStore;
  readonly ledgerShares: LedgerShares;
}

export interface CorrectionsUnderTest {
  readonly ledger: UsageLedger;
  readonly reservations: Reservations;
  readonly reports: UsageReports;
  readonly reader: BooksReader;
  /** Those of CLINIC. */
  budgets<Result>(work: (store: BudgetStore) => Promise<Result>): Promise<Result>;
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
    const toBe = async (after: BookedFigures, n = 1): Promise<Correction> => ({
      requestId: request(n),
      before: await standing(n),
      after,
    });
    const booked = (n = 1): Promise<BookedCall | undefined> =>
      under.reader.read(CLINIC, async (books) => {
        for await (const call of books.calls()) if (call.requestId === request(n)) return call;
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

    describe('of a call that is billed as reserved', () => {
      const byHand = async (n: number): Promise<void> => post(n, await toBe(figures('0.2', '0.22'), 3));
      const truth = (): Promise<void> => append(under.ledger, billed(3, '0.05'));
      const release = (): Promise<void> =>
        under.ledger.post({ kind: 'release', tenantId: CLINIC, requestId: request(3) });

      beforeEach(async () => {
        await under.budgets((budgets) => budgets.add(budgetOf(1, '9')));
        await under.reservations.reserve(reserved(3, '0.4'));
        expect(await under.reservations.settleExpired(NOON + 1_800_000, 9)).toBe(1);
      });

      it.each([
        ['by hand', [byHand], '0.22', 3],
        ['by the truth', [truth, truth], '0.05', 3],
        ['by the truth and then by hand', [truth, byHand, truth], '0.22', 5],
        ['by hand and then by the truth', [byHand, truth, truth], '0.05', 5],
        ['by hand, by the truth and by hand again', [byHand, truth, byHand, truth], '0.22', 7],
        ['by hand and then by its release', [byHand, release, release], '0', 4],
        ['by its release and then by hand', [release, byHand, release], '0.22', 5],
      ] as const)('stands as it was corrected last: %s', async (_, steps, amount, last) => {
        expect(await standing(3)).toMatchObject({ origin: 'expiry', estimated: true });
        for (const [n, step] of steps.entries()) await step(n + 1);
        expect(await standing(3)).toMatchObject({ origin: 'call', billedAmount: Money.parse(amount) });
        const call = await booked(3);
        expect([call?.lines.at(-1)?.entry, call && verifyLines(call)]).toEqual([last, []]);
        const { items } = await under.budgets((budgets) => budgets.list({ limit: 9, offset: 0 }, NOON));
        expect(String(items[0]?.spent)).toBe(String(Money.parse('0.5').plus(Money.parse(amount))));
      });

      it('says whether anything was heard of it, however often it was corrected by hand meanwhile', async () => {
        const unheard = async (): Promise<boolean> => (await standing(3)).unheard;
        const said = [await unheard()];
        await byHand(1);
        said.push(await unheard());
        await truth();
        said.push(await unheard());
        expect([said, (await standing(1)).unheard]).toEqual([[true, true, false], false]);
      });

      it('is refused when the truth turned up since it was read, and another truth besides is a conflict', async () => {
        const read = await toBe(figures('0.2', '0.22'), 3);
        await truth();
        await expect(post(1, read)).rejects.toMatchObject({ code: 'conflict' });
        await byHand(2);
        await expect(append(under.ledger, billed(3, '0.06'))).rejects.toMatchObject({ code: 'conflict' });
      });

      it('takes the truth for one that turns up several times at once', async () => {
        await byHand(1);
        await Promise.all([1, 2, 3, 4].map(truth));
        const call = await booked(3);
        expect([call?.lines.length, call && verifyLines(call)]).toEqual([13, []]); // the estimate has no margin
        await expect(append(under.ledger, billed(3, '0.06'))).rejects.toMatchObject({ code: 'conflict' });
      });
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
