import type { ChainedFields, Checkpoint, FoundAuditRow } from '@radiant/audit';
import type { RequestId, TenantId } from '@radiant/kernel';

/** The row of the trail that closed a call. */
export interface ReceiptRow {
  readonly row: FoundAuditRow;
  /** The hash of the row before it; 64 zeros for the first, undefined until the row has its place in the chain. */
  readonly previousHash: string | undefined;
}

/** A row's place in the chain, without what it says. */
export interface ChainLink extends ChainedFields {
  readonly hash: string;
}

/** Reads the trail for receipts: a tenant's own, and nothing else of it. */
export abstract class ReceiptRows {
  /**
   * @returns undefined for a request that is unknown, another tenant's or not closed.
   * @throws DomainError `service_unavailable`.
   */
  abstract find(tenantId: TenantId, requestId: RequestId): Promise<ReceiptRow | undefined>;

  /** The places from `after` (exclusive) to `upTo`, in order. @throws DomainError `service_unavailable`. */
  abstract links(tenantId: TenantId, after: number, upTo: number): Promise<readonly ChainLink[]>;
}

/** The signed checkpoints, as far as this process can read them. */
export abstract class ReceiptCheckpoints {
  /** The first at or after a place of the chain; undefined when there is none or none can be read. */
  abstract atOrAfter(tenantId: TenantId, sequence: number): Promise<Checkpoint | undefined>;
}
