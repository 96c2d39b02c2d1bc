import { medianDeviation } from '../load/samples.js';
import type { Block, Results } from '../measure/results.js';
import { OPEN_SUITE, STREAM_SUITE } from '../measure/suites.js';
import type { Figures } from './figures.js';
import { number, table } from './table.js';

/** CPU us per request (per chunk in streams). */
const perUnit =
  (part: 'gateway' | 'postgres' | 'dynamo') =>
  ({ use, result }: Block): number =>
    (use[part] / (result.kind === 'streams' ? result.chunks : result.requests)) * 1e6;

const percent = (share: number): string => `${number(share * 100)} %`;

export function plainTable({ targets }: Results, figures: Figures, suite: string): string {
  return table(
    [
      ...['target', 'requests/s', 'spread', 'p50 us', 'p90 us', 'p99 us', 'max us', 'errors'],
      ...['CPU us/request: gateway', 'PostgreSQL', 'DynamoDB', 'load core', 'gateway core', 'foreign'],
    ],
    targets.map((name) => {
      const rates = figures
        .blocks(suite, name)
        .map(({ result }) => (result.kind === 'closed' ? result.requestsPerSecond : NaN));
      const rate = figures.closed(suite, name, (result) => result.requestsPerSecond);
      return [
        name,
        number(rate),
        percent(medianDeviation(rates) / rate),
        number(figures.closed(suite, name, ({ latency }) => latency.p50)),
        number(figures.closed(suite, name, ({ latency }) => latency.p90)),
        number(figures.closed(suite, name, ({ latency }) => latency.p99)),
        number(figures.closed(suite, name, ({ latency }) => latency.max)),
        number(figures.blocks(suite, name).reduce((sum, { result }) => sum + result.errors, 0)),
        ...machineColumns(figures, suite, name),
      ];
    }),
  );
}

export function streamTable({ targets, blocks }: Results, figures: Figures): string {
  if (!blocks.some(({ suite }) => suite === STREAM_SUITE)) return '';
  const head = [
    ...['target', 'first token p50 ms', 'p99 ms', 'added p50 ms', 'added p99 ms', 'transit p50 us', 'p99 us', 'lost'],
    ...['CPU us/chunk: gateway', 'PostgreSQL', 'DynamoDB', 'load core', 'gateway core', 'foreign'],
  ];
  const rows = targets.map((name) => [
    name,
    number(figures.streams(name, ({ firstToken }) => firstToken.p50) / 1e3, 2),
    number(figures.streams(name, ({ firstToken }) => firstToken.p99) / 1e3, 2),
    number(figures.addedFirstToken(name, 'p50') / 1e3, 2),
    number(figures.addedFirstToken(name, 'p99') / 1e3, 2),
    number(figures.streams(name, ({ transit }) => transit.p50)),
    number(figures.streams(name, ({ transit }) => transit.p99)),
    number(figures.lost('stream', name)),
    ...machineColumns(figures, STREAM_SUITE, name),
  ]);
  return `\n## ${STREAM_SUITE}\n\n${table(head, rows)}`;
}

function machineColumns(figures: Figures, suite: string, name: string): string[] {
  const cpu = (part: 'gateway' | 'postgres' | 'dynamo'): string => number(figures.use(suite, name, perUnit(part)), 1);
  return [
    name === 'direct' ? '' : cpu('gateway'),
    ...(name.startsWith('radiant') ? [cpu('postgres'), cpu('dynamo')] : ['', '']),
    percent(figures.use(suite, name, ({ use }) => use.loadCore)),
    percent(figures.use(suite, name, ({ use }) => use.gatewayCore)),
    percent(figures.use(suite, name, ({ use }) => use.foreign)),
  ];
}

export function startTable({ starts, openStreams }: Results, figures: Figures): string {
  const gateways = [...new Set(starts.map(({ gateway }) => gateway))];
  const open = [...new Set(openStreams.map(({ target }) => target))];
  const startRows = gateways.map((name) => [name, number(figures.startMs(name)), number(figures.idleMb(name))]);
  const openRows = open.map((name) => [
    name,
    number(figures.kilobytesPerStream(name)),
    number(Math.max(...openStreams.filter(({ target }) => target === name).map(({ openMb }) => openMb))),
    number(figures.lost('open', name)),
  ]);
  return [
    ...(gateways.length > 0 ? ['\n## Start\n', table(['gateway', 'first answer ms', 'idle RSS MB'], startRows)] : []),
    ...(open.length > 0
      ? [`\n## ${OPEN_SUITE}\n`, table(['target', 'KB per stream', 'highest RSS MB', 'lost'], openRows)]
      : []),
  ].join('\n');
}
