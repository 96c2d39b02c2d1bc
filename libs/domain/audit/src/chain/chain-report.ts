import type { TenantId } from '@radiant/kernel';

export const CHAIN_PROBLEM_KINDS = [
  /** A row that should be there is not. */
  'missing',
  /** A row stands after one that it should stand before. */
  'reordered',
  /** A sequence that was there already. */
  'duplicated',
  /** A row of another tenant. */
  'foreign',
  /** The content is not the one that was hashed. */
  'altered',
  /** The row does not follow from the one before: it, or one before it, is not the one that was chained. */
  'broken',
  /** Emptied, and no purge in the chain says so. */
  'purged_without_event',
  /** Rows that should have a place by now have none: nothing shows whether they were changed. */
  'unchained',
  /** A checkpoint was signed beyond the last row. */
  'truncated',
  /** A checkpoint was signed over another hash. */
  'checkpoint_mismatch',
  /** No known key signed a checkpoint, or it is another tenant's. */
  'checkpoint_invalid',
] as const;
export type ChainProblemKind = (typeof CHAIN_PROBLEM_KINDS)[number];

export interface ChainProblem {
  /** Of the row concerned, or the first one of several. */
  readonly sequence: number;
  readonly kind: ChainProblemKind;
  readonly message: string;
}

export interface ChainPosition {
  readonly sequence: number;
  readonly hash: string;
}

/** What a verification found. */
export interface ChainReport {
  readonly tenantId: TenantId;
  /** How many were looked at, the purged ones included. */
  readonly rows: number;
  readonly purged: number;
  /** Undefined when there are no rows. */
  readonly first: ChainPosition | undefined;
  /** The one with the highest sequence. */
  readonly last: ChainPosition | undefined;
  /** The furthest place that a known key signed; undefined: none, so that a cut-off end would not be seen. */
  readonly signedUpTo: number | undefined;
  /** How many there are; 0 says that nothing was found. */
  readonly problemCount: number;
  /** By sequence; at most 1,000 of them. */
  readonly problems: readonly ChainProblem[];
}
