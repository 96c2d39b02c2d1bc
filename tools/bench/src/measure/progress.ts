import type { StreamsResult } from '../load/open-streams.js';
import type { Block } from './results.js';

/** One line about a block, for the person who waits. */
export function describeBlock({ target, repeat, result, use }: Block): string {
  const load = `load core ${percent(use.loadCore)}, gateway core ${percent(use.gatewayCore)}, foreign ${percent(use.foreign)}`;
  return `#${repeat} ${target.padEnd(14)} ${figures(result)}; ${load}${use.noisy ? ' NOISY' : ''}`;
}

function figures(result: Block['result']): string {
  switch (result.kind) {
    case 'closed': {
      const { p50, p99 } = result.latency;
      return `${result.requestsPerSecond.toFixed(0)} requests/s, p50 ${p50.toFixed(0)} us, p99 ${p99.toFixed(0)} us`;
    }
    case 'streams': {
      const { firstToken, transit } = result;
      return `first token p50 ${(firstToken.p50 / 1e3).toFixed(2)} ms, transit p50 ${transit.p50.toFixed(0)} us, lost ${result.lost}`;
    }
  }
}

/** What makes a block worthless. */
export function describeProblems({ suite, target, result }: Pick<Block, 'suite' | 'target' | 'result'>): string[] {
  const named = (count: number, what: string): string[] => (count > 0 ? [`${suite}, ${target}: ${count} ${what}`] : []);
  if (result.kind === 'closed') {
    return [...named(result.errors, 'errors'), ...(result.requests === 0 ? [`${suite}, ${target}: no answer`] : [])];
  }
  return streamProblems(result, named);
}

function streamProblems(result: StreamsResult, named: (count: number, what: string) => string[]): string[] {
  return [
    ...named(result.errors, 'errors'),
    ...named(result.lost, 'lost chunks'),
    ...named(result.withoutDone, 'streams without [DONE]'),
    ...named(result.withoutUsage, 'streams without usage'),
  ];
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
