import {
  isTagKeyGroup,
  REQUEST_TYPES,
  tagPrefix,
  UsageReports,
  type Period,
  type TagKeyGroup,
  type UsageEntry,
  type UsageGroup,
  type UsageSummary,
  type UsageTotal,
} from '@radiant/billing';
import {
  apiKeyId,
  appId,
  modelId,
  Money,
  providerId,
  requestId,
  sessionId,
  tenantId as parseTenantId,
  userId,
  type Page,
  type Slice,
  type TenantId,
} from '@radiant/kernel';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { ONE_MOMENT } from './one-moment.js';
import { plainRows } from './plain-rows.js';
import { storedWord } from './stored-value.js';
import type { UnitOfWork } from './unit-of-work.js';
import { storedUsage } from './stored-usage.js';
import { usageEntryOf, type UsageRecord } from './usage-records.js';
import { usageRows, type UsageRow } from './usage-rows.js';

/** Rows of a history that are in memory at once. */
const HISTORY_PAGE = 500;

/** What a group's key is made from. A closed list: nothing of a request becomes SQL. */
const GROUP_KEYS: Readonly<Record<Exclude<UsageGroup, TagKeyGroup>, string>> = {
  model: 'u.model_id',
  provider: 'u.provider_id',
  user: "coalesce(u.user_id, 'none')",
  key: "coalesce(u.api_key_id::text, 'none')",
  app: 'u.app_id',
  day: "to_char(u.created_at at time zone (select t.time_zone from tenants t where t.id = :tenantId), 'YYYY-MM-DD')",
  request_type: 'u.request_type',
  tag: "unnest(case when u.tags = '{}' then array['none'] else u.tags end)",
};
const VALUE_OF_TAG = `coalesce((select substr(tag, length(:prefix::text) + 1) from unnest(u.tags) tag
  where starts_with(tag, :prefix::text) order by tag limit 1), 'none')`;

interface TotalRow {
  readonly requests: string;
  readonly input: string;
  readonly output: string;
  readonly cost: string;
  readonly billed: string;
}

/** Reads what the ledger holds. Sums are made by the database in NUMERIC. */
export class PostgresUsageReports extends UsageReports {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async records(tenantId: TenantId, period: Period, slice: Slice): Promise<Page<UsageEntry>> {
    const [rows, total] = await this.unitOfWork.forTenant(tenantId, (manager) =>
      within(manager, tenantId, period)
        .orderBy('u.createdAt', 'DESC')
        .addOrderBy('u.requestId', 'DESC')
        .skip(slice.offset)
        .take(slice.limit)
        .getManyAndCount(),
    );
    return { items: rows.map(entry), total };
  }

  async *history(tenantId: TenantId, period: Period): AsyncGenerator<UsageEntry, void, undefined> {
    let last: UsageRecord | undefined;
    do {
      const rows = await this.unitOfWork.forTenant(tenantId, (manager) => pageAfter(manager, tenantId, period, last));
      for (const row of rows) yield usageEntryOf(row);
      last = rows.length < HISTORY_PAGE ? undefined : rows.at(-1);
    } while (last);
  }

  async summary(tenantId: TenantId, period: Period, groupBy?: UsageGroup): Promise<UsageSummary> {
    return this.unitOfWork.forTenant(tenantId, async (manager) => {
      await manager.query(ONE_MOMENT);
      const all = await sums(within(manager, tenantId, period)).getRawOne<TotalRow>();
      const total = all ? usageTotal(all) : NOTHING;
      if (groupBy === undefined) return { total, groups: [] };
      const tag = isTagKeyGroup(groupBy) ? groupBy : undefined;
      const rows = await sums(within(manager, tenantId, period))
        .addSelect(isTagKeyGroup(groupBy) ? VALUE_OF_TAG : GROUP_KEYS[groupBy], 'key')
        .setParameters(tag ? { prefix: tagPrefix(tag) } : {})
        .groupBy('key')
        .orderBy('sum(u.billed_amount_picos)', 'DESC')
        .addOrderBy('key', 'ASC')
        .getRawMany<TotalRow & { readonly key: string }>();
      return { total, groups: rows.map((row) => ({ key: row.key, ...usageTotal(row) })) };
    });
  }

