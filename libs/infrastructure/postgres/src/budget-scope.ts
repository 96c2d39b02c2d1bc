import { BUDGET_SCOPES, type BudgetScope } from '@radiant/billing';
import { storedWord } from './stored-value.js';

/** What a budget is about, as its row says. @throws DomainError `service_unavailable` when it is not valid. */
export function budgetScope(scope: string, value: string | null): BudgetScope {
  const kind = storedWord(BUDGET_SCOPES, scope);
  if (kind !== 'key' || value === null) return { kind, value: value ?? undefined };
  const [first, ...successors] = value.split(' ');
  return { kind, value: first, ...(successors.length > 0 && { successors }) };
}
