import type { AuditAction, AuditOutcome, Instant, Page, Slice, TenantId } from '@radiant/kernel';
import type { AuditRow, RetentionClass, SealedAuditRow } from '../audit-row.js';

/** What is looked for; fields that are undefined do not narrow it. */
export interface AuditQuery {
  readonly from?: Instant;
  /** Exclusive. */
  readonly to?: Instant;
  readonly action?: AuditAction;
  readonly outcome?: AuditOutcome;
  /** The person, the administrator, or the API key by its id. */
  readonly actorId?: string;
  readonly resourceType?: string;
  readonly resourceId?: string;
  readonly requestId?: string;
  readonly providerId?: string;
  /** A keyed digest of an identifier. */
  readonly subject?: string;
  /** Rows by which something left in the clear, and with as many subjects as are kept: others may have been meant, too. */
  readonly crowded?: true;
}

/** More identifiers than this are one document with many people; the categories of the row still count all. */
export const MOST_SUBJECTS = 64;

/** A row that was found; its place in the chain is there within a second. */
export type FoundAuditRow = AuditRow & Partial<Pick<SealedAuditRow, 'sequence' | 'hash'>>;

/** What one provider was sent in a period, for one tenant. */
export interface ProviderExposure {
  readonly tenantId: TenantId;
  readonly calls: number;
  /** Different subjects concerned, as far as they are known. */
  readonly subjects: number;
  /** Of these, how many calls sent something in the clear. */
  readonly disclosingCalls: number;
  /** Calls with as many subjects as are kept (`MOST_SUBJECTS`): they may concern more than `subjects` counts. */
  readonly crowdedCalls: number;
  /** Category to count. */
  readonly categories: Readonly<Record<string, number>>;
}

/** Reads the trail, within one tenant or, for a super administrator, across all. */
export abstract class AuditStore {
  /** Newest first. */
  abstract search(query: AuditQuery, slice: Slice): Promise<Page<FoundAuditRow>>;
  /** Sealed rows of a tenant's chain in order, after `after` (0: from the first); at most `limit`. */
  abstract chain(tenantId: TenantId, after: number, limit: number): Promise<readonly SealedAuditRow[]>;
  /** How many rows of a tenant have waited for their place in its chain for longer than `milliseconds`. */
  abstract waiting(tenantId: TenantId, milliseconds: number): Promise<number>;
  /** Rows that match, oldest first, a page at a time; memory does not grow with their number. */
  abstract export(query: AuditQuery): AsyncIterable<FoundAuditRow>;
  /** From the rows of `inference.call` alone, in the period [from, to): each is one departure to a provider. */
  abstract exposure(providerId: string, from: Instant, to: Instant): Promise<readonly ProviderExposure[]>;
  /**
   * Empties sealed rows of a class before a moment, but for those that tell of a purge.
   * @throws DomainError `conflict` while a legal hold stands or the rows are younger than six years.
   * @returns how many.
   */
  abstract purge(tenantId: TenantId, retentionClass: RetentionClass, before: Instant): Promise<number>;
}
