import { ProviderCosts, type BilledDays, type BookedCost } from '@radiant/billing';
import { modelId, Money, providerId } from '@radiant/kernel';
import type { UnitOfWork } from './unit-of-work.js';

interface CostRecord {
  readonly provider_id: string;
  readonly model_id: string;
  readonly day: string;
  readonly requests: string;
  readonly estimated: string;
  readonly input: string;
  readonly cached: string;
  readonly output: string;
  readonly cost: string;
}

/** Reads what the books hold, over all tenants; sums are made by the database in NUMERIC. */
export class PostgresProviderCosts extends ProviderCosts {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async booked({ from, to, providerId: provider }: BilledDays, timeZone: string): Promise<readonly BookedCost[]> {
    const rows = await this.unitOfWork.acrossTenants((manager) =>
      manager.query<CostRecord[]>(
        `select u.provider_id, u.model_id, to_char(u.created_at at time zone $3, 'YYYY-MM-DD') as day,
           count(*)::text as requests, (count(*) filter (where u.estimated))::text as estimated,
           sum(u.input_tokens + u.cached_input_tokens)::text as input, sum(u.cached_input_tokens)::text as cached,
           sum(u.output_tokens + u.reasoning_tokens)::text as output, sum(u.cost_picos)::text as cost
         from tenants t join booked_usage u on u.tenant_id = t.id
         where u.created_at >= day_start($1::timestamp, $3) and u.created_at < day_start($2::timestamp, $3)
           and ($4::text is null or u.provider_id = $4) and coalesce(u.usage_detail ->> 'cache_hits', '0') = '0'
         group by 3, 1, 2 order by 3, u.provider_id collate "C", u.model_id collate "C"`,
        [from, to, timeZone, provider ?? null],
      ),
    );
    return rows.map(costOf);
  }
}

const costOf = (row: CostRecord): BookedCost => ({
  providerId: providerId(row.provider_id),
  modelId: modelId(row.model_id),
  day: row.day,
  requests: Number(row.requests),
  estimated: Number(row.estimated),
  inputTokens: Number(row.input),
  cachedInputTokens: Number(row.cached),
  outputTokens: Number(row.output),
  cost: Money.ofPicos(BigInt(row.cost)),
});
