import { REFERENCE } from '../gateways/peers.js';
import type { Results } from '../measure/results.js';
import { LATENCY_SUITE } from '../measure/suites.js';
import { Figures } from './figures.js';
import { plainTable, startTable, streamTable } from './raw-tables.js';
import { number, table } from './table.js';
import { PERFORMANCE_TARGETS, type PerformanceTarget, score, verdict } from './targets.js';

/** The whole report as Markdown. */
export function report(results: Results): string {
  const figures = new Figures(results);
  const closedSuites = [...new Set(results.blocks.filter(isClosed).map(({ suite }) => suite))];
  return [
    heading(results),
    '## Targets\n',
    targetsTable(figures),
    ...closedSuites.flatMap((suite) => [
      `\n## ${suite}\n`,
      plainTable(results, figures, suite),
      ...(suite === LATENCY_SUITE ? [addedLatency(results, figures)] : []),
    ]),
    streamTable(results, figures),
    startTable(results, figures),
    footing(results),
  ].join('\n');
}

/** Names of the required targets that are missed or were not measured. */
export function missed(results: Results): string[] {
  const figures = new Figures(results);
  return PERFORMANCE_TARGETS.filter((target) => !['reached', 'aim reached'].includes(verdict(target, figures))).map(
    ({ what }) => what,
  );
}

function targetsTable(figures: Figures): string {
  return table(
    ['what', 'required', 'aim', 'RADIANT', REFERENCE, 'ratio', ''],
    PERFORMANCE_TARGETS.map((target) => {
      const { unit, digits } = target;
      const figure = (value: number): string => withUnit(number(value, digits), unit && ` ${unit}`);
      return [
        target.what,
        limit(target, target.required),
        target.aim === undefined ? '' : limit(target, target.aim),
        figure(target.own(figures)),
        figure(target.reference(figures)),
        target.kind === 'exactly' ? '' : withUnit(number(score(target, figures), 2), 'x'),
        verdict(target, figures),
      ];
    }),
  );
}

const withUnit = (figure: string, unit: string): string => (figure === '-' ? figure : figure + unit);

function limit({ kind }: PerformanceTarget, value: number): string {
  switch (kind) {
    case 'atLeast':
      return `>= ${value}x`;
    case 'atMost':
      return `<= ${value}x`;
    case 'exactly':
      return String(value);
  }
}

function addedLatency({ targets }: Results, figures: Figures): string {
  const lines = targets
    .filter((name) => name !== 'direct')
    .map((name) => {
      const [p50, p99] = [figures.addedLatency(name, 'p50'), figures.addedLatency(name, 'p99')];
      return `- ${name}: ${number(p50)} us added at p50, ${number(p99)} us at p99`;
    });
  return `\n${lines.join('\n')}`;
}

function heading({ when, machine, repeats, blockSeconds, blocks }: Results): string {
  const noisy = blocks.filter(({ use }) => use.noisy).length;
  return (
    `# Benchmark of ${when}\n\n${machine.cpu}, ${machine.cores} cores, Node ${machine.node}. One core for the gateway, ` +
    `one for driver, upstream, PostgreSQL and the DynamoDB-compatible store (in memory). Medians of ${repeats} ` +
    `interleaved blocks of ${blockSeconds} s. Blocks disturbed by other programs: ${noisy} of ${blocks.length}.\n`
  );
}

function footing({ usageRows, broken }: Results): string {
  const rows = Object.entries(usageRows).map(([route, count]) => `${route} ${number(count)}`);
  return [
    ...(rows.length > 0 ? [`\nUsage rows in the ledger at the end: ${rows.join(', ')}.`] : []),
    ...(broken.length > 0 ? ['\n## BROKEN RUN\n', ...broken.map((line) => `- ${line}`)] : []),
    '',
  ].join('\n');
}

const isClosed = ({ result }: Results['blocks'][number]): boolean => result.kind === 'closed';
