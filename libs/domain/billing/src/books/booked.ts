import type { Instant, ModelId, Money, RequestId } from '@radiant/kernel';
import type { BudgetAlert, BudgetId, BudgetScope, Spender } from '../budget.js';
import type { CorrectionId } from '../corrections/correction-id.js';
import { totalTokens, type TokenUsage } from '../token-usage.js';

export const LEDGER_ACCOUNTS = ['receivable', 'provider', 'margin'] as const;
export type LedgerAccount = (typeof LEDGER_ACCOUNTS)[number];

export const LEDGER_KINDS = ['charge', 'reversal', 'correction'] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** One line of the ledger. Lines of nothing are not written. */
export interface LedgerLine {
  /** 1 is the charge; then reversals and corrections take turns. */
  readonly entry: number;
  readonly account: LedgerAccount;
  /** Debits are positive. */
  readonly amount: Money;
  readonly kind: LedgerKind;
  readonly priceVersion: number;
  readonly postedAt: Instant;
}

/** `call`: as it was. `expiry`: nothing was heard of the call, so it is billed as reserved. */
export const USAGE_ORIGINS = ['call', 'expiry'] as const;
export type UsageOrigin = (typeof USAGE_ORIGINS)[number];

/** What the books hold of a call's usage. */
export interface BookedUsage extends Spender {
  readonly modelId: ModelId;
  readonly usage: TokenUsage;
  readonly cost: Money;
  readonly billedAmount: Money;
  readonly priceVersion: number;
  /** Undefined where it is not known any more. */
  readonly markupBasisPoints: number | undefined;
  /** Of the tenant's own markup; undefined where that of the price was added. */
  readonly markupVersion?: number | undefined;
  readonly origin: UsageOrigin;
  readonly createdAt: Instant;
}

/**
 * Nothing was consumed: the call was released after it had been billed as reserved. No request was made, so none costs
 * anything either, whatever the price says of requests.
 */
export const isReleased = ({
  usage,
  cost,
  billedAmount,
}: Pick<BookedUsage, 'usage' | 'cost' | 'billedAmount'>): boolean =>
  totalTokens(usage) === 0 && usage.detail === undefined && cost.picos === 0n && billedAmount.picos === 0n;

/** A row that a charge or a correction in the ledger was made from. */
export interface BookedStage {
  /** Of the ledger. */
  readonly entry: number;
  /** Undefined: the row of usage itself, or truth that turned up after the call was corrected by hand. */
  readonly correctionId: CorrectionId | undefined;
  readonly cost: Money;
  readonly billedAmount: Money;
  readonly priceVersion: number;
}

/** A call in the books, in both places: usage and ledger. */
export interface BookedCall {
  readonly requestId: RequestId;
  /** As it stands after corrections. */
  readonly usage: BookedUsage | undefined;
  /** In the order of their entries; none where the ledger knows nothing of it. */
  readonly lines: readonly LedgerLine[];
  /** Where the call was corrected: usage as it was, and every correction, in the order of their entries. */
  readonly stages?: readonly BookedStage[];
}

/** A reservation that stands. */
export interface HeldCall {
  readonly requestId: RequestId;
  readonly billedAmount: Money;
  readonly reservedAt: Instant;
  readonly expiresAt: Instant;
  /** Whose counters hold the amount. */
  readonly budgetIds: readonly BudgetId[];
  /** Whether there is usage of the call, too. */
  readonly settled: boolean;
}

/** What a budget has counted in one period. */
export interface BudgetCounter {
  readonly budgetId: BudgetId;
  readonly scope: BudgetScope;
  /** Included. */
  readonly from: Instant;
  /** Not included. */
  readonly to: Instant;
  readonly spent: Money;
  readonly held: Money;
  /** Of the budget. */
  readonly limit: Money;
  /** Whether the budget was ended: it counts on and raises no alerts any more. */
  readonly ended: boolean;
  /** That were raised in the period. */
  readonly alerts: readonly Pick<BudgetAlert, 'percent' | 'spent' | 'limit'>[];
}
