import {
  budgetId,
  correctionId,
  LEDGER_ACCOUNTS,
  LEDGER_KINDS,
  USAGE_ORIGINS,
  type BookedCall,
  type BookedStage,
  type BookedUsage,
  type BudgetCounter,
  type HeldCall,
  type LedgerLine,
} from '@radiant/billing';
import { modelId, Money, requestId } from '@radiant/kernel';
import { recordedUsage } from '../stored-usage.js';
import { budgetScope } from '../budget-scope.js';
import { storedWord } from '../stored-value.js';

/** A row that an entry was made from as `[entry, correction or null, cost, billed, price version]`. */
type StageColumns = readonly [number, string | null, string, string, number];

/** A line as `[entry, account, amount, kind, price version, moment in ms]`. */
type LineColumns = readonly [number, string, string, string, number, number];

/** Usage and lines of a call; all columns of usage are null where there is none. Whole numbers come as text. */
export interface BookedRow {
  readonly request_id: string;
  readonly lines: readonly LineColumns[] | null;
  readonly stages: readonly StageColumns[] | null;
  readonly model_id: string | null;
  readonly app_id: string;
  readonly user_id: string | null;
  readonly api_key_id: string | null;
  readonly tags: readonly string[];
  readonly input_tokens: string;
  readonly cached_input_tokens: string;
  readonly output_tokens: string;
  readonly reasoning_tokens: string;
  readonly usage_detail: object | null;
  readonly cost_picos: string;
  readonly billed_amount_picos: string;
  readonly price_version: number;
  readonly markup_basis_points: number | null;
  readonly markup_version: number | null;
  readonly origin: string;
  readonly created_at: Date;
}

/** Merges both tables by their primary keys, so that neither is sorted or kept. */
export const CALLS = `select coalesce(u.request_id, l.request_id) as request_id, l.lines, u.model_id, u.app_id, u.user_id,
    u.api_key_id, u.tags, u.input_tokens, u.cached_input_tokens, u.output_tokens, u.reasoning_tokens, u.usage_detail,
    u.cost_picos, u.billed_amount_picos, u.price_version, u.markup_basis_points,
    u.markup_version, u.origin, u.created_at, case when u.corrected_by is not null then (
      select json_agg(json_build_array(s.entry, s.correction_id, s.cost_picos::text, s.billed_amount_picos::text,
          s.price_version) order by s.entry)
        from (
          select c.entry, c.correction_id, c.cost_picos, c.billed_amount_picos, c.price_version from corrected_usage c
            where c.tenant_id = u.tenant_id and c.request_id = u.request_id
          union all
          select (select min(first.entry) from corrected_usage first
              where first.tenant_id = u.tenant_id and first.request_id = u.request_id) - 2,
            null, r.cost_picos, r.billed_amount_picos, r.price_version
            from usage_records r where r.tenant_id = u.tenant_id and r.request_id = u.request_id
        ) s) end as stages
  from (select * from booked_usage where tenant_id = scoped_tenant()) u
    full join (
      select request_id, json_agg(json_build_array(entry, account, amount_picos::text, kind, price_version,
          floor(extract(epoch from posted_at) * 1000))
          order by entry, account) as lines
        from ledger_entries where tenant_id = scoped_tenant() group by request_id
    ) l on l.request_id = u.request_id`;

export const bookedCall = (row: BookedRow): BookedCall => ({
  requestId: requestId(row.request_id),
  usage: row.model_id === null ? undefined : bookedUsage(row, row.model_id),
  lines: (row.lines ?? []).map(ledgerLine),
  ...(row.stages && { stages: row.stages.map(bookedStage) }),
});

