import type { SealedAuditRow } from '@radiant/audit';

/** Rows that may be held back; where more came too early, rows are missing and not late. */
const MOST_HELD = 200_000;

/**
 * Puts rows that were exported by time into the order of their chain: rows of several processes, and rows that waited in a
 * file while the database was away, stand elsewhere by time.
 */
export class InSequence {
  private readonly early = new Map<number, SealedAuditRow>();
  private next = 1;

  /** @param most rows that are held back. */
  constructor(
    private readonly take: (row: SealedAuditRow) => void,
    private readonly most = MOST_HELD,
  ) {}

  add(row: SealedAuditRow): void {
    if (row.sequence < this.next || this.early.has(row.sequence))
      this.take(row); // there already: not for this to judge
    else if (row.sequence > this.next) this.hold(row);
    else {
      this.pass(row);
      this.release();
    }
  }

  /** Hands on what still waits for rows that never came. */
  finish(): void {
    for (const sequence of [...this.early.keys()].sort((a, b) => a - b)) {
      const row = this.early.get(sequence);
      if (row) this.pass(row);
    }
    this.early.clear();
  }

  private hold(row: SealedAuditRow): void {
    this.early.set(row.sequence, row);
    if (this.early.size > this.most) {
      this.next = [...this.early.keys()].reduce((least, sequence) => Math.min(least, sequence));
      this.release();
    }
  }

  private pass(row: SealedAuditRow): void {
    this.next = row.sequence + 1;
    this.take(row);
  }

  private release(): void {
    for (let row = this.early.get(this.next); row; row = this.early.get(this.next)) {
      this.early.delete(row.sequence);
      this.pass(row);
    }
  }
}
