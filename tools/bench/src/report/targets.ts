import { REFERENCE } from '../gateways/peers.js';
import { plainSuite } from '../measure/suites.js';
import type { Figures } from './figures.js';

const PASS = 'radiant-pass';
const FULL = 'radiant-full';
const GATEWAY = 'radiant';

/** One promise about speed. Ratios are RADIANT's figure divided by the reference's in the same run. */
export interface PerformanceTarget {
  readonly what: string;
  readonly unit: string;
  readonly digits: number;
  /** `atLeast` and `atMost` bound the ratio, `exactly` the figure itself. */
  readonly kind: 'atLeast' | 'atMost' | 'exactly';
  readonly required: number;
  readonly aim: number | undefined;
  readonly own: (figures: Figures) => number;
  readonly reference: (figures: Figures) => number;
}

type Measure = (figures: Figures, target: string) => number;

const requestsPerSecond: Measure = (figures, target) =>
  figures.closed(plainSuite(32), target, (result) => result.requestsPerSecond);
const bound = (
  kind: 'atLeast' | 'atMost',
  what: string,
  unit: string,
  digits: number,
  limits: { required: number; aim?: number },
  measure: Measure,
  [own, reference] = [FULL, REFERENCE],
): PerformanceTarget => ({
  what,
  unit,
  digits,
  kind,
  required: limits.required,
  aim: limits.aim,
  own: (figures) => measure(figures, own),
  reference: (figures) => measure(figures, reference),
});
const nothingLost = (what: string, measure: Measure): PerformanceTarget => ({
  ...bound('atMost', what, '', 0, { required: 0 }, measure),
  kind: 'exactly',
});

/** The table of the design, row by row. */
export const PERFORMANCE_TARGETS: readonly PerformanceTarget[] = [
  bound('atLeast', 'pass-through, requests/s at c=32', '', 0, { required: 9, aim: 12 }, requestsPerSecond, [
    PASS,
    REFERENCE,
  ]),
  bound('atLeast', 'full path, requests/s at c=32', '', 0, { required: 4, aim: 6 }, requestsPerSecond),
  bound('atMost', 'full path, added latency p50', 'us', 0, { required: 0.8, aim: 0.5 }, (figures, target) =>
    figures.addedLatency(target, 'p50'),
  ),
  bound('atMost', 'full path, added latency p99', 'us', 0, { required: 0.25, aim: 0.2 }, (figures, target) =>
    figures.addedLatency(target, 'p99'),
  ),
  bound('atMost', 'streams, added first token p50', 'us', 0, { required: 0.1, aim: 0.06 }, (figures, target) =>
    figures.addedFirstToken(target, 'p50'),
  ),
  bound('atMost', 'streams, CPU per chunk', 'us', 1, { required: 0.5 }, (figures, target) =>
    figures.cpuPerChunk(target),
  ),
  nothingLost('streams, chunks lost', (figures, target) => figures.lost('stream', target)),
  bound('atMost', '1,000 open streams, KB each', 'KB', 0, { required: 0.55 }, (figures, target) =>
    figures.kilobytesPerStream(target),
  ),
  nothingLost('1,000 open streams, chunks lost', (figures, target) => figures.lost('open', target)),
  bound('atMost', 'start to the first answer', 'ms', 0, { required: 2.5 }, (figures, name) => figures.startMs(name), [
    GATEWAY,
    REFERENCE,
  ]),
  bound('atMost', 'idle memory (RSS)', 'MB', 0, { required: 1.6 }, (figures, name) => figures.idleMb(name), [
    GATEWAY,
    REFERENCE,
  ]),
];

export type Verdict = 'aim reached' | 'reached' | 'MISSED' | 'no peer' | 'not measured';

/** What is compared with the bounds. */
export function score(target: PerformanceTarget, figures: Figures): number {
  const own = target.own(figures);
  return target.kind === 'exactly' ? own : own / target.reference(figures);
}

export function verdict(target: PerformanceTarget, figures: Figures): Verdict {
  const value = score(target, figures);
  if (!Number.isFinite(target.own(figures))) return 'not measured';
  if (!Number.isFinite(value)) return 'no peer';
  const within = (limit: number): boolean => (target.kind === 'atLeast' ? value >= limit : value <= limit);
  if (!within(target.required)) return 'MISSED';
  return target.aim !== undefined && within(target.aim) ? 'aim reached' : 'reached';
}
