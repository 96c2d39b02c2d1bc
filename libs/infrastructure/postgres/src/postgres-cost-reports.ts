import {
  CostReports,
  isTagKeyGroup,
  tagPrefix,
  type CostFilter,
  type CostGroup,
  type CostQuery,
  type CostReport,
  type CostScope,
  type ExportedUsage,
  type TagKeyGroup,
  type UsageTotal,
} from '@radiant/billing';
import { Money, type Slice, type TenantId } from '@radiant/kernel';
import type { EntityManager } from 'typeorm';
import { plainRows } from './plain-rows.js';
import { ONE_MOMENT } from './one-moment.js';
import { usageEntryOf, type UsageRecord } from './usage-records.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Rows of an export that are in memory at once. */
const EXPORT_PAGE = 500;

interface ExportRecord extends UsageRecord {
  readonly tenant_name: string;
  readonly time_zone: string;
}

interface TotalRecord {
  readonly requests: string;
  readonly input: string;
  readonly output: string;
  readonly cost: string;
  readonly billed: string;
}

const SUMS = `count(*)::text as requests, coalesce(sum(u.input_tokens + u.cached_input_tokens), 0)::text as input,
  coalesce(sum(u.output_tokens + u.reasoning_tokens), 0)::text as output, coalesce(sum(u.cost_picos), 0)::text as cost,
  coalesce(sum(u.billed_amount_picos), 0)::text as billed`;

/** A closed list: nothing of a request becomes SQL; the key of a tag is a parameter. */
const KEYS: Readonly<Record<Exclude<CostGroup, TagKeyGroup>, string>> = {
  tenant: 'u.tenant_id::text',
  app: 'u.app_id',
  user: "coalesce(u.user_id, 'none')",
  key: "coalesce(u.api_key_id::text, 'none')",
  model: 'u.model_id',
  provider: 'u.provider_id',
  day: "to_char(u.created_at at time zone t.time_zone, 'YYYY-MM-DD')",
  request_type: 'u.request_type',
  tag: "unnest(case when u.tags = '{}' then array['none'] else u.tags end)",
};

const CONDITIONS: readonly (readonly [field: keyof CostFilter, condition: (place: string) => string])[] = [
  ['appId', (place) => `u.app_id = ${place}`],
  ['userId', (place) => `u.user_id = ${place}`],
  ['apiKeyId', (place) => `u.api_key_id::text = ${place}`],
  ['modelId', (place) => `u.model_id = ${place}`],
  ['providerId', (place) => `u.provider_id = ${place}`],
  ['tag', (place) => `${place} = any (u.tags)`],
];

/** A statement that is put together from words of this file, with its parameters. */
class Selecting {
  readonly parameters: unknown[] = [];
  readonly from: string;

  constructor(scope: CostScope, { from, to, filter }: CostQuery) {
    const [first, after] = [this.place(from), this.place(to)];
    const conditions = [
      `u.created_at >= day_start(${first}::timestamp, t.time_zone)`,
      `u.created_at < day_start(${after}::timestamp, t.time_zone)`,
      // Said again without the zone of a row, for the index: no clock is further from UTC than this.
      `u.created_at >= (${first}::timestamp at time zone 'UTC') - interval '15 hours'`,
      `u.created_at < (${after}::timestamp at time zone 'UTC') + interval '15 hours'`,
    ];
    // Said again beside the policies, since two of them are joined by OR, and no index serves that.
    if (scope !== 'all') conditions.push(`t.id = ${this.place(scope)}`, `u.tenant_id = ${this.place(scope)}`);
    for (const [field, condition] of CONDITIONS) {
      const value = filter[field];
      if (value !== undefined) conditions.push(condition(this.place(value)));
    }
    this.from = `from tenants t join booked_usage u on u.tenant_id = t.id where ${conditions.join(' and ')}`;
  }

  place(value: unknown): string {
    this.parameters.push(value);
    return `$${this.parameters.length}`;
  }

  key(group: CostGroup): string {
    if (!isTagKeyGroup(group)) return KEYS[group];
    const prefix = this.place(tagPrefix(group));
    return `coalesce((select substr(tag, length(${prefix}::text) + 1) from unnest(u.tags) tag
      where starts_with(tag, ${prefix}::text) order by tag limit 1), 'none')`;
  }
}

