import type { Instant, Page, Slice } from '@radiant/kernel';
import type { GovernanceTransaction } from '../ports/governance-transactions.js';

/** What people decide on. Whoever adds a kind adds its source, or this does not compile. */
export const APPROVAL_KINDS = ['reidentification', 'break_glass', 'break_glass_review'] as const;
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];

/** Something that waits for a decision, which is taken where its kind is at home. */
export interface Approval {
  readonly kind: ApprovalKind;
  readonly id: string;
  /** The person's user id, or else the id of the API key; nobody decides on what is his own. */
  readonly requestedBy: string;
  /** In the requester's own words. */
  readonly reason: string;
  readonly createdAt: Instant;
  /** From then on nobody can decide any more; undefined: it waits until somebody does. */
  readonly lapsesAt: Instant | undefined;
}

/** Finds what waits of one kind, in the transaction's tenant. */
export type ApprovalSource = (
  transaction: GovernanceTransaction,
  now: Instant,
) => Promise<readonly Omit<Approval, 'kind'>[]>;

const PAGE = 100;
/** Of each kind so many of the newest rows are looked at: what is older has lapsed or is long decided. */
const MOST_ROWS = 1_000;

/** The rows of a list that comes newest first. */
export async function newest<Row>(list: (slice: Slice) => Promise<Page<Row>>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  while (rows.length < MOST_ROWS) {
    const { items } = await list({ limit: PAGE, offset: rows.length });
    rows.push(...items);
    if (items.length < PAGE) break;
  }
  return rows;
}
