import { MOST_SUBJECTS, type ProviderExposure } from '@radiant/audit';
import { tenantId } from '@radiant/kernel';

/**
 * A call is counted by its departure, whatever became of it. $1 provider, $2 from, $3 to (exclusive), $4 whether across
 * tenants.
 */
export const EXPOSURE = `
  with sent as (
    select a.tenant_id, a.phi, a.phi_disclosed, a.subjects from audit_logs a
      where a.provider_id = $1 and a.action = 'inference.call' and a.occurred_at >= $2 and a.occurred_at < $3
        and ($4::boolean or a.tenant_id = scoped_tenant())
  ), concerned as (
    select s.tenant_id, count(distinct subject)::text as subjects
      from sent s, unnest(s.subjects) as subject group by s.tenant_id
  ), counted as (
    select c.tenant_id, jsonb_object_agg(c.category, c.count) as categories
      from (select s.tenant_id, found.key as category, sum(found.value::numeric) as count
        from sent s, jsonb_each_text(s.phi) as found group by s.tenant_id, found.key) c
      group by c.tenant_id
  )
  select s.tenant_id, count(*)::text as calls, count(*) filter (where s.phi_disclosed)::text as disclosing,
    count(*) filter (where cardinality(s.subjects) >= ${MOST_SUBJECTS})::text as crowded,
    coalesce(min(concerned.subjects), '0') as subjects, (array_agg(counted.categories))[1] as categories
    from sent s left join concerned using (tenant_id) left join counted using (tenant_id)
    group by s.tenant_id order by s.tenant_id`;

export interface ExposureRow {
  readonly tenant_id: string;
  readonly calls: string;
  readonly disclosing: string;
  readonly crowded: string;
  readonly subjects: string;
  readonly categories: Readonly<Record<string, number>> | null;
}

export const exposure = (row: ExposureRow): ProviderExposure => ({
  tenantId: tenantId(row.tenant_id),
  calls: Number(row.calls),
  subjects: Number(row.subjects),
  disclosingCalls: Number(row.disclosing),
  crowdedCalls: Number(row.crowded),
  categories: row.categories ?? {},
});
