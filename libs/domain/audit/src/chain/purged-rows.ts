import type { Instant } from '@radiant/kernel';
import type { RetentionClass } from '../audit-row.js';
import type { PurgedRange } from '../retention.js';

interface OfClass {
  /** Of emptied rows; two plain lists, as there may be millions. */
  readonly sequences: number[];
  readonly moments: Instant[];
  readonly purges: { readonly sequence: number; readonly before: Instant }[];
}

/** Emptied rows, and the purges in the same chain that may be the reason. Takes 16 bytes for an emptied row. */
export class PurgedRows {
  private readonly classes = new Map<RetentionClass, OfClass>();
  count = 0;

  emptied(sequence: number, retentionClass: RetentionClass, occurredAt: Instant): void {
    const { sequences, moments } = this.ofClass(retentionClass);
    sequences.push(sequence);
    moments.push(occurredAt);
    this.count += 1;
  }

  purge(sequence: number, { retentionClass, before }: PurgedRange): void {
    this.ofClass(retentionClass).purges.push({ sequence, before });
  }

  /** Sequences of emptied rows that no later purge of their class covers. */
  *uncovered(): Iterable<number> {
    for (const { sequences, moments, purges } of this.classes.values()) {
      const reach = reaches(purges);
      for (const [index, sequence] of sequences.entries()) {
        // "not before" the other way round, as a moment that is not a number is covered by nothing
        if (!((moments[index] ?? Infinity) < reachAfter(reach, sequence))) yield sequence;
      }
    }
  }

  private ofClass(retentionClass: RetentionClass): OfClass {
    const known = this.classes.get(retentionClass) ?? { sequences: [], moments: [], purges: [] };
    this.classes.set(retentionClass, known);
    return known;
  }
}

/** By sequence, with the furthest `before` of a purge and all after it. */
function reaches(purges: OfClass['purges']): OfClass['purges'] {
  let before = -Infinity;
  return purges
    .toSorted((a, b) => b.sequence - a.sequence)
    .map((purge) => {
      before = Math.max(before, purge.before);
      return { sequence: purge.sequence, before };
    })
    .reverse();
}

/** Before which moment rows are covered by the purges after `sequence`. */
function reachAfter(reach: OfClass['purges'], sequence: number): Instant {
  let low = 0;
  let high = reach.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((reach[middle]?.sequence ?? 0) > sequence) high = middle;
    else low = middle + 1;
  }
  return reach[low]?.before ?? -Infinity;
}
