import {
  BUDGET_PERIODS,
  budgetId,
  BudgetStore,
  type Budget,
  type BudgetAlert,
  type BudgetId,
  type BudgetStanding,
} from '@radiant/billing';
import { Money, tenantId, type ApiKeyId, type Instant, type Page, type Slice, type TenantId } from '@radiant/kernel';
import { budgetScope } from '../budget-scope.js';
import { storedWord } from '../stored-value.js';
import type { Statements } from './statements.js';
import { dateOf, instantOf } from './stored-date.js';

interface StandingRecord {
  readonly id: string;
  readonly tenant_id: string;
  readonly period: string;
  readonly limit_picos: string;
  readonly hard: boolean;
  readonly scope: string;
  readonly scope_value: string | null;
  readonly created_at: Date;
  readonly created_by: string;
  readonly ended_at: Date | null;
  readonly starts: Date;
  readonly ends: Date;
  readonly spent: string;
  readonly held: string;
}

interface AlertRecord {
  readonly budget_id: string;
  readonly period_start: Date;
  readonly percent: number;
  readonly spent_picos: string;
  readonly limit_picos: string;
  readonly raised_at: Date;
}

/** Where no call has come in the period there is no counter yet; what it will begin with is counted here. */
const STANDINGS = `
  select b.*, b.limit_picos::text as limit_picos, coalesce(c.period_start, p.starts) as starts,
    coalesce(c.period_end, p.ends) as ends, coalesce(c.held_picos, 0)::text as held,
    coalesce(c.spent_picos, (
      select sum(u.billed_amount_picos) from booked_usage u
        where u.tenant_id = b.tenant_id and u.created_at >= p.starts and u.created_at < p.ends
          and budget_covers(b.scope, b.scope_value, u.app_id, u.user_id, u.api_key_id, u.tags)), 0)::text as spent
  from budgets b
    join tenants t on t.id = b.tenant_id
    cross join lateral (select greatest(period_start(b.period, $2, t.time_zone), (
        select max(e.period_end) from budget_counters e where e.tenant_id = b.tenant_id and e.budget_id = b.id
          and e.period_end <= $2)) as starts,
      period_end(b.period, $2, t.time_zone) as ends) p
    left join budget_counters c on c.tenant_id = b.tenant_id and c.budget_id = b.id
      and c.period_start <= $2 and c.period_end > $2
  where b.tenant_id = $1`;

/** The budgets of one tenant. */
export class PostgresBudgetStore extends BudgetStore {
  constructor(
    private readonly statements: Statements,
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async list(slice: Slice, now: Instant): Promise<Page<BudgetStanding>> {
    const rows = await this.statements.rows<StandingRecord>(
      `${STANDINGS} and b.ended_at is null order by b.created_at desc, b.id desc limit $3 offset $4`,
      [this.tenantId, new Date(now), slice.limit, slice.offset],
    );
    const [counted] = await this.statements.rows<{ readonly total: number }>(
      'select count(*)::integer as total from budgets where tenant_id = $1 and ended_at is null',
      [this.tenantId],
    );
    return { items: rows.map(standing), total: counted?.total ?? 0 };
  }

  async find(id: BudgetId, now: Instant): Promise<BudgetStanding | undefined> {
    const [row] = await this.statements.rows<StandingRecord>(`${STANDINGS} and b.id = $3`, [
      this.tenantId,
      new Date(now),
      id,
    ]);
    return row && standing(row);
  }

  async add(budget: Budget): Promise<void> {
    await this.statements.add('budgets', {
      tenant_id: budget.tenantId,
      id: budget.id,
      period: budget.period,
      limit_picos: budget.limit.picos.toString(),
      hard: budget.hard,
      scope: budget.scope.kind,
      scope_value:
        budget.scope.value === undefined ? null : [budget.scope.value, ...(budget.scope.successors ?? [])].join(' '),
      created_at: new Date(budget.createdAt),
      created_by: budget.createdBy,
      ended_at: dateOf(budget.endedAt),
    });
  }

  async end(id: BudgetId, by: string, at: Instant): Promise<boolean> {
    const ended = await this.statements.changed(
      'update budgets set ended_by = $3, ended_at = $4 where tenant_id = $1 and id = $2 and ended_at is null',
      [this.tenantId, id, by, new Date(at)],
    );
    return ended > 0;
  }

  async succeed(key: ApiKeyId, successor: ApiKeyId): Promise<void> {
    await this.statements.changed(
      `update budgets set scope_value = scope_value || ' ' || $3
         where tenant_id = $1 and scope = 'key' and ended_at is null and position($2 in scope_value) > 0`,
      [this.tenantId, key, successor],
    );
  }

  async alerts(slice: Slice): Promise<Page<BudgetAlert>> {
    const rows = await this.statements.rows<AlertRecord>(
      `select budget_id, period_start, percent, spent_picos::text, limit_picos::text, raised_at
       from budget_alerts where tenant_id = $1 order by raised_at desc, percent desc, budget_id limit $2 offset $3`,
      [this.tenantId, slice.limit, slice.offset],
    );
    const [counted] = await this.statements.rows<{ readonly total: number }>(
      'select count(*)::integer as total from budget_alerts where tenant_id = $1',
      [this.tenantId],
    );
    return { items: rows.map(alert), total: counted?.total ?? 0 };
  }
}

const standing = (row: StandingRecord): BudgetStanding => ({
  budget: {
    id: budgetId(row.id),
    tenantId: tenantId(row.tenant_id),
    period: storedWord(BUDGET_PERIODS, row.period),
    limit: Money.ofPicos(BigInt(row.limit_picos)),
    hard: row.hard,
    scope: budgetScope(row.scope, row.scope_value),
    createdAt: row.created_at.getTime(),
    createdBy: row.created_by,
    endedAt: instantOf(row.ended_at),
  },
  periodStart: row.starts.getTime(),
  periodEnd: row.ends.getTime(),
  spent: Money.ofPicos(BigInt(row.spent)),
  held: Money.ofPicos(BigInt(row.held)),
});

const alert = (row: AlertRecord): BudgetAlert => ({
  budgetId: budgetId(row.budget_id),
  periodStart: row.period_start.getTime(),
  percent: row.percent,
  spent: Money.ofPicos(BigInt(row.spent_picos)),
  limit: Money.ofPicos(BigInt(row.limit_picos)),
  raisedAt: row.raised_at.getTime(),
});
