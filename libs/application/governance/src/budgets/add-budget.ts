import {
  budgetId,
  BUDGET_PERIODS,
  BUDGET_SCOPES,
  parsedTag,
  TAG_FORM,
  type Budget,
  type BudgetScope,
  type BudgetStanding,
} from '@radiant/billing';
import { Money, type Clock, type IdGenerator, type TenantId } from '@radiant/kernel';
import type { Tenant } from '@radiant/identity';
import { nameOf, type Actor } from '../actor.js';
import { inTenant, unknown } from '../in-tenant.js';
import type { GovernanceTransaction, GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedChoice, invalid } from '../validation.js';
import { budgetCreated } from './budget-fields.js';
import { scopeOfLine } from './scope-of-line.js';

export interface AskedBudget {
  readonly period: string;
  /** Decimal USD. */
  readonly limit: string;
  readonly hard: boolean;
  /** Undefined: every call of the tenant. */
  readonly scope?: { readonly type: string; readonly value?: string };
}

/** The largest limit, in pico-USD: what a BIGINT holds. */
const MOST_PICOS = 2n ** 63n - 1n;
export const BUDGET_LIMIT = /^\d{1,7}(\.\d{1,12})?$/;
/** Completes `limit must be …`. */
export const BUDGET_LIMIT_FORM =
  'decimal USD as a text, e.g. "250.00": at most 9223372 USD, with at most 12 fraction digits';
const VALUE = /^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}$/;

/** From now on calls of the scope are held against a budget; what was spent in the period before counts. */
export class AddBudget {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `validation_error` naming the field; `not_found`; `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, asked: AskedBudget): Promise<BudgetStanding> {
    const createdAt = Math.trunc(this.clock.now());
    const budget: Budget = {
      id: budgetId(this.ids.uuid()),
      tenantId,
      ...checkedTerms(asked),
      createdAt,
      createdBy: nameOf(actor),
      endedAt: undefined,
    };
    return inTenant(this.transactions, actor, tenantId, async (transaction, tenant) => {
      const { budgets, audit } = transaction;
      const kept = { ...budget, scope: await scopeThere(transaction, tenant, budget.scope) };
      await budgets.add(kept);
      await audit.record(budgetCreated(actor, this.ids, this.clock, kept));
      const standing = await budgets.find(budget.id, createdAt);
      if (!standing) throw unknown('budget');
      return standing;
    });
  }
}

/** What a budget allows to whom. @throws DomainError `validation_error` naming the field. */
export const checkedTerms = (asked: AskedBudget): Pick<Budget, 'period' | 'limit' | 'hard' | 'scope'> => ({
  period: checkedChoice('period', asked.period, BUDGET_PERIODS),
  limit: checkedLimit(asked.limit),
  hard: asked.hard,
  scope: checkedScope(asked.scope),
});

/**
 * The scope as it is kept: that of a key is all of its line.
 * A budget of a key, an app or a kind of tag that is not there would refuse nothing, and nobody would notice.
 * @throws DomainError `validation_error` naming scope.value.
 */
async function scopeThere(
  { apiKeys, apps }: GovernanceTransaction,
  { settings }: Tenant,
  scope: BudgetScope,
): Promise<BudgetScope> {
  const { kind, value } = scope;
  const tagKeys = settings === 'unreadable' ? undefined : settings.tagKeys;
  if (kind === 'tag' && !tagKeys?.includes(parsedTag(value ?? '')?.key ?? '')) {
    throw invalid('scope.value', "a tag whose key is one of the tenant's settings.tag_keys");
  }
  if (kind === 'app' && !(await apps.all()).some(({ id }) => id === value)) {
    throw invalid('scope.value', 'the id of an app');
  }
  if (kind !== 'key') return scope;
  const line = await scopeOfLine(apiKeys, value ?? '');
  if (!line) throw invalid('scope.value', 'the id of an API key of the tenant');
  return line;
}

function checkedLimit(text: string): Money {
  if (!BUDGET_LIMIT.test(text)) throw invalid('limit', BUDGET_LIMIT_FORM);
  const limit = Money.parse(text);
  if (limit.picos > MOST_PICOS) throw invalid('limit', BUDGET_LIMIT_FORM);
  return limit;
}

function checkedScope(asked: AskedBudget['scope']): BudgetScope {
  if (!asked) return { kind: 'tenant', value: undefined };
  const kind = checkedChoice('scope.type', asked.type, BUDGET_SCOPES);
  if (kind === 'tenant') {
    if (asked.value !== undefined) throw invalid('scope.value', 'absent when scope.type is tenant');
    return { kind, value: undefined };
  }
  const value = asked.value ?? '';
  if (kind === 'tag') {
    if (!parsedTag(value)) throw invalid('scope.value', `a tag: ${TAG_FORM}`);
    return { kind, value };
  }
  if (!VALUE.test(value)) {
    throw invalid('scope.value', 'the id of an app, a user or an API key: 1 to 200 letters, digits or . _ : / @ -');
  }
  return { kind, value: kind === 'key' ? value.toLowerCase() : value };
}
