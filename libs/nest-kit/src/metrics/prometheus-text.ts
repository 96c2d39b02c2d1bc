import type { MetricSnapshot, Sample } from './metric.js';

/** The metrics of one process, and the labels that tell it from others. */
export interface ProcessMetrics {
  readonly labels: Readonly<Record<string, string>>;
  readonly metrics: readonly MetricSnapshot[];
}

export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Prometheus' text format (0.0.4): each metric once, with the samples of every process. */
export function prometheusText(processes: readonly ProcessMetrics[]): string {
  const byName = new Map<string, { readonly head: string; readonly lines: string[] }>();
  for (const { labels, metrics } of processes) {
    for (const metric of metrics) {
      const { name, help, kind } = metric;
      const head = `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${kind}\n`;
      const entry = byName.get(name) ?? { head, lines: [] };
      byName.set(name, entry);
      for (const sample of metric.samples) entry.lines.push(...linesOf(metric, sample, labels));
    }
  }
  return [...byName.values()].map(({ head, lines }) => head + lines.join('')).join('');
}

function linesOf(metric: MetricSnapshot, sample: Sample, outer: Readonly<Record<string, string>>): string[] {
  const own = metric.labelNames.map((name, index): [string, string] => [name, sample.labels[index] ?? '']);
  const labels = [...Object.entries(outer), ...own];
  const line = (suffix: string, value: string | number, more: readonly [string, string][] = []): string =>
    `${metric.name}${suffix}${labelText([...labels, ...more])} ${value}\n`;
  if ('value' in sample) return [line('', sample.value)];
  let count = 0;
  const buckets = sample.counts.map((size, index) => {
    count += size;
    return line('_bucket', count, [['le', String(metric.bounds?.[index] ?? '+Inf')]]);
  });
  return [...buckets, line('_sum', sample.sum), line('_count', count)];
}

const labelText = (labels: readonly [string, string][]): string =>
  labels.length === 0 ? '' : `{${labels.map(([name, value]) => `${name}="${escaped(value)}"`).join(',')}}`;

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
