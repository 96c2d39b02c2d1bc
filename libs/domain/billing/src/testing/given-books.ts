import { Digest, modelId, Money, type ModelId, type TenantId } from '@radiant/kernel';
import { amountsOf } from '../books/verify-lines.js';
import type { WholeBill } from '../books/verify-bills.js';
import type { BookedCall, BookedUsage, BudgetCounter, HeldCall, LedgerKind, LedgerLine } from '../books/booked.js';
import { budgetId } from '../budget.js';
import { BooksReader, TenantBooks, type MissingDocument } from '../ports/books-reader.js';
import type { CorrectionRun } from '../ports/correction-store.js';
import type { Invoice } from '../invoices/invoice.js';
import type { TenantMarkup } from '../markup.js';
import type { Price } from '../price.js';
import { NOON, request } from './usage-entries.js';

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
export const usd = (picos: number): Money => Money.ofPicos(BigInt(picos));

const PRICE: Price = {
  version: 1,
  rates: { input_tokens: 10n, output_tokens: 20n, audio_input_tokens: 50n, cache_write_1h_tokens: 70n },
  tiers: [],
  markupBasisPoints: 5_000,
};
const MODELS = new Map<string, Price>([
  ['small 1', PRICE],
  ['asked 1', { ...PRICE, rates: { ...PRICE.rates, requests: 7n } }],
  ['bare 1', { ...PRICE, rates: { input_tokens: 10n } }],
]);

/** 100 tokens in and 10 out: 1,200 picos, billed at 1,800. */
export const used = (over: Partial<BookedUsage> = {}): BookedUsage => ({
  modelId: modelId('small'),
  appId: 'charting',
  userId: 'ann',
  apiKeyId: undefined,
  tags: [],
  usage: { inputTokens: 100, cachedInputTokens: 0, outputTokens: 10, reasoningTokens: 0 },
  cost: usd(1_200),
  billedAmount: usd(1_800),
  priceVersion: 1,
  markupBasisPoints: 5_000,
  origin: 'call',
  createdAt: NOON,
  ...over,
});

export const entry = (number: number, kind: LedgerKind, cost: number, billed: number): LedgerLine[] => {
  const amounts = amountsOf({ cost: usd(cost), billedAmount: usd(billed) });
  return (['receivable', 'provider', 'margin'] as const)
    .map((account) => ({ entry: number, account, amount: amounts[account], kind, priceVersion: 1, postedAt: NOON }))
    .filter(({ amount }) => amount.picos !== 0n);
};
export const CHARGE = entry(1, 'charge', 1_200, 1_800);
export const booked = (over: Partial<BookedCall> = {}): BookedCall => ({
  requestId: request(1),
  usage: used(),
  lines: CHARGE,
  ...over,
});
export const held = (over: Partial<HeldCall> = {}): HeldCall => ({
  requestId: request(2),
  billedAmount: usd(500),
  reservedAt: NOON,
  expiresAt: NOON + 30 * MINUTE_MS,
  budgetIds: [],
  settled: false,
  ...over,
});
export const BUDGET = budgetId('00000000-0000-4000-8000-0000000000b1');
export const counter = (over: Partial<BudgetCounter> = {}): BudgetCounter => ({
  budgetId: BUDGET,
  scope: { kind: 'tenant', value: undefined },
  from: NOON,
  to: NOON + DAY_MS,
  spent: usd(0),
  held: usd(0),
  limit: usd(1_000_000),
  ended: false,
  alerts: [],
  ...over,
});

/** Shows what was hashed. */
export class OpenDigest extends Digest {
  sha256(text: string): string {
    return `hash of ${text}`;
  }
}

/** What a tenant's books hold. */
export interface Given {
  readonly calls?: readonly BookedCall[];
  readonly held?: readonly HeldCall[];
  readonly counters?: readonly BudgetCounter[];
  readonly invoices?: readonly Invoice[];
  readonly corrections?: readonly Pick<CorrectionRun, 'id' | 'figures'>[];
  readonly markups?: readonly TenantMarkup[];
}

/**
 * Books that hold what they are given, and prices of three models: `small`, `asked` with a price for requests, and
 * `bare` without one for answers.
 */
export class GivenReader extends BooksReader {
  constructor(
    private readonly given: ReadonlyMap<TenantId, Given>,
    private readonly missing: readonly MissingDocument[] = [],
    private readonly bills: readonly WholeBill[] = [],
  ) {
    super();
  }

  async *providerBills(): AsyncGenerator<WholeBill> {
    yield* this.bills;
  }

  async missingDocuments(): Promise<readonly MissingDocument[]> {
    return this.missing;
  }

  async *tenants(): AsyncGenerator<TenantId> {
    yield* this.given.keys();
  }

  read<Result>(tenantId: TenantId, work: (books: TenantBooks) => Promise<Result>): Promise<Result> {
    const given = this.given.get(tenantId) ?? {};
    return work(
      new (class extends TenantBooks {
        async *calls(): AsyncGenerator<BookedCall> {
          yield* given.calls ?? [];
        }
        async *held(): AsyncGenerator<HeldCall> {
          yield* given.held ?? [];
        }
        async counters(): Promise<readonly BudgetCounter[]> {
          return given.counters ?? [];
        }
        async invoices(): Promise<readonly Invoice[]> {
          return given.invoices ?? [];
        }
        async corrections(): Promise<readonly Pick<CorrectionRun, 'id' | 'figures'>[]> {
          return given.corrections ?? [];
        }
        async markups(): Promise<readonly TenantMarkup[]> {
          return given.markups ?? [];
        }
        async price(model: ModelId, version: number): Promise<Price | undefined> {
          return MODELS.get(`${model} ${version}`);
        }
      })(),
    );
  }
}

/** A call that cost nothing. */
export function free(): Partial<BookedUsage> {
  const usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
  return { usage, cost: Money.zero, billedAmount: Money.zero };
}
