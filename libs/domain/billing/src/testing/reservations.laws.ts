import { beforeEach, describe, expect, it } from '@jest/globals';
import { apiKeyId, appId, modelId, Money, providerId, userId, type Instant, type TenantId } from '@radiant/kernel';
import { budgetId, type Budget, type BudgetStanding } from '../budget.js';
import type { BudgetStore } from '../ports/budget-store.js';
import type { Reservations } from '../ports/reservations.js';
import type { Reservation } from '../reservation.js';
import { append, billed, CLINIC, HOSPITAL, NOON, request, reserved } from './usage-entries.js';
import type { UsageStore } from './usage-ledger.laws.js';

const AROUND = { from: NOON - 1, to: NOON + 1 };
const ALL = { limit: 1_000, offset: 0 };
const LATER = NOON + 1_800_000;
const HOUR_MS = 3_600_000;

export interface MoneyStore extends UsageStore {
  readonly reservations: Reservations;
  /** Budgets of a tenant, as the administration sees them. */
  budgets<Result>(tenantId: TenantId, work: (store: BudgetStore) => Promise<Result>): Promise<Result>;
}

export const budgetOf = (n: number, limit: string, over: Partial<Budget> = {}): Budget => ({
  id: budgetId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`),
  tenantId: CLINIC,
  period: 'day',
  limit: Money.parse(limit),
  hard: true,
  scope: { kind: 'tenant', value: undefined },
  createdAt: NOON - HOUR_MS,
  createdBy: 'grace',
  endedAt: undefined,
  ...over,
});

/** The laws of Reservations. `make` gives empty books, which know CLINIC and HOSPITAL, both in UTC. */
export function describeReservations(name: string, make: () => Promise<MoneyStore>): void {
  describe(`Reservations laws: ${name}`, () => {
    let store: MoneyStore;

    beforeEach(async () => {
      store = await make();
    });

    const budget = (...budgets: readonly Budget[]): Promise<void> =>
      store.budgets(CLINIC, async (all) => {
        for (const one of budgets) await all.add(one);
      });
    const standing = async (now: Instant = NOON): Promise<BudgetStanding | undefined> =>
      (await store.budgets(CLINIC, (all) => all.list(ALL, now))).items[0];
    const figures = async (now?: Instant): Promise<string> => {
      const found = await standing(now);
      return `${String(found?.spent)} spent, ${String(found?.held)} held`;
    };
    const outcome = (reservation: Reservation): Promise<string> =>
      store.reservations.reserve(reservation).then(
        () => 'allowed',
        (error: { code: string }) => error.code,
      );
    const release = (n: number): Promise<void> =>
      store.ledger.post({ kind: 'release', tenantId: CLINIC, requestId: request(n) });
    const total = async (): Promise<string> => String((await store.reports.summary(CLINIC, AROUND)).total.billedAmount);

    it('allows everything where there is no budget', async () => {
      expect(await outcome(reserved(1, '1000000'))).toBe('allowed');
    });

    it('allows up to the limit exactly and not a pico-dollar more', async () => {
      await budget(budgetOf(1, '1'));
      expect(await outcome(reserved(1, '0.7'))).toBe('allowed');
      expect(await outcome(reserved(2, '0.300000000001'))).toBe('budget_exceeded');
      expect(await outcome(reserved(3, '0.3'))).toBe('allowed');
      expect(await outcome(reserved(4, '0.000000000001'))).toBe('budget_exceeded');
      expect(await figures()).toBe('0 spent, 1 held');
    });

    it('says of a refusal which budget it was, what is left and when it resets', async () => {
      await budget(budgetOf(1, '5'), budgetOf(2, '1', { scope: { kind: 'app', value: 'charting' } }));
      await store.reservations.reserve(reserved(1, '0.75'));
      await expect(store.reservations.reserve(reserved(2, '0.5'))).rejects.toMatchObject({
        code: 'budget_exceeded',
        facts: {
          budgetId: budgetOf(2, '1').id,
          scope: 'app',
          limit: '1',
          left: '0.25',
          resetsAt: '2026-03-11T00:00:00.000Z',
        },
      });
    });

    it('admits of two hundred concurrent calls exactly as many as fit', async () => {
      await budget(budgetOf(1, '1'));
      const outcomes = await Promise.all(Array.from({ length: 200 }, (_, n) => outcome(reserved(n, '0.03'))));
      expect(outcomes.filter((one) => one === 'allowed')).toHaveLength(33);
      expect(await figures()).toBe('0 spent, 0.99 held');
    });

    it('takes a repeated reservation as one', async () => {
      await budget(budgetOf(1, '1'));
      for (let time = 0; time < 3; time += 1) expect(await outcome(reserved(1, '0.6'))).toBe('allowed');
      expect(await figures()).toBe('0 spent, 0.6 held');
    });

    it('frees what a call did not need when it is settled, and everything when it is released', async () => {
      await budget(budgetOf(1, '1'));
      await store.reservations.reserve(reserved(1, '0.6'));
      await store.reservations.reserve(reserved(2, '0.4'));
      await append(store.ledger, billed(1, '0.1'));
      expect(await figures()).toBe('0.1 spent, 0.4 held');
      await release(2);
      await release(2);
      expect(await figures()).toBe('0.1 spent, 0 held');
      expect(await outcome(reserved(3, '0.9'))).toBe('allowed');
      expect(await total()).toBe('0.1');
    });

    it('counts a settlement that is repeated once', async () => {
      await budget(budgetOf(1, '1'));
      await store.reservations.reserve(reserved(1, '0.6'));
      for (let time = 0; time < 3; time += 1) await append(store.ledger, billed(1, '0.1'));
      expect(await figures()).toBe('0.1 spent, 0 held');
    });

    it('counts what was spent before the budget was made', async () => {
      await append(store.ledger, billed(1, '0.8'));
      await budget(budgetOf(1, '1'));
      expect(await figures()).toBe('0.8 spent, 0 held');
      expect(await outcome(reserved(2, '0.3'))).toBe('budget_exceeded');
      expect(await outcome(reserved(3, '0.2'))).toBe('allowed');
      expect(await figures()).toBe('0.8 spent, 0.2 held');
    });

    it('counts a call that was under way when the budget was made, once it is settled', async () => {
      await store.reservations.reserve(reserved(1, '0.9'));
      await budget(budgetOf(1, '1'));
      await store.reservations.reserve(reserved(2, '0.1'));
      await append(store.ledger, billed(1, '0.7'));
      await release(2);
      expect(await figures()).toBe('0.7 spent, 0 held');
    });

    it('asks every budget that covers the call, and none that does not', async () => {
      const limited = (n: number, kind: Budget['scope']['kind'], value: string): Budget =>
        budgetOf(n, '0.5', { scope: { kind, value } });
      await budget(
        budgetOf(1, '100'),
        limited(2, 'app', 'other'),
        limited(3, 'user', 'ann'),
        limited(4, 'key', '55555555-5555-4555-8555-555555555555'),
        limited(5, 'tag', 'cost_center=oncology'),
      );
      expect(await outcome(reserved(1, '1'))).toBe('allowed');
      const covered: readonly Partial<Reservation>[] = [
        { appId: appId('other') },
        { userId: userId('ann') },
        { apiKeyId: apiKeyId('55555555-5555-4555-8555-555555555555') },
        { tags: ['department=er', 'cost_center=oncology'] },
      ];
      for (const [index, over] of covered.entries()) {
        expect(await outcome(reserved(10 + index, '1', over))).toBe('budget_exceeded');
        expect(await outcome(reserved(20 + index, '0.4', over))).toBe('allowed');
      }
      expect(await outcome(reserved(30, '1', { apiKeyId: undefined, userId: undefined, tags: [] }))).toBe('allowed');
    });

    it('refuses nothing for a soft budget', async () => {
      await budget(budgetOf(1, '1', { hard: false }));
      expect(await outcome(reserved(1, '5'))).toBe('allowed');
      expect(await figures()).toBe('0 spent, 5 held');
    });

    it('asks no budget that was ended', async () => {
      await budget(budgetOf(1, '1'));
      const end = (): Promise<boolean> => store.budgets(CLINIC, (all) => all.end(budgetOf(1, '1').id, 'grace', NOON));
      expect([await end(), await end()]).toEqual([true, false]);
      expect(await outcome(reserved(1, '5'))).toBe('allowed');
      expect((await store.budgets(CLINIC, (all) => all.list(ALL, NOON))).total).toBe(0);
    });

    it('begins anew with the day and with the month', async () => {
      await budget(budgetOf(1, '1'));
      await store.reservations.reserve(reserved(1, '1'));
      const tomorrow = NOON + 12 * HOUR_MS;
      const at = (moment: Instant) => ({ reservedAt: moment, expiresAt: moment + HOUR_MS });
      expect(await outcome(reserved(2, '1', at(tomorrow - 1)))).toBe('budget_exceeded');
      expect(await outcome(reserved(3, '1', at(tomorrow)))).toBe('allowed');
      await budget(budgetOf(2, '3', { period: 'month' }));
      await append(store.ledger, billed(9, '2.5'));
      const april = Date.UTC(2026, 3, 1);
      expect(await outcome(reserved(4, '1', at(april - 1)))).toBe('budget_exceeded');
      expect(await outcome(reserved(5, '1', at(april)))).toBe('allowed');
    });

    it("never counts another tenant's calls", async () => {
      await budget(budgetOf(1, '1'));
      const foreign = { tenantId: HOSPITAL };
      expect(await outcome(reserved(1, '5', foreign))).toBe('allowed');
      await append(store.ledger, billed(1, '5', foreign));
      expect(await figures()).toBe('0 spent, 0 held');
      expect((await store.budgets(HOSPITAL, (all) => all.list(ALL, NOON))).total).toBe(0);
    });

    it('bills what was reserved, as an estimate, when nothing is heard of a call', async () => {
      await budget(budgetOf(1, '1'));
      for (const n of [1, 2, 3]) await store.reservations.reserve(reserved(n, '0.2'));
      await append(store.ledger, billed(3, '0.05'));
      expect(await store.reservations.settleExpired(LATER - 1, 10)).toBe(0);
      expect(await store.reservations.settleExpired(LATER, 1)).toBe(1);
      expect(await store.reservations.settleExpired(LATER, 10)).toBe(1);
      expect(await store.reservations.settleExpired(LATER, 10)).toBe(0);
      expect(await figures()).toBe('0.45 spent, 0 held');
      const { items } = await store.reports.records(CLINIC, AROUND, ALL);
      expect(items.map(({ estimated, billedAmount }) => `${String(billedAmount)} ${String(estimated)}`).sort()).toEqual(
        ['0.05 false', '0.2 true', '0.2 true'],
      );
      expect(items.find(({ estimated }) => estimated)?.usage).toEqual({
        inputTokens: 200,
        cachedInputTokens: 0,
        outputTokens: 100,
        reasoningTokens: 0,
      });
    });

    it('puts the truth in the place of such an estimate when it turns up after all', async () => {
      await budget(budgetOf(1, '1'));
      await store.reservations.reserve(reserved(1, '0.2'));
      await store.reservations.settleExpired(LATER, 10);
      for (let time = 0; time < 2; time += 1) await append(store.ledger, billed(1, '0.05'));
      expect([await total(), await figures()]).toEqual(['0.05', '0.05 spent, 0 held']);
      expect((await store.reports.records(CLINIC, AROUND, ALL)).items).toMatchObject([{ estimated: false }]);
      await expect(append(store.ledger, billed(1, '0.06'))).rejects.toMatchObject({ code: 'conflict' });
    });

    it('names who served the call in the place of who was reserved for, when the truth turns up', async () => {
      await store.reservations.reserve(reserved(1, '0.2'));
      await store.reservations.settleExpired(LATER, 10);
      const served = { modelId: modelId('chat-large'), providerId: providerId('zenith') };
      await append(store.ledger, billed(1, '0.05', served));
      expect((await store.reports.records(CLINIC, AROUND, ALL)).items).toMatchObject([served]);
    });

    it('takes the truth that turns up several times at once for one', async () => {
      const calls = [1, 2, 3];
      for (const n of calls) await store.reservations.reserve(reserved(n, '0.2'));
      await store.reservations.settleExpired(LATER, 10);
      await Promise.all([...calls, ...calls, ...calls].map((n) => append(store.ledger, billed(n, '0.05'))));
      expect(await total()).toBe('0.15');
    });

    it('takes such an estimate back when it turns out that nothing was used', async () => {
      await budget(budgetOf(1, '1'));
      for (const n of [1, 2]) await store.reservations.reserve(reserved(n, '0.2'));
      await store.reservations.settleExpired(LATER, 10);
      const release = { kind: 'release', tenantId: CLINIC, requestId: request(1) } as const;
      for (let time = 0; time < 2; time += 1) await store.ledger.post(release);
      expect([await total(), await figures()]).toEqual(['0.2', '0.2 spent, 0 held']);
      const { items } = await store.reports.records(CLINIC, AROUND, ALL);
      expect(items.map(({ estimated, billedAmount }) => `${String(billedAmount)} ${String(estimated)}`).sort()).toEqual(
        ['0 false', '0.2 true'],
      );
    });

    it('raises an alert at half, four fifths and all of the limit, once a period', async () => {
      await budget(budgetOf(1, '1', { hard: false }));
      await store.reservations.reserve(reserved(99, '0.1'));
      const alerts = async (): Promise<number[]> =>
        (await store.budgets(CLINIC, (all) => all.alerts(ALL))).items
          .map(({ percent }) => percent)
          .sort((a, b) => a - b);
      const steps: readonly [string, number[]][] = [
        ['0.49', []],
        ['0.01', [50]],
        ['0.4', [50, 80]],
        ['0.05', [50, 80]],
        ['0.05', [50, 80, 100]],
        ['9', [50, 80, 100]],
      ];
      for (const [index, [amount, expected]] of steps.entries()) {
        await append(store.ledger, billed(index, amount));
        expect(await alerts()).toEqual(expected);
      }
    });

    it('raises the alerts of what was spent before it was made, though it refuses every call', async () => {
      await append(store.ledger, billed(1, '0.9'));
      await budget(budgetOf(1, '1'), budgetOf(2, '0.5'), budgetOf(3, '0', { scope: { kind: 'app', value: 'none' } }));
      expect(await outcome(reserved(2, '0.2'))).toBe('budget_exceeded');
      const { items } = await store.budgets(CLINIC, (all) => all.alerts(ALL));
      expect(
        items.map(({ budgetId: id, percent, spent }) => `${id.slice(-1)}: ${percent} ${String(spent)}`).sort(),
      ).toEqual(['1: 50 0.9', '1: 80 0.9', '2: 100 0.9', '2: 50 0.9', '2: 80 0.9']);
    });
  });
}
