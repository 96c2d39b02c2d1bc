import { describe, expect, it } from '@jest/globals';
import { Figures } from './figures.js';
import { PERFORMANCE_TARGETS, verdict } from './targets.js';
import type { Block, Results } from '../measure/results.js';
import { plainSuite } from '../measure/suites.js';

const block = (target: string, requestsPerSecond: number, noisy = false): Block => {
  const latency = { count: 1, p50: 1, p90: 1, p99: 1, max: 1 };
  const result = { kind: 'closed' as const, requests: 1, errors: 0, requestsPerSecond, latency, latencies: [1] };
  const use = { gateway: 0, postgres: 0, dynamo: 0, loadCore: 0, gatewayCore: 0, foreign: 0, noisy };
  return { suite: plainSuite(32), target, repeat: 0, result, use };
};

const run = (blocks: Block[], repeats = 1): Results => ({
  when: '',
  machine: { cpu: '', cores: 2, node: '' },
  repeats,
  blockSeconds: 1,
  targets: [],
  starts: [],
  openStreams: [],
  blocks,
  usageRows: {},
  broken: [],
});

const passThrough = (results: Results) => {
  const target = PERFORMANCE_TARGETS.find(({ what }) => what.startsWith('pass-through'));
  if (target === undefined) throw new Error('no such target');
  return verdict(target, new Figures(results));
};

describe('the performance targets', () => {
  it('are judged by the ratio to the reference in the same run', () => {
    expect(passThrough(run([block('radiant-pass', 12_000), block('portkey', 1_000)]))).toBe('aim reached');
    expect(passThrough(run([block('radiant-pass', 9_000), block('portkey', 1_000)]))).toBe('reached');
    expect(passThrough(run([block('radiant-pass', 8_999), block('portkey', 1_000)]))).toBe('MISSED');
  });

  it('are not judged without the reference', () => {
    expect(passThrough(run([block('radiant-pass', 12_000)]))).toBe('no peer');
    expect(passThrough(run([block('portkey', 1_000)]))).toBe('not measured');
  });

  it('leave disturbed blocks out while enough others remain', () => {
    const clean = [block('radiant-pass', 9_000), block('radiant-pass', 9_000), block('portkey', 1_000)];
    expect(passThrough(run([...clean, block('radiant-pass', 90_000, true)], 3))).toBe('reached');
    const disturbed = [block('radiant-pass', 90_000, true), block('radiant-pass', 90_000, true), ...clean.slice(1)];
    expect(passThrough(run(disturbed, 3))).toBe('aim reached');
  });
});
