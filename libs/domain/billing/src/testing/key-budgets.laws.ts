import { beforeEach, describe, expect, it } from '@jest/globals';
import { apiKeyId, type ApiKeyId } from '@radiant/kernel';
import type { BudgetStanding } from '../budget.js';
import { budgetOf, type MoneyStore } from './reservations.laws.js';
import { append, billed, CLINIC, NOON, reserved } from './usage-entries.js';

const FIRST = apiKeyId('55555555-5555-4555-8555-000000000001');
const SECOND = apiKeyId('55555555-5555-4555-8555-000000000002');
const THIRD = apiKeyId('55555555-5555-4555-8555-000000000003');
const OTHER = apiKeyId('55555555-5555-4555-8555-000000000004');
const FOREIGN = apiKeyId('55555555-5555-4555-8555-000000000005');

/** The laws of budgets of keys. `make` gives empty books, which know CLINIC, in UTC. */
export function describeKeyBudgets(name: string, make: () => Promise<MoneyStore>): void {
  describe(`laws of budgets of keys: ${name}`, () => {
    let store: MoneyStore;

    beforeEach(async () => {
      store = await make();
    });

    const standing = async (): Promise<BudgetStanding | undefined> =>
      (await store.budgets(CLINIC, (all) => all.list({ limit: 10, offset: 0 }, NOON))).items[0];
    const figures = async (): Promise<string> => {
      const found = await standing();
      return `${String(found?.spent)} spent, ${String(found?.held)} held`;
    };
    const add = (limit: string, successors?: readonly ApiKeyId[]): Promise<void> =>
      store.budgets(CLINIC, (all) => all.add(budgetOf(1, limit, { scope: { kind: 'key', value: FIRST, successors } })));
    const succeed = (key: ApiKeyId, successor: ApiKeyId): Promise<void> =>
      store.budgets(CLINIC, (all) => all.succeed(key, successor));
    const reserve = (n: number, amount: string, key: ApiKeyId): Promise<string> =>
      store.reservations.reserve(reserved(n, amount, { apiKeyId: key })).then(
        () => 'allowed',
        (error: { code: string }) => error.code,
      );

    it('counts the calls of a key and of all that took its place together, and of no other', async () => {
      await add('1');
      await succeed(FIRST, SECOND);
      await succeed(SECOND, THIRD);
      await succeed(OTHER, FOREIGN);
      expect((await standing())?.budget.scope).toEqual({ kind: 'key', value: FIRST, successors: [SECOND, THIRD] });
      const outcomes = [];
      for (const [n, key] of [FIRST, SECOND, THIRD, OTHER].entries()) outcomes.push(await reserve(n, '0.4', key));
      expect(outcomes).toEqual(['allowed', 'allowed', 'budget_exceeded', 'allowed']);
      await append(store.ledger, billed(0, '0.1', { apiKeyId: FIRST }));
      expect(await figures()).toBe('0.1 spent, 0.4 held');
      await append(store.ledger, billed(1, '0.2', { apiKeyId: SECOND }));
      expect(await figures()).toBe('0.3 spent, 0 held');
    });

    it('counts what was spent with either before it was made', async () => {
      await append(store.ledger, billed(1, '0.5', { apiKeyId: FIRST }));
      await append(store.ledger, billed(2, '0.3', { apiKeyId: SECOND }));
      await append(store.ledger, billed(3, '5', { apiKeyId: OTHER }));
      await add('1', [SECOND]);
      expect(await figures()).toBe('0.8 spent, 0 held');
      expect([await reserve(4, '0.3', SECOND), await reserve(5, '0.2', FIRST)]).toEqual(['budget_exceeded', 'allowed']);
    });
  });
}
