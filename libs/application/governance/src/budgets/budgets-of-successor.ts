import { budgetId, type Budget } from '@radiant/billing';
import type { ApiKeyId, Clock, IdGenerator } from '@radiant/kernel';
import { nameOf, type Actor } from '../actor.js';
import type { GovernanceTransaction } from '../ports/governance-transactions.js';
import { budgetCreated } from './budget-fields.js';

/** Budgets of a tenant that are looked at together. */
const AT_ONCE = 1_000;

/**
 * Gives the successor of an API key budgets of its own on the terms of the old key's, or rotating would be a way out of
 * them.
 */
export async function addBudgetsOfSuccessor(
  { budgets, audit }: Pick<GovernanceTransaction, 'budgets' | 'audit'>,
  by: { readonly actor: Actor; readonly ids: IdGenerator; readonly clock: Clock },
  old: ApiKeyId,
  successor: ApiKeyId,
): Promise<void> {
  const now = Math.trunc(by.clock.now());
  const found: Budget[] = [];
  for (let offset = 0, more = true; more; offset += AT_ONCE) {
    const { items, total } = await budgets.list({ limit: AT_ONCE, offset }, now);
    for (const { budget } of items) if (budget.scope.kind === 'key' && budget.scope.value === old) found.push(budget);
    more = offset + AT_ONCE < total;
  }
  for (const { tenantId, period, limit, hard } of found) {
    const budget: Budget = {
      id: budgetId(by.ids.uuid()),
      tenantId,
      period,
      limit,
      hard,
      scope: { kind: 'key', value: successor },
      createdAt: now,
      createdBy: nameOf(by.actor),
      endedAt: undefined,
    };
    await budgets.add(budget);
    await audit.record(budgetCreated(by.actor, by.ids, by.clock, budget));
  }
}