const bookedUsage = (row: BookedRow, model: string): BookedUsage => ({
  modelId: modelId(model),
  appId: row.app_id,
  userId: row.user_id ?? undefined,
  apiKeyId: row.api_key_id ?? undefined,
  tags: row.tags,
  usage: recordedUsage(row),
  cost: Money.ofPicos(BigInt(row.cost_picos)),
  billedAmount: Money.ofPicos(BigInt(row.billed_amount_picos)),
  priceVersion: row.price_version,
  markupBasisPoints: row.markup_basis_points ?? undefined,
  markupVersion: row.markup_version ?? undefined,
  origin: storedWord(USAGE_ORIGINS, row.origin),
  createdAt: row.created_at.getTime(),
});

const bookedStage = ([entry, correction, cost, billed, priceVersion]: StageColumns): BookedStage => ({
  entry,
  correctionId: correction === null ? undefined : correctionId(correction),
  cost: Money.ofPicos(BigInt(cost)),
  billedAmount: Money.ofPicos(BigInt(billed)),
  priceVersion,
});

const ledgerLine = ([entry, account, amount, kind, priceVersion, postedAt]: LineColumns): LedgerLine => ({
  entry,
  account: storedWord(LEDGER_ACCOUNTS, account),
  amount: Money.ofPicos(BigInt(amount)),
  kind: storedWord(LEDGER_KINDS, kind),
  priceVersion,
  postedAt,
});

export interface HeldRow {
  readonly request_id: string;
  readonly billed_amount_picos: string;
  readonly reserved_at: Date;
  readonly expires_at: Date;
  readonly budget_ids: readonly string[];
  readonly settled: boolean;
}

export const HELD = `select r.request_id, r.billed_amount_picos, r.reserved_at, r.expires_at, r.budget_ids,
    exists (select from usage_records u where u.tenant_id = r.tenant_id and u.request_id = r.request_id) as settled
  from reservations r where r.tenant_id = scoped_tenant()`;

export const heldCall = (row: HeldRow): HeldCall => ({
  requestId: requestId(row.request_id),
  billedAmount: Money.ofPicos(BigInt(row.billed_amount_picos)),
  reservedAt: row.reserved_at.getTime(),
  expiresAt: row.expires_at.getTime(),
  budgetIds: row.budget_ids.map(budgetId),
  settled: row.settled,
});

export interface CounterRow {
  readonly budget_id: string;
  readonly scope: string;
  readonly scope_value: string | null;
  readonly period_start: Date;
  readonly period_end: Date;
  readonly spent_picos: string;
  readonly held_picos: string;
  readonly limit_picos: string;
  readonly ended: boolean;
  /** As `[percent, spent, limit]`. */
  readonly alerts: readonly (readonly [number, string, string])[] | null;
}

export const COUNTERS = `select c.budget_id, b.scope, b.scope_value, c.period_start, c.period_end, c.spent_picos,
    c.held_picos, b.limit_picos, b.ended_at is not null as ended, (
      select json_agg(json_build_array(a.percent, a.spent_picos::text, a.limit_picos::text) order by a.percent)
        from budget_alerts a where a.tenant_id = c.tenant_id and a.budget_id = c.budget_id
          and a.period_start = c.period_start) as alerts
  from budget_counters c join budgets b on b.tenant_id = c.tenant_id and b.id = c.budget_id
  where c.tenant_id = scoped_tenant()`;

export const budgetCounter = (row: CounterRow): BudgetCounter => ({
  budgetId: budgetId(row.budget_id),
  scope: budgetScope(row.scope, row.scope_value),
  from: row.period_start.getTime(),
  to: row.period_end.getTime(),
  spent: Money.ofPicos(BigInt(row.spent_picos)),
  held: Money.ofPicos(BigInt(row.held_picos)),
  limit: Money.ofPicos(BigInt(row.limit_picos)),
  ended: row.ended,
  alerts: (row.alerts ?? []).map(([percent, spent, limit]) => ({
    percent,
    spent: Money.ofPicos(BigInt(spent)),
    limit: Money.ofPicos(BigInt(limit)),
  })),
});
