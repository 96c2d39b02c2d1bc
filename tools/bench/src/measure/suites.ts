import { setTimeout as pause } from 'node:timers/promises';
import type { Gateway } from '../gateways/gateway.js';
import { type RunningGateway, startGateway, type Target } from '../gateways/running-gateway.js';
import { closedLoop } from '../load/closed-loop.js';
import { openStreams } from '../load/open-streams.js';
import { OPEN_STREAMS, PLAIN_MODEL, SLOW_MODEL, STREAMS, WARM_STREAMS } from '../load/plans.js';
import { chatBody } from '../load/prompt.js';
import { median } from '../load/samples.js';
import { residentMb } from '../machine/proc.js';
import type { SuiteOptions } from './block-runner.js';
import type { Durations } from './durations.js';
import { describeProblems } from './progress.js';
import type { OpenStreams, Results, Start } from './results.js';

export const LATENCY_SUITE = 'c=1, upstream 50 ms';
export const STREAM_SUITE = `${STREAMS.streams} streams of ${STREAMS.chunks} chunks, ${STREAMS.interval} ms apart`;
export const OPEN_SUITE = `${OPEN_STREAMS.streams} open streams`;
/** Of the scale suite, before and after. */
export const SCALE_CONCURRENCY = 32;
export const ALONE_SUITE = `c=${SCALE_CONCURRENCY}, two tenants and no past`;
export const GROWN_SUITE = `c=${SCALE_CONCURRENCY}, among many tenants and a long past`;
export const FIRST_CALLS_SUITE = `c=${SCALE_CONCURRENCY}, the first call of each of the many tenants`;
export const NEXT_CALLS_SUITE = `c=${SCALE_CONCURRENCY}, the next call of each, who was not heard of for a while`;
export const plainSuite = (concurrency: number): string => `c=${concurrency}`;

const WARM_CONCURRENCY = 32;
const WARM_SECONDS = 2;
/** Two blocks that differ by less agree. */
const WARM_ENOUGH = 0.04;
const SETTLE_MS = 1_000;

const plain = chatBody(PLAIN_MODEL);
const slow = chatBody(SLOW_MODEL);
const hot = (target: Target, seconds: number, concurrency: number) =>
  closedLoop(target, { body: plain, concurrency, seconds });

/** Calls until the speed stands still: a JavaScript gateway needs seconds of load before its code is compiled. */
export async function warm(target: Target, blocks: number): Promise<void> {
  let last = 0;
  for (let i = 0; i < blocks; i++) {
    const { requestsPerSecond } = await hot(target, WARM_SECONDS, WARM_CONCURRENCY);
    if (Math.abs(requestsPerSecond / last - 1) < WARM_ENOUGH) break;
    last = requestsPerSecond;
  }
  await openStreams(target, WARM_STREAMS);
}

export function plainOptions(concurrency: number, { block, prewarm }: Durations): SuiteOptions {
  return {
    name: plainSuite(concurrency),
    prepare: (target) => hot(target, prewarm, concurrency),
    measure: (target) => hot(target, block, concurrency),
  };
}

export function latencyOptions({ latencyBlock, prewarm }: Durations): SuiteOptions {
  return {
    name: LATENCY_SUITE,
    prepare: (target) => hot(target, prewarm, 1),
    measure: (target) => closedLoop(target, { body: slow, concurrency: 1, seconds: latencyBlock, keepLatencies: true }),
  };
}

export const streamOptions: SuiteOptions = { name: STREAM_SUITE, measure: (target) => openStreams(target, STREAMS) };

type Launch = (gateway: Gateway) => Promise<RunningGateway>;
export const launcher =
  (directory: string, core: number): Launch =>
  (gateway) =>
    startGateway(gateway, directory, core);

/** Starts each gateway anew, `repeats` times in turn. */
export async function measureStarts(gateways: readonly Gateway[], repeats: number, launch: Launch): Promise<Start[]> {
  const starts: Start[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const gateway of gateways) {
      const { child, startMs } = await launch(gateway);
      await pause(SETTLE_MS);
      starts.push({ gateway: gateway.name, startMs, idleMb: residentMb(child.pid) });
      await child.stop();
    }
  }
  return starts;
}

/** Memory of a fresh, warm process before and while the streams are open. */
export async function measureOpenStreams(
  gateway: Gateway,
  routeName: string,
  launch: Launch,
  results: Results,
): Promise<OpenStreams> {
  const { child, targets } = await launch(gateway);
  try {
    const target = targets.find(({ name }) => name === routeName);
    if (target === undefined) throw new Error(`${gateway.name} has no route ${routeName}`);
    await hot(target, WARM_SECONDS, 4);
    await openStreams(target, WARM_STREAMS);
    await pause(SETTLE_MS);
    const idleMb = residentMb(child.pid);
    let atPeak = { open: NaN, openMb: NaN };
    const result = await openStreams(target, OPEN_STREAMS, (open) => {
      atPeak = { open, openMb: residentMb(child.pid) };
    });
    results.broken.push(...describeProblems({ suite: OPEN_SUITE, target: routeName, result }));
    return { target: routeName, idleMb, ...atPeak, result };
  } finally {
    await child.stop();
  }
}

/** KB per stream: the median over fresh processes. */
export const kilobytesPerStream = (runs: readonly OpenStreams[]): number =>
  median(runs.map(({ idleMb, openMb, open }) => ((openMb - idleMb) * 1024) / open));
