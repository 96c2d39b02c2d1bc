import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.js';
import { describeMissed, scoreOf, summary } from './report.js';
import type { Result, Verdict } from './trial.js';

const result = (verdict: Verdict): Result => ({
  mutant: {
    id: 1,
    file: 'a.ts',
    mutator: 'EqualityOperator',
    start: 0,
    line: 3,
    original: 'a > b',
    replacement: 'a <= b',
  },
  verdict,
});

describe('the report', () => {
  const results = (['killed', 'killed', 'timeout', 'survived', 'no coverage'] as const).map(result);

  it('counts what a test noticed, among all that were tried', () => {
    expect(scoreOf(results)).toBe(60);
    expect(summary(results)).toBe('60.0 % of 5 mutants found (2 killed, 1 timeout, 1 survived, 1 no coverage)');
  });

  it('shows each that no test noticed', () => {
    expect(describeMissed(results)).toBe(
      'a.ts:3 EqualityOperator, survived\n  - a > b\n  + a <= b\n\na.ts:3 EqualityOperator, no coverage\n  - a > b\n  + a <= b',
    );
  });
});

describe('the arguments', () => {
  it('have defaults but for the project', () => {
    expect(readOptions(['--project', 'phi'])).toMatchObject({
      project: { name: 'phi' },
      sample: 1000,
      seed: 1,
      floor: 85,
    });
  });

  it.each([
    [['--project', 'nothing']],
    [[]],
    [['--project', 'phi', '--sample', 'many']],
    [['--project', 'phi', '--all']],
  ])('as %j are not understood', (args) => {
    expect(() => readOptions(args)).toThrow();
  });
});
