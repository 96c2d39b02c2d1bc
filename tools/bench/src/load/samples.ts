export interface Summary {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** A growing list of numbers with percentiles; adding costs next to nothing. */
export class Samples {
  private values = new Float64Array(1 << 12);
  private count = 0;

  add(value: number): void {
    if (this.count === this.values.length) {
      const longer = new Float64Array(this.count * 2);
      longer.set(this.values);
      this.values = longer;
    }
    this.values[this.count++] = value;
  }

  list(): number[] {
    return Array.from(this.values.subarray(0, this.count));
  }

  summary(): Summary {
    return summarise(this.list());
  }
}

export function summarise(list: readonly number[]): Summary {
  const sorted = Float64Array.from(list).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: sorted.at(-1) ?? NaN };
}

/** NaN for an empty list. */
export function median(list: readonly number[]): number {
  const sorted = Float64Array.from(list).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Median distance from the median: the spread that a single outlier does not move. */
export function medianDeviation(list: readonly number[]): number {
  const centre = median(list);
  return median(list.map((value) => Math.abs(value - centre)));
}
