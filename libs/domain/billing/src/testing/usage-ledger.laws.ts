import { beforeEach, describe, expect, it } from '@jest/globals';
import { Money, type TenantId } from '@radiant/kernel';
import fc from 'fast-check';
import type { UsageLedger } from '../ports/usage-ledger.js';
import type { UsageReports } from '../ports/usage-reports.js';
import { append, billed, CLINIC, HOSPITAL, NOON, request, usageEntry } from './usage-entries.js';

const AROUND = { from: NOON - 1, to: NOON + 1 };
const ALL = { limit: 1_000, offset: 0 };

export interface UsageStore {
  readonly ledger: UsageLedger;
  /** Reads what `ledger` holds. */
  readonly reports: UsageReports;
}

/** The laws of UsageLedger. `make` gives an empty ledger that knows the tenants CLINIC and HOSPITAL. */
export function describeUsageLedger(name: string, make: () => Promise<UsageStore>): void {
  describe(`UsageLedger laws: ${name}`, () => {
    let store: UsageStore;

    beforeEach(async () => {
      store = await make();
    });

    const total = async (tenant: TenantId = CLINIC): Promise<string> =>
      String((await store.reports.summary(tenant, AROUND)).total.billedAmount);
    const count = async (): Promise<number> => (await store.reports.records(CLINIC, AROUND, ALL)).total;

    it('keeps every field of an entry', async () => {
      await append(store.ledger, usageEntry());
      expect((await store.reports.records(CLINIC, AROUND, ALL)).items).toEqual([usageEntry()]);
    });

    it('keeps an entry without key, user and session', async () => {
      const entry = usageEntry({
        apiKeyId: undefined,
        userId: undefined,
        sessionId: undefined,
        requestType: 'chat.completion.stream',
        estimated: true,
      });
      await append(store.ledger, entry);
      expect((await store.reports.records(CLINIC, AROUND, ALL)).items).toEqual([entry]);
    });

    it('sums exactly where floats would not', async () => {
      for (const n of [1, 2, 3]) await append(store.ledger, billed(n, '0.1'));
      expect(await total()).toBe('0.3');
    });

    it('keeps twelve fraction digits', async () => {
      await append(store.ledger, billed(1, '0.000000000001'));
      await append(store.ledger, billed(2, '1234567.123456789012'));
      expect(await total()).toBe('1234567.123456789013');
    });

    it('sums beyond 64 bits of pico-USD', async () => {
      for (const n of [1, 2, 3]) await append(store.ledger, billed(n, '9000000.000000000001'));
      expect(await total()).toBe('27000000.000000000003');
    });

    it('sums any amounts without a difference', async () => {
      const amounts = fc.array(fc.bigInt({ min: 0n, max: 9_000_000_000_000_000_000n }), { maxLength: 20 });
      await fc.assert(
        fc.asyncProperty(amounts, async (picos) => {
          store = await make();
          await Promise.all(
            picos.map((amount, n) => append(store.ledger, billed(n, '0', { billedAmount: Money.ofPicos(amount) }))),
          );
          expect(await total()).toBe(String(Money.ofPicos(picos.reduce((sum, amount) => sum + amount, 0n))));
        }),
        { numRuns: 20 },
      );
    });

    it('appends a repeated entry once', async () => {
      for (let i = 0; i < 3; i += 1) await append(store.ledger, billed(1, '2'));
      expect([await count(), await total()]).toEqual([1, '2']);
    });

    it('appends one of fifty concurrent repetitions', async () => {
      await Promise.all(Array.from({ length: 50 }, () => append(store.ledger, billed(1, '2'))));
      expect([await count(), await total()]).toEqual([1, '2']);
    });

    it('refuses the same request with another amount and keeps the first', async () => {
      await append(store.ledger, billed(1, '2'));
      await expect(append(store.ledger, billed(1, '3'))).rejects.toMatchObject({ code: 'conflict' });
      expect([await count(), await total()]).toEqual([1, '2']);
    });

    it('refuses only the conflicting one of entries appended together', async () => {
      await append(store.ledger, billed(1, '2'));
      const results = await Promise.allSettled(
        [billed(2, '1'), billed(1, '3'), billed(1, '2'), billed(3, '1')].map((entry) => append(store.ledger, entry)),
      );
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
      expect([await count(), await total()]).toEqual([3, '4']);
    });

    it('lets the first of two amounts for one request win, even when both arrive together', async () => {
      const results = await Promise.allSettled([billed(1, '2'), billed(1, '3')].map((e) => append(store.ledger, e)));
      expect(results).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: 'conflict' } }]);
      expect(await total()).toBe('2');
    });

    it('appends a thousand concurrent entries as a thousand rows', async () => {
      await Promise.all(Array.from({ length: 1_000 }, (_, n) => append(store.ledger, billed(n, '0.001'))));
      expect([await count(), await total()]).toEqual([1_000, '1']);
    });

    it('takes the same request id of two tenants as two entries', async () => {
      await append(store.ledger, billed(1, '5'));
      await append(store.ledger, billed(1, '7', { tenantId: HOSPITAL }));
      expect([await total(CLINIC), await total(HOSPITAL)]).toEqual(['5', '7']);
    });

    it('keeps what it was given, whatever the caller does to it next', async () => {
      const given = { ...usageEntry(), usage: { ...usageEntry().usage } };
      await append(store.ledger, given);
      given.latencyMs = 9;
      given.usage.inputTokens = 9;
      given.requestId = request(9);
      expect((await store.reports.records(CLINIC, AROUND, ALL)).items).toEqual([usageEntry()]);
    });
  });
}
