import type { Result, Verdict } from './trial.js';

const VERDICTS: readonly Verdict[] = ['killed', 'timeout', 'survived', 'no coverage'];
const MISSED: readonly Verdict[] = ['survived', 'no coverage'];

const countOf = (results: readonly Result[], verdict: Verdict): number =>
  results.filter((result) => result.verdict === verdict).length;

/** Percent of the mutants that a test found; 100 where there are none. */
export function scoreOf(results: readonly Result[]): number {
  const found = countOf(results, 'killed') + countOf(results, 'timeout');
  return results.length === 0 ? 100 : (100 * found) / results.length;
}

export const missed = (results: readonly Result[]): readonly Result[] =>
  results.filter(({ verdict }) => MISSED.includes(verdict));

const lines = (sign: string, text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${sign} ${line}`)
    .join('\n');

/** Each mutant that no test found, with what it changes. */
export const describeMissed = (results: readonly Result[]): string =>
  missed(results)
    .map(({ mutant, verdict }) =>
      [
        `${mutant.file}:${mutant.line} ${mutant.mutator}, ${verdict}`,
        lines('-', mutant.original),
        lines('+', mutant.replacement),
      ].join('\n'),
    )
    .join('\n\n');

export const summary = (results: readonly Result[]): string =>
  `${scoreOf(results).toFixed(1)} % of ${results.length} mutants found (` +
  `${VERDICTS.map((verdict) => `${countOf(results, verdict)} ${verdict}`).join(', ')})`;