/** Reads what the ledger holds. Sums are made by the database in NUMERIC. */
export class PostgresCostReports extends CostReports {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  report(scope: CostScope, query: CostQuery, groupBy: readonly CostGroup[], slice: Slice): Promise<CostReport> {
    return this.within(scope, async (manager) => {
      await manager.query(ONE_MOMENT);
      const all = new Selecting(scope, query);
      const [total] = await manager.query<TotalRecord[]>(`select ${SUMS} ${all.from}`, all.parameters);
      return { total: totalOf(total), groups: await groups(manager, new Selecting(scope, query), groupBy, slice) };
    });
  }

  async *export(tenantId: TenantId, query: CostQuery): AsyncGenerator<ExportedUsage, void, undefined> {
    let last: ExportRecord | undefined;
    do {
      const rows = await this.unitOfWork.forTenant(tenantId, (manager) => pageAfter(manager, tenantId, query, last));
      for (const row of rows) yield exportedOf(row);
      last = rows.length < EXPORT_PAGE ? undefined : rows.at(-1);
    } while (last);
  }

  private within<Result>(scope: CostScope, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return scope === 'all' ? this.unitOfWork.acrossTenants(work) : this.unitOfWork.forTenant(scope, work);
  }
}

async function groups(
  manager: EntityManager,
  selecting: Selecting,
  groupBy: readonly CostGroup[],
  { limit, offset }: Slice,
): Promise<CostReport['groups']> {
  if (groupBy.length === 0) return { items: [], total: 0 };
  const keys = groupBy.map((group) => selecting.key(group));
  const grouped = `select array[${keys.map((key) => `${key}::text`).join(', ')}] as keys, ${SUMS},
    sum(u.billed_amount_picos) as dearest ${selecting.from} group by 1`;
  const parameters = [...selecting.parameters];
  const rows = await manager.query<(TotalRecord & { readonly keys: readonly string[]; readonly groups: number })[]>(
    `select keys, requests, input, output, cost, billed, (count(*) over ())::integer as groups from (${grouped}) g
     order by dearest desc, keys limit ${selecting.place(limit)} offset ${selecting.place(offset)}`,
    selecting.parameters,
  );
  const items = rows.map((row) => ({ keys: row.keys, ...totalOf(row) }));
  const [first] = rows;
  if (first || offset === 0) return { items, total: first?.groups ?? 0 };
  // beyond the last page nothing says how many there are
  const [counted] = await manager.query<{ readonly total: number }[]>(
    `select count(*)::integer as total from (${grouped}) g`,
    parameters,
  );
  return { items, total: counted?.total ?? 0 };
}

/** By what the last page ended with, to the microsecond: that stays quick, and skips and repeats nothing. */
function pageAfter(
  manager: EntityManager,
  tenantId: TenantId,
  query: CostQuery,
  last: ExportRecord | undefined,
): Promise<readonly ExportRecord[]> {
  const selecting = new Selecting(tenantId, query);
  const after = last
    ? `and (u.created_at, u.request_id) > (${selecting.place(last.cursor)}::timestamptz, ${selecting.place(last.request_id)}::uuid)`
    : '';
  return plainRows<ExportRecord>(
    manager.queryRunner,
    `select u.*, u.created_at::text as cursor, t.name as tenant_name, t.time_zone ${selecting.from} ${after}
     order by u.created_at, u.request_id limit ${EXPORT_PAGE}`,
    selecting.parameters,
  );
}

const exportedOf = (row: ExportRecord): ExportedUsage => ({
  entry: usageEntryOf(row),
  tenantName: row.tenant_name,
  timeZone: row.time_zone,
});

const totalOf = (row: TotalRecord | undefined): UsageTotal => ({
  requests: Number(row?.requests ?? 0),
  inputTokens: Number(row?.input ?? 0),
  outputTokens: Number(row?.output ?? 0),
  cost: Money.ofPicos(BigInt(row?.cost ?? 0)),
  billedAmount: Money.ofPicos(BigInt(row?.billed ?? 0)),
});
