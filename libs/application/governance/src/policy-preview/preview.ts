import type { AskedBudget } from '../budgets/add-budget.js';
import type { Agreement, Service } from '@radiant/registry';
import type { Budget } from '@radiant/billing';
import type { Instant, Money } from '@radiant/kernel';
import type { PhiPolicy } from '@radiant/phi';

/** An agreement that is not there yet. */
export interface AskedAgreement {
  readonly providerId: string;
  /** Undefined: every model of the provider. */
  readonly modelId?: string | undefined;
  /** Undefined: wherever the provider computes. */
  readonly region?: string | undefined;
  readonly services: readonly string[];
}

/** What is to be tried on the past; at least one of the three. */
export interface PolicyProposal {
  /** From 1 to 90, up to now. */
  readonly days: number;
  /** A `phi_config`, whole; null: the platform's default. Undefined: the tenant's own, as it is. */
  readonly phiConfig?: Readonly<Record<string, unknown>> | null | undefined;
  readonly agreements?: { readonly end: readonly string[]; readonly add: readonly AskedAgreement[] } | undefined;
  readonly budget?: AskedBudget | undefined;
}

/** The proposal, read and checked. */
export interface Trial {
  readonly now: PhiPolicy;
  readonly then: PhiPolicy;
  /** In force under the proposal. */
  readonly agreements: readonly Agreement[];
  readonly budget: Pick<Budget, 'period' | 'limit' | 'hard' | 'scope'> | undefined;
}

/** Numbers of one day or of all. */
export interface PreviewCounts {
  /** Calls that left, by the trail. */
  readonly departures: number;
  /** Of these, how many would have been refused, by code. */
  readonly refused: { readonly baaRequired: number; readonly phiPolicyBlocked: number };
  /** Calls that were refused for parts that nobody can look into, and would have gone out. */
  readonly letThrough: number;
  /** Category to count: found in the clear, and would have been hidden. */
  readonly newlyHidden: Readonly<Record<string, number>>;
  /** Category to count: was hidden, and would have left in the clear. */
  readonly newlyExposed: Readonly<Record<string, number>>;
  /** Calls with usage, and what they were billed. */
  readonly billedCalls: number;
  readonly billed: Money;
  /** Of these, what the budget would have refused. */
  readonly overBudget: { readonly calls: number; readonly billed: Money };
}

export interface PreviewDay extends PreviewCounts {
  /** In the tenant's time zone, YYYY-MM-DD. */
  readonly day: string;
}

export interface PolicyPreview {
  readonly from: Instant;
  readonly to: Instant;
  /** False: there were more rows than are read, and the counts reach no further than `to`. */
  readonly complete: boolean;
  readonly total: PreviewCounts;
  /** Oldest first; days on which nothing happened are left out. */
  readonly days: readonly PreviewDay[];
  /** What can't be known, in words for whoever decides. */
  readonly unknown: readonly string[];
}

const SERVICE_OF: Readonly<Record<string, Service>> = {
  embedding: 'embeddings',
  moderation: 'moderations',
  rerank: 'rerank',
};

/** What a model of this specialty does; one of any other chats. */
export const serviceOf = (specialty: string): Service => SERVICE_OF[specialty] ?? 'chat';
