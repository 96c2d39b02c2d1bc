/** Names of a metric's labels. Their values are ids, codes and patterns of our own: never a text of anybody. */
export type LabelNames = readonly string[];

/** What a metric says at one moment; `value` and `sum` are decimal numbers as text, exact whatever their size. */
export type Sample =
  | { readonly labels: readonly string[]; readonly value: string }
  | { readonly labels: readonly string[]; readonly counts: readonly number[]; readonly sum: string };

export interface MetricSnapshot {
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly labelNames: LabelNames;
  /** Of a histogram: the upper bounds of its buckets, the last of which is endless and not named. */
  readonly bounds?: readonly number[];
  readonly samples: readonly Sample[];
}

/** Combinations of labels that one metric holds at most; what comes later is counted under `other`. */
const MOST_SAMPLES = 1_000;

/** A metric by its labels. Each combination is made once and kept. */
export class Labelled<Child> {
  private readonly children = new Map<string, { readonly labels: readonly string[]; readonly child: Child }>();

  constructor(
    private readonly labelNames: LabelNames,
    private readonly make: () => Child,
  ) {}

  /** @param labels as many as there are names. */
  of(...labels: string[]): Child {
    const key = labels.length === 1 ? (labels[0] ?? '') : labels.join('\n');
    const known = this.children.get(key);
    if (known) return known.child;
    const full = this.children.size >= MOST_SAMPLES && labels.some((label) => label !== OTHER);
    if (full) return this.of(...this.labelNames.map(() => OTHER));
    const child = this.make();
    this.children.set(key, { labels, child });
    return child;
  }

  samples(present: (child: Child, labels: readonly string[]) => Sample): readonly Sample[] {
    return [...this.children.values()].map(({ child, labels }) => present(child, labels));
  }
}

const OTHER = 'other';

export class Counter {
  private count = 0;

  add(amount = 1): void {
    this.count += amount;
  }

  get value(): string {
    return String(this.count);
  }
}

/** For amounts that a float could not hold: picos. */
export class ExactCounter {
  private sum = 0n;

  add(amount: bigint): void {
    this.sum += amount;
  }

  get value(): string {
    return this.sum.toString();
  }
}

/** Counts values by size. */
export class Histogram {
  readonly counts: number[];
  private total = 0;

  constructor(private readonly bounds: readonly number[]) {
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    let bucket = 0;
    while (bucket < this.bounds.length && value > (this.bounds[bucket] ?? Infinity)) bucket += 1;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.total += value;
  }

  get sum(): string {
    return String(this.total);
  }
}
