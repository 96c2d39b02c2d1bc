import { DomainError, isUuid, type Branded, type Instant, type Money, type TenantId } from '@radiant/kernel';

export type BudgetId = Branded<'BudgetId'>;

/** @throws DomainError `validation_error`. */
export function budgetId(text: string): BudgetId {
  const id = text.toLowerCase();
  if (!isUuid(id)) throw new DomainError('validation_error', 'budget id must be a UUID', { field: 'budget id' });
  return id as BudgetId; // the only place where a plain string becomes this id
}

export const BUDGET_PERIODS = ['day', 'month'] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

export const BUDGET_SCOPES = ['tenant', 'app', 'user', 'key', 'tag'] as const;

/**
 * Which calls a budget is about: all of the tenant, or those of an app, a user, a key and those that took its place, or a
 * tag (`key=value`).
 */
export interface BudgetScope {
  readonly kind: (typeof BUDGET_SCOPES)[number];
  /** Undefined for the whole tenant. */
  readonly value: string | undefined;
  /** Of a key: those that took its place when it was rotated, in turn. */
  readonly successors?: readonly string[];
}

/** How much the calls of a scope may cost in a period of the tenant's time zone. */
export interface Budget {
  readonly id: BudgetId;
  readonly tenantId: TenantId;
  readonly period: BudgetPeriod;
  readonly limit: Money;
  /** Whether it refuses calls that could exceed it; otherwise it only raises alerts. */
  readonly hard: boolean;
  readonly scope: BudgetScope;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly endedAt: Instant | undefined;
}

/** The refusal of a call that a hard budget does not allow. */
export const budgetExceeded = (
  budget: Pick<Budget, 'id' | 'limit'> & { readonly scope: string },
  left: Money,
  resetsAt: Instant,
): DomainError => {
  const reset = new Date(resetsAt).toISOString();
  return new DomainError(
    'budget_exceeded',
    `a budget has ${left.toString()} of ${budget.limit.toString()} USD left, less than this call may cost; it resets at ${reset}`,
    {
      budgetId: budget.id,
      scope: budget.scope,
      limit: budget.limit.toString(),
      left: left.toString(),
      currency: 'USD',
      resetsAt: reset,
    },
  );
};

/** A budget in its present period. */
export interface BudgetStanding {
  readonly budget: Budget;
  readonly periodStart: Instant;
  readonly periodEnd: Instant;
  /** Billed in the period. */
  readonly spent: Money;
  /** What calls under way may cost besides. */
  readonly held: Money;
}

export const ALERT_PERCENTS = [50, 80, 100] as const;

/** A budget's spending passed a share of its limit for the first time in the period. */
export interface BudgetAlert {
  readonly budgetId: BudgetId;
  readonly periodStart: Instant;
  readonly percent: number;
  /** When it did. */
  readonly spent: Money;
  readonly limit: Money;
  readonly raisedAt: Instant;
}

/** What a budget's scope looks at. */
export interface Spender {
  readonly appId: string;
  readonly userId: string | undefined;
  readonly apiKeyId: string | undefined;
  readonly tags: readonly string[];
}

/** The scope once a key has a successor: about that as well, where it is about the key. */
export const succeeded = (scope: BudgetScope, key: string, successor: string): BudgetScope =>
  scope.kind === 'key' && (scope.value === key || (scope.successors?.includes(key) ?? false))
    ? { ...scope, successors: [...(scope.successors ?? []), successor] }
    : scope;

/** Whether a budget of this scope is about a call. */
export function covers({ kind, value, successors }: BudgetScope, call: Spender): boolean {
  switch (kind) {
    case 'tenant':
      return true;
    case 'app':
      return call.appId === value;
    case 'user':
      return call.userId !== undefined && call.userId === value;
    case 'key':
      return call.apiKeyId !== undefined && (call.apiKeyId === value || (successors?.includes(call.apiKeyId) ?? false));
    case 'tag':
      return call.tags.some((tag) => tag === value);
  }
}
