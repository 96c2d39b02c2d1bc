import type { Digest, Instant, TenantId } from '@radiant/kernel';
import type { Checkpoint, SealedAuditRow } from '../audit-row.js';
import { isSigned } from '../checkpoint.js';
import { chainHash, contentHash, FIRST_PREVIOUS_HASH } from '../hashes.js';
import type { SignatureVerifier } from '../ports/checkpoint-signer.js';
import { purgeableBefore, purgedRange } from '../retention.js';
import type { ChainPosition, ChainProblem, ChainProblemKind, ChainReport } from './chain-report.js';
import { MissingRows } from './missing-rows.js';
import { PurgedRows } from './purged-rows.js';

const MOST_LISTED = 1_000;
/** How far clocks of two machines may be apart before the moment of a row is not believed. */
const CLOCKS_APART_MS = 24 * 60 * 60 * 1_000;

/**
 * Verifies a tenant's whole chain, row by row in the order in which they are kept. Without checkpoints whoever can write
 * to the database could have cut off the end or chained everything anew; a checkpoint at or after a row rules that out.
 */
export class ChainVerifier {
  private readonly missing = new MissingRows();
  private readonly purged = new PurgedRows();
  private readonly expected = new Map<number, string[]>();
  private readonly signed: Checkpoint[] = [];
  private readonly problems: ChainProblem[] = [];
  private problemCount = 0;
  private rows = 0;
  private first: ChainPosition | undefined;
  private last: ChainPosition = { sequence: 0, hash: FIRST_PREVIOUS_HASH };

  /** @param checkpoints those of the tenant, in any order. */
  constructor(
    private readonly tenantId: TenantId,
    private readonly digest: Digest,
    checkpoints: Iterable<Checkpoint>,
    signatures: SignatureVerifier,
  ) {
    for (const checkpoint of checkpoints) this.expect(checkpoint, signatures);
  }

  add(row: SealedAuditRow): void {
    const { sequence, hash } = row;
    this.rows += 1;
    this.first ??= { sequence, hash };
    if (row.tenantId !== this.tenantId) this.found(sequence, 'foreign', 'the row belongs to another tenant');
    this.checkContent(row);
    for (const signed of this.expected.get(sequence) ?? []) {
      if (signed !== hash) this.found(sequence, 'checkpoint_mismatch', 'a checkpoint was signed over another hash');
    }
    this.checkPlace(row);
  }

  /**
   * Call it once, after the last row.
   * @param unchained how many rows should have a place by now and have none.
   */
  finish(unchained = 0): ChainReport {
    if (unchained > 0) {
      this.found(this.last.sequence + 1, 'unchained', `${unchained} rows have waited too long for their place`);
    }
    for (const { from, to } of this.missing.left) {
      this.found(from, 'missing', from === to ? `row ${from} is missing` : `rows ${from} to ${to} are missing`);
    }
    for (const sequence of this.purged.uncovered()) {
      this.found(sequence, 'purged_without_event', 'the row is empty and no purge in the chain covers it');
    }
    for (const sequence of this.expected.keys()) {
      if (sequence > this.last.sequence) {
        this.found(sequence, 'truncated', `the chain once reached row ${sequence}, as a checkpoint says`);
      }
    }
    return {
      tenantId: this.tenantId,
      rows: this.rows,
      purged: this.purged.count,
      first: this.first,
      last: this.last.sequence > 0 ? this.last : undefined,
      signedUpTo: this.signed.reduce<number | undefined>(
        (furthest, { sequence }) => Math.max(furthest ?? 0, sequence),
        undefined,
      ),
      problemCount: this.problemCount,
      problems: this.problems.toSorted((a, b) => a.sequence - b.sequence),
    };
  }

  private expect(checkpoint: Checkpoint, signatures: SignatureVerifier): void {
    const { sequence, hash } = checkpoint;
    if (checkpoint.tenantId !== this.tenantId) {
      this.found(sequence, 'checkpoint_invalid', "the checkpoint is another tenant's");
    } else if (!isSigned(checkpoint, signatures)) {
      this.found(sequence, 'checkpoint_invalid', 'no known key signed the checkpoint');
    } else {
      this.expected.set(sequence, [...(this.expected.get(sequence) ?? []), hash]);
      this.signed.push(checkpoint);
    }
  }

  private checkContent(row: SealedAuditRow): void {
    const { id, tenantId, sequence, occurredAt, retentionClass, content } = row;
    if (!content) {
      this.purged.emptied(sequence, retentionClass, occurredAt);
    } else if (contentHash({ id, tenantId, occurredAt, retentionClass, content }, this.digest) !== row.contentHash) {
      this.found(sequence, 'altered', 'the content is not the one that was recorded');
    } else {
      const range = purgedRange(content);
      if (range && range.before <= purgeableBefore(range.retentionClass, this.latestMoment(row))) {
        this.purged.purge(sequence, range);
      }
    }
  }

  /** When a row was written at the latest, whatever it says: whoever signed behind it had it before him. */
  private latestMoment({ sequence, occurredAt }: SealedAuditRow): Instant {
    let behind: Checkpoint | undefined;
    for (const each of this.signed) {
      if (each.sequence >= sequence && (!behind || each.sequence < behind.sequence)) behind = each;
    }
    return behind ? Math.min(occurredAt, behind.at + CLOCKS_APART_MS) : occurredAt;
  }

  /** A row after a gap can't be checked against the one before it, and a row that comes late against nothing. */
  private checkPlace(row: SealedAuditRow): void {
    const { sequence, hash } = row;
    const next = this.last.sequence + 1;
    if (!(sequence >= next)) {
      if (this.missing.turnedUp(sequence)) this.found(sequence, 'reordered', 'the row stands after a later one');
      else this.found(sequence, 'duplicated', 'there is a row with this sequence already');
      return;
    }
    if (sequence > next) this.missing.passed(next, sequence - 1);
    else if (chainHash(this.last.hash, row, this.digest) !== hash) {
      this.found(sequence, 'broken', 'the row does not follow from the one before');
    }
    this.last = { sequence, hash };
  }

  private found(sequence: number, kind: ChainProblemKind, message: string): void {
    this.problemCount += 1;
    if (this.problems.length < MOST_LISTED) this.problems.push({ sequence, kind, message });
  }
}
