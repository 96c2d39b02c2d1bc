import type { AuditContent, AuditRow, Checkpoint, SealedAuditRow } from '../src/audit-row.js';
import type { ChainReport } from '../src/chain/chain-report.js';
import { ChainVerifier } from '../src/chain/chain-verifier.js';
import { checkpointText } from '../src/checkpoint.js';
import { contentHash } from '../src/hashes.js';
import { purgedRangeText } from '../src/retention.js';
import { auditRow, bareRow, CLINIC, FakeSignatureVerifier, NOON, sealed } from '../src/testing/index.js';
import { sha256 } from './sha256.js';

export const LONG_AGO = Date.UTC(2012, 2, 10, 12);
/** Nothing in a chain of `rows` that is old happened at or after it. */
export const PURGED_BEFORE = Date.UTC(2013, 0, 1);

/** What a verification of these rows, in this order, reports. */
export function verify(rows: readonly SealedAuditRow[], checkpoints: readonly Checkpoint[] = []): ChainReport {
  const verifier = new ChainVerifier(CLINIC, sha256, checkpoints, new FakeSignatureVerifier());
  for (const row of rows) verifier.add(row);
  return verifier.finish();
}

/** The kinds of problems that a verification finds. */
export const kinds = (rows: readonly SealedAuditRow[], checkpoints: readonly Checkpoint[] = []): string[] =>
  verify(rows, checkpoints).problems.map(({ kind }) => kind);

/** A checkpoint at a row, signed with the key that `verify` knows. */
export function checkpointAt({ tenantId, sequence, hash }: SealedAuditRow, at = NOON): Checkpoint {
  const head = { tenantId, sequence, hash, at };
  return { ...head, keyId: 'test:1', signature: `signed by test:1: ${checkpointText(head)}` };
}

/** Old rows of the classes `disclosure` (even) and `access` (odd), a second apart, with everything or nothing in them. */
export const oldRows = (count: number): AuditRow[] =>
  Array.from({ length: count }, (_, n) =>
    (n % 2 === 0 ? auditRow : bareRow)(n, sha256, { occurredAt: LONG_AGO + n * 1_000 }),
  );

/** An event of a purge of the class `access`. */
export const purgeRow = (n: number, before = PURGED_BEFORE, over: Partial<AuditContent> = {}): AuditRow =>
  bareRow(n, sha256, {
    content: {
      action: 'audit.purge',
      resourceType: 'audit_range',
      resourceId: purgedRangeText({ retentionClass: 'access', before }),
      ...over,
    },
  });

/** A chain with the rows of `access` emptied. */
export const emptied = (rows: readonly AuditRow[]): SealedAuditRow[] =>
  sealed(rows, sha256).map((row) => (row.retentionClass === 'access' ? { ...row, content: undefined } : row));

/** The row with the content hash that its fields have. */
export const rehashed = <Row extends AuditRow>(row: Row): Row =>
  row.content
    ? {
        ...row,
        contentHash: contentHash({ ...row, content: row.content }, sha256),
      }
    : row;
