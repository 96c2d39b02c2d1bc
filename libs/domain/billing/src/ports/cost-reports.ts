import type { Page, Slice, TenantId } from '@radiant/kernel';
import type { TagKeyGroup } from '../reports/tag-groups.js';
import type { UsageEntry } from '../usage-entry.js';
import type { UsageTotal } from './usage-reports.js';

export const COST_GROUPS = ['tenant', 'app', 'user', 'key', 'model', 'provider', 'day', 'request_type', 'tag'] as const;

/**
 * What totals are of: a closed list, and the value of a tag (`tag:cost_center`). By `tag` a call counts in the group of
 * each of its tags (`key=value`), so these groups may add up to more than the total.
 */
export type CostGroup = (typeof COST_GROUPS)[number] | TagKeyGroup;

/** Which calls; undefined: any. */
export interface CostFilter {
  readonly appId?: string;
  readonly userId?: string;
  readonly apiKeyId?: string;
  readonly modelId?: string;
  readonly providerId?: string;
  /** `key=value`. */
  readonly tag?: string;
}

/** Calls of days (YYYY-MM-DD) from `from` to before `to`, on the clocks of each call's own tenant. */
export interface CostQuery {
  readonly from: string;
  readonly to: string;
  readonly filter: CostFilter;
}

/** Whose calls: one tenant's, or all of the platform's. */
export type CostScope = TenantId | 'all';

export interface CostReport {
  readonly total: UsageTotal;
  /**
   * Dearest first, then by their keys; none where no grouping was asked for. `keys` are in the order of the groups,
   * `none` where there is none.
   */
  readonly groups: Page<UsageTotal & { readonly keys: readonly string[] }>;
}

/** One call with what an export says of its tenant. */
export interface ExportedUsage {
  readonly entry: UsageEntry;
  readonly tenantName: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** What was used and what it cost, for those who pay. Sums are exact. */
export abstract class CostReports {
  abstract report(scope: CostScope, query: CostQuery, groupBy: readonly CostGroup[], slice: Slice): Promise<CostReport>;
  /** Every call of a tenant, by the moment of admission and then the request id. Memory does not grow with it. */
  abstract export(tenantId: TenantId, query: CostQuery): AsyncIterable<ExportedUsage>;
}
