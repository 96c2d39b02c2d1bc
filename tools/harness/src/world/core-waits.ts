import { readFileSync } from 'node:fs';

/** A moment of the machine's clock, and what processes had waited for a core until then. */
export interface Instant {
  /** By `performance.now()`. */
  readonly at: number;
  /** For each process, ms that its main thread was ready to run and had no core. */
  readonly waited: readonly number[];
}

export const instant = (pids: readonly number[]): Instant => ({
  at: performance.now(),
  waited: pids.map(waitedForCore),
});

/**
 * What lies between two moments, without the longest that one of the processes waited for a core in between: what is left
 * was spent by the programs themselves. Waits of several processes may overlap, so only one is taken off.
 * @returns ms
 */
export function spent(from: Instant, to: Instant): number {
  const waits = to.waited.map((total, process) => total - (from.waited[process] ?? total));
  return to.at - from.at - Math.max(0, ...waits);
}

/** Linux alone says it; elsewhere nothing is taken off. */
function waitedForCore(pid: number): number {
  try {
    const [, waited = '0'] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').trim().split(' ');
    return Number(waited) / 1e6;
  } catch {
    return 0;
  }
}
