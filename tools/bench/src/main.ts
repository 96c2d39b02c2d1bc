// `npm run bench`: RADIANT beside its peers in one run. README.md says how it measures.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runEngines } from './engines/engines-process.js';
import { runBenchmark } from './measure/run-benchmark.js';
import type { Results } from './measure/results.js';
import { HELP, type Options, readOptions } from './options.js';
import { RESULTS } from './places.js';
import { missed, report } from './report/report.js';
import { runUpstream } from './upstream/upstream-process.js';

const say = (line: string): boolean => process.stderr.write(`${line}\n`);

async function bench(options: Options): Promise<number> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'radiant-bench-'));
  const results = await runBenchmark(options, directory, say);
  publish(results);
  if (results.broken.length > 0) {
    say(`The logs are in ${directory}`);
    return 1;
  }
  rmSync(directory, { recursive: true });
  const short = missed(results);
  if (options.strict && short.length > 0) {
    say(`Missed: ${short.join('; ')}`);
    return 3;
  }
  return 0;
}

function publish(results: Results): void {
  const text = report(results);
  const file = path.join(RESULTS, results.when.replaceAll(/[:.]/g, '-'));
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(`${file}.json`, JSON.stringify(results));
  writeFileSync(`${file}.md`, text);
  process.stdout.write(`${text}\nraw figures: ${file}.json\n`);
}

const [first = '', ...rest] = process.argv.slice(2);
try {
  if (first === '--role=upstream') await runUpstream();
  else if (first === '--role=engines') await runEngines(rest[0] ?? '');
  else {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
    const options = readOptions(process.argv.slice(2));
    if (options.help) process.stdout.write(HELP);
    else process.exit(await bench(options));
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(2);
}
