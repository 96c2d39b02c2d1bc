import type { Instant, Money, Page, Slice, TenantId } from '@radiant/kernel';
import type { TagKeyGroup } from '../reports/tag-groups.js';
import type { UsageEntry } from '../usage-entry.js';

/** From `from` (included) to `to` (not included). */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

export const USAGE_GROUPS = ['model', 'provider', 'user', 'key', 'app', 'day', 'request_type', 'tag'] as const;
/** As those of cost reports. */
export type UsageGroup = (typeof USAGE_GROUPS)[number] | TagKeyGroup;

export interface UsageTotal {
  readonly requests: number;
  /** All prompt tokens, read from a cache or not. */
  readonly inputTokens: number;
  /** All completion tokens, reasoning included. */
  readonly outputTokens: number;
  readonly cost: Money;
  readonly billedAmount: Money;
}

export interface UsageSummary {
  readonly total: UsageTotal;
  /**
   * Dearest first; empty unless a grouping was asked for. `key` is the model, user, day of the tenant's time zone
   * (YYYY-MM-DD) … or `none`. A call with several tags (`key=value`) counts in the group of each; by `tag:<key>` in that of its value.
   */
  readonly groups: readonly (UsageTotal & { readonly key: string })[];
}

/** What was consumed, read back. A tenant only ever sees its own rows. */
export abstract class UsageReports {
  /** Newest first. */
  abstract records(tenantId: TenantId, period: Period, slice: Slice): Promise<Page<UsageEntry>>;
  /** All of it, oldest first; memory does not grow with it. */
  abstract history(tenantId: TenantId, period: Period): AsyncIterable<UsageEntry>;
  abstract summary(tenantId: TenantId, period: Period, groupBy?: UsageGroup): Promise<UsageSummary>;
  /** On whose clocks the tenant's days and months are (IANA name). */
  abstract timeZone(tenantId: TenantId): Promise<string>;
}