  async timeZone(tenantId: TenantId): Promise<string> {
    return this.unitOfWork.forTenant(tenantId, async ({ queryRunner }) => {
      const [tenant] = await plainRows<{ readonly time_zone: string }>(
        queryRunner,
        'select time_zone from tenants where id = $1',
        [tenantId],
      );
      return tenant?.time_zone ?? 'UTC';
    });
  }
}

const within = (manager: EntityManager, tenantId: TenantId, period: Period): SelectQueryBuilder<UsageRow> =>
  manager
    .createQueryBuilder(usageRows, 'u')
    .where('u.tenant_id = :tenantId and u.created_at >= :from and u.created_at < :to', {
      tenantId,
      from: new Date(period.from),
      to: new Date(period.to),
    });

function pageAfter(
  { queryRunner }: EntityManager,
  tenantId: TenantId,
  { from, to }: Period,
  last: UsageRecord | undefined,
): Promise<readonly UsageRecord[]> {
  const after = last ? 'and (created_at, request_id) > ($4::timestamptz, $5::uuid)' : '';
  return plainRows<UsageRecord>(
    queryRunner,
    `select *, created_at::text as cursor from booked_usage where tenant_id = $1 and created_at >= $2 and created_at < $3 ${after}
     order by created_at, request_id limit ${HISTORY_PAGE}`,
    [tenantId, new Date(from), new Date(to), ...(last ? [last.cursor, last.request_id] : [])],
  );
}

const NOTHING: UsageTotal = {
  requests: 0,
  inputTokens: 0,
  outputTokens: 0,
  cost: Money.zero,
  billedAmount: Money.zero,
};

const sums = (query: SelectQueryBuilder<UsageRow>): SelectQueryBuilder<UsageRow> =>
  query
    .select('count(*)::text', 'requests')
    .addSelect('coalesce(sum(u.input_tokens + u.cached_input_tokens), 0)::text', 'input')
    .addSelect('coalesce(sum(u.output_tokens + u.reasoning_tokens), 0)::text', 'output')
    .addSelect('coalesce(sum(u.cost_picos), 0)::text', 'cost')
    .addSelect('coalesce(sum(u.billed_amount_picos), 0)::text', 'billed');

const usageTotal = (row: TotalRow): UsageTotal => ({
  requests: Number(row.requests),
  inputTokens: Number(row.input),
  outputTokens: Number(row.output),
  cost: Money.ofPicos(BigInt(row.cost)),
  billedAmount: Money.ofPicos(BigInt(row.billed)),
});

const entry = (row: UsageRow): UsageEntry => ({
  tenantId: parseTenantId(row.tenantId),
  requestId: requestId(row.requestId),
  appId: appId(row.appId),
  apiKeyId: row.apiKeyId === null ? undefined : apiKeyId(row.apiKeyId),
  userId: row.userId === null ? undefined : userId(row.userId),
  sessionId: row.sessionId === null ? undefined : sessionId(row.sessionId),
  modelId: modelId(row.modelId),
  providerId: providerId(row.providerId),
  requestType: storedWord(REQUEST_TYPES, row.requestType),
  tags: row.tags,
  usage: storedUsage(row),
  cost: Money.ofPicos(row.costPicos),
  billedAmount: Money.ofPicos(row.billedAmountPicos),
  estimated: row.estimated,
  priceVersion: row.priceVersion,
  markupBasisPoints: row.markupBasisPoints ?? undefined,
  markupVersion: row.markupVersion ?? undefined,
  latencyMs: row.latencyMs,
  createdAt: row.createdAt.getTime(),
});
