import type { ClosedLoopResult } from '../load/closed-loop.js';
import type { StreamsResult } from '../load/open-streams.js';
import { median, summarise } from '../load/samples.js';
import type { Block, LoadResult, Results } from '../measure/results.js';
import { kilobytesPerStream, LATENCY_SUITE, STREAM_SUITE } from '../measure/suites.js';

/** The figures of one run: medians over undisturbed blocks where enough are left. NaN: not measured. */
export class Figures {
  constructor(private readonly results: Results) {}

  blocks(suite: string, target: string): Block[] {
    const all = this.results.blocks.filter((block) => block.suite === suite && block.target === target);
    const clean = all.filter(({ use }) => !use.noisy);
    return clean.length >= Math.ceil(this.results.repeats / 2) ? clean : all;
  }

  closed(suite: string, target: string, pick: (result: ClosedLoopResult) => number): number {
    return median(
      this.blocks(suite, target)
        .filter(isKind('closed'))
        .map(({ result }) => pick(result)),
    );
  }

  streams(target: string, pick: (result: StreamsResult) => number): number {
    return median(
      this.blocks(STREAM_SUITE, target)
        .filter(isKind('streams'))
        .map(({ result }) => pick(result)),
    );
  }

  use(suite: string, target: string, pick: (block: Block) => number): number {
    return median(this.blocks(suite, target).map(pick));
  }

  /** us over the upstream without a gateway. The 99th percentile is taken over the calls of all blocks together. */
  addedLatency(target: string, percentile: 'p50' | 'p99'): number {
    const pooled = (name: string): number =>
      summarise(
        this.blocks(LATENCY_SUITE, name)
          .filter(isKind('closed'))
          .flatMap(({ result }) => result.latencies),
      )[percentile];
    return pooled(target) - pooled('direct');
  }

  /** us over the upstream without a gateway. */
  addedFirstToken(target: string, percentile: 'p50' | 'p99'): number {
    const of = (name: string): number => this.streams(name, ({ firstToken }) => firstToken[percentile]);
    return of(target) - of('direct');
  }

  /** CPU us of the gateway, the stream's beginning included. */
  cpuPerChunk(target: string): number {
    return this.use(STREAM_SUITE, target, ({ use, result }) =>
      result.kind === 'streams' ? (use.gateway / result.chunks) * 1e6 : NaN,
    );
  }

  /** Over all repeats and both stream suites. NaN when neither ran. */
  lost(suite: 'stream' | 'open', target: string): number {
    const results =
      suite === 'open'
        ? this.results.openStreams.filter((run) => run.target === target).map(({ result }) => result)
        : this.results.blocks
            .filter((block) => block.target === target && block.suite === STREAM_SUITE)
            .filter(isKind('streams'))
            .map(({ result }) => result);
    return results.length === 0 ? NaN : results.reduce((sum, { lost }) => sum + lost, 0);
  }

  kilobytesPerStream(target: string): number {
    return kilobytesPerStream(this.results.openStreams.filter((run) => run.target === target));
  }

  startMs(gateway: string): number {
    return median(this.starts(gateway).map(({ startMs }) => startMs));
  }

  idleMb(gateway: string): number {
    return median(this.starts(gateway).map(({ idleMb }) => idleMb));
  }

  private starts(gateway: string) {
    return this.results.starts.filter((start) => start.gateway === gateway);
  }
}

const isKind =
  <Kind extends LoadResult['kind']>(kind: Kind) =>
  (block: Block): block is Block<Extract<LoadResult, { kind: Kind }>> =>
    block.result.kind === kind;
