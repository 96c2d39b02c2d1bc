import { ApiProperty } from '@nestjs/swagger';
import type { MetricSnapshot, Sample } from './metric.js';
import type { ProcessMetrics } from './prometheus-text.js';

class BucketAnswer {
  @ApiProperty({ type: Number, nullable: true, description: 'Upper bound; null: none.' })
  readonly upTo!: number | null;

  @ApiProperty({ description: 'How many are in this bucket, those of smaller ones left out.' })
  readonly count!: number;
}

class SampleAnswer {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { status: '200' } })
  readonly labels!: Readonly<Record<string, string>>;

  @ApiProperty({ example: '42', description: 'A decimal number, exact whatever its size; of a histogram the sum.' })
  readonly value!: string;

  @ApiProperty({ type: [BucketAnswer], nullable: true, description: 'Of a histogram.' })
  readonly buckets!: readonly BucketAnswer[] | null;
}

class MetricAnswer {
  @ApiProperty({ example: 'radiant_http_requests_total' })
  readonly name!: string;

  @ApiProperty({ example: 'Requests, by route and status' })
  readonly help!: string;

  @ApiProperty({ enum: ['counter', 'gauge', 'histogram'] })
  readonly kind!: string;

  @ApiProperty({ type: [SampleAnswer] })
  readonly samples!: readonly SampleAnswer[];
}

class ProcessAnswer {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { service: 'public-api' } })
  readonly labels!: Readonly<Record<string, string>>;

  @ApiProperty({ type: [MetricAnswer] })
  readonly metrics!: readonly MetricAnswer[];
}

/** Answer of `/api/v2/metrics`. */
export class MetricsAnswer {
  @ApiProperty({ type: [ProcessAnswer] })
  readonly processes!: readonly ProcessAnswer[];
}

export const presentMetrics = (processes: readonly ProcessMetrics[]): MetricsAnswer => ({
  processes: processes.map(({ labels, metrics }) => ({ labels, metrics: metrics.map(presentMetric) })),
});

const presentMetric = (metric: MetricSnapshot): MetricAnswer => ({
  name: metric.name,
  help: metric.help,
  kind: metric.kind,
  samples: metric.samples.map((sample) => presentSample(metric, sample)),
});

const presentSample = ({ labelNames, bounds = [] }: MetricSnapshot, sample: Sample): SampleAnswer => ({
  labels: Object.fromEntries(labelNames.map((name, index) => [name, sample.labels[index] ?? ''])),
  value: 'value' in sample ? sample.value : sample.sum,
  buckets: 'value' in sample ? null : sample.counts.map((count, index) => ({ upTo: bounds[index] ?? null, count })),
});
