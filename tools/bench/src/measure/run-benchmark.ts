import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startEngines, startUpstream } from '../engines/helper-processes.js';
import { bareGateway } from '../gateways/bare.js';
import { checkIdentifiers } from '../gateways/check-identifiers.js';
import type { Gateway } from '../gateways/gateway.js';
import { installPeers, peerGateways } from '../gateways/peers.js';
import { prepareDatabase, type RadiantDatabase } from '../gateways/radiant-database.js';
import { buildRadiant, radiantGateway } from '../gateways/radiant.js';
import type { RunningGateway, Target } from '../gateways/running-gateway.js';
import type { Options } from '../options.js';
import { BlockRunner } from './block-runner.js';
import { FULL, QUICK } from './durations.js';
import type { Helpers } from './machine-use.js';
import type { Results } from './results.js';
import {
  ALONE_SUITE,
  FIRST_CALLS_SUITE,
  GROWN_SUITE,
  NEXT_CALLS_SUITE,
  latencyOptions,
  launcher,
  measureOpenStreams,
  measureStarts,
  plainOptions,
  SCALE_CONCURRENCY,
  streamOptions,
  warm,
} from './suites.js';

/** Suites that measure warm gateways. */
const WARMED = ['plain', 'latency', 'stream', 'scale'] as const;
/** Drained batches are in the ledger by then. */
const LEDGER_MS = 2_000;
/** What a gateway knows of a tenant that has not called for so long is read again. */
const FORGOTTEN_MS = 6_000;

/** Starts everything, measures, and stops everything. @param directory for state and logs. */
export async function runBenchmark(options: Options, directory: string, say: (line: string) => void): Promise<Results> {
  if (options.peers) installPeers();
  buildRadiant();
  execFileSync('taskset', ['-pc', String(options.cores.load), String(process.pid)], { stdio: 'ignore' });
  const upstream = await startUpstream(directory);
  const engines = await startEngines(directory);
  const database = await prepareDatabase(engines);
  const gateways = wanted(options, [
    radiantGateway(upstream.url, database),
    ...(options.peers ? [...peerGateways(upstream.url), bareGateway(upstream.url)] : []),
  ]);
  const results = emptyResults(options, gateways);
  try {
    await measure(options, { upstream, engines }, gateways, database, directory, results, say);
    await pause(LEDGER_MS);
    await countUsage(database, results);
  } finally {
    await Promise.all([upstream.child.stop(), engines.child.stop()]);
    rmSync(path.join(directory, 'engines'), { recursive: true, force: true });
  }
  return results;
}

async function measure(
  options: Options,
  helpers: Helpers,
  gateways: readonly Gateway[],
  database: RadiantDatabase,
  directory: string,
  results: Results,
  say: (line: string) => void,
): Promise<void> {
  const { suites, repeats, concurrency, cores } = options;
  const durations = options.quick ? QUICK : FULL;
  const launch = launcher(directory, cores.gateway);
  if (suites.has('start')) {
    say('== start and idle memory');
    results.starts.push(...(await measureStarts(gateways, repeats, launch)));
  }
  const running: RunningGateway[] = [];
  try {
    for (const gateway of gateways) running.push(await launch(gateway));
    const direct: Target = {
      name: 'direct',
      url: `${helpers.upstream.url}/v1/chat/completions`,
      headers: {},
      route: undefined,
      pid: undefined,
    };
    const targets = [direct, ...running.flatMap((gateway) => gateway.targets)];
    for (const target of targets) results.broken.push(...(await checkIdentifiers(target, helpers.upstream.url)));
    const runner = new BlockRunner(helpers, cores, results, durations.quietBudget, say);
    if (WARMED.some((suite) => suites.has(suite))) {
      say('== warming');
      for (const target of targets) await warm(target, durations.warmBlocks);
    }
    if (suites.has('plain')) for (const each of concurrency) await runner.run(targets, plainOptions(each, durations));
    if (suites.has('latency')) await runner.run(targets, latencyOptions(durations));
    if (suites.has('stream')) await runner.run(targets, streamOptions);
    if (suites.has('scale')) await measureScale(options, runner, targets, database, say);
  } finally {
    await Promise.all(running.map(({ child }) => child.stop()));
  }
  if (!suites.has('open')) return;
  for (let repeat = 0; repeat < durations.openStreamsRepeats; repeat++) {
    for (const gateway of gateways) {
      for (const { name } of gateway.routes) {
        say(`== open streams #${repeat} ${name}`);
        results.openStreams.push(await measureOpenStreams(gateway, name, launch, results));
      }
    }
  }
}

/** The same calls before and after the stores have grown, and then one of each tenant in turn, twice. */
async function measureScale(
  { scale, quick }: Options,
  runner: BlockRunner,
  targets: readonly Target[],
  database: RadiantDatabase,
  say: (line: string) => void,
): Promise<void> {
  const plain = plainOptions(SCALE_CONCURRENCY, quick ? QUICK : FULL);
  await runner.run(targets, { ...plain, name: ALONE_SUITE });
  say(`== growing to ${scale.tenants} tenants and ${scale.usageRows} settled calls`);
  const apiKeys = await database.grow(scale);
  await runner.run(targets, { ...plain, name: GROWN_SUITE });
  let asked = 0;
  const nextKey = (): string => apiKeys[asked++ % apiKeys.length] ?? '';
  const inTurn = targets
    .filter(({ name }) => name === 'radiant-full')
    .map((each) => ({ ...each, headers: {}, nextKey }));
  await runner.run(inTurn, { ...plain, name: FIRST_CALLS_SUITE });
  asked = 0;
  await pause(FORGOTTEN_MS);
  await runner.run(inTurn, { ...plain, name: NEXT_CALLS_SUITE });
}

/** Metering must have been on while it was measured. */
async function countUsage(database: RadiantDatabase, results: Results): Promise<void> {
  for (const [route, tenants] of [
    ['radiant-pass', 'passing'],
    ['radiant-full', 'hiding'],
  ] as const) {
    if (!results.targets.includes(route)) continue;
    const rows = await database.usageRows(tenants);
    const answered = results.blocks
      .filter(({ target }) => target === route)
      .reduce((sum, { result }) => sum + result.requests, 0);
    results.usageRows[route] = rows;
    if (rows < answered) results.broken.push(`${route}: ${answered} answers, but ${rows} usage rows`);
  }
}

function wanted({ targets }: Options, gateways: readonly Gateway[]): Gateway[] {
  const known = gateways.flatMap(({ routes }) => routes.map(({ name }) => name));
  const unknown = targets?.find((name) => !known.includes(name) && name !== 'direct');
  if (unknown !== undefined) throw new Error(`--targets: ${unknown} is none of ${known.join(', ')}`);
  return gateways
    .map((gateway) => ({ ...gateway, routes: gateway.routes.filter(({ name }) => targets?.includes(name) ?? true) }))
    .filter(({ routes }) => routes.length > 0);
}

function emptyResults({ repeats, quick }: Options, gateways: readonly Gateway[]): Results {
  return {
    when: new Date().toISOString(),
    machine: { cpu: os.cpus()[0]?.model ?? '', cores: os.cpus().length, node: process.version },
    repeats,
    blockSeconds: (quick ? QUICK : FULL).block,
    targets: ['direct', ...gateways.flatMap(({ routes }) => routes.map(({ name }) => name))],
    starts: [],
    openStreams: [],
    blocks: [],
    usageRows: {},
    broken: [],
  };
}
