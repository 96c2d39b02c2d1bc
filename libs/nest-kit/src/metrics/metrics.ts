import {
  Counter,
  ExactCounter,
  Histogram,
  Labelled,
  type LabelNames,
  type MetricSnapshot,
  type Sample,
} from './metric.js';

/** What a gauge says now, by its labels. */
export type GaugeReading = readonly { readonly labels?: readonly string[]; readonly value: number | bigint }[];

/** The metrics of one process: a closed list, made at start. */
export class Metrics {
  private readonly readers: (() => MetricSnapshot)[] = [];

  counter(name: string, help: string, labelNames: LabelNames = []): Labelled<Counter> {
    return this.counting(name, help, labelNames, () => new Counter());
  }

  /** Of amounts as bigint. */
  exactCounter(name: string, help: string, labelNames: LabelNames = []): Labelled<ExactCounter> {
    return this.counting(name, help, labelNames, () => new ExactCounter());
  }

  /** @param bounds upper bounds of its buckets, in the order of their size. */
  histogram(name: string, help: string, labelNames: LabelNames, bounds: readonly number[]): Labelled<Histogram> {
    const labelled = new Labelled(labelNames, () => new Histogram(bounds));
    const present = ({ counts, sum }: Histogram, labels: readonly string[]): Sample => ({
      labels,
      counts: [...counts],
      sum,
    });
    this.readers.push(() => {
      return { name, help, kind: 'histogram', labelNames, bounds, samples: labelled.samples(present) };
    });
    return labelled;
  }

  /** @param read asked when somebody looks. */
  gauge(name: string, help: string, labelNames: LabelNames, read: () => GaugeReading): void {
    this.readers.push(() => {
      const samples = read().map(({ labels = [], value }) => ({ labels, value: String(value) }));
      return { name, help, kind: 'gauge', labelNames, samples };
    });
  }

  snapshot(): readonly MetricSnapshot[] {
    return this.readers.map((read) => read());
  }

  private counting<Child extends { readonly value: string }>(
    name: string,
    help: string,
    labelNames: LabelNames,
    make: () => Child,
  ): Labelled<Child> {
    const labelled = new Labelled(labelNames, make);
    if (labelNames.length === 0) labelled.of(); // so that it is 0 before it is first counted
    this.readers.push(() => {
      const samples = labelled.samples(({ value }, labels) => ({ labels, value }));
      return { name, help, kind: 'counter', labelNames, samples };
    });
    return labelled;
  }
}
