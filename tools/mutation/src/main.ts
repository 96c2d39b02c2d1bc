// `npm run mutation -- --project phi [--sample 1000] [--seed 1] [--floor 85] [--files TEXT] [--survivors]`: changes the
// code of a pure library in one place at a time and sees whether its specs notice. Prints what none of them noticed.
// SIGINT ends the run with what has been tried, which is a sample too. Exit code 0 = the floor is reached, 1 = it is not, 2 = not understood.
import path from 'node:path';
import { readOptions } from './options.js';
import { describeMissed, scoreOf, summary } from './report.js';
import { runSample } from './run-sample.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
let stopped = false;
process.once('SIGINT', () => (stopped = true));
const began = performance.now();

try {
  const options = readOptions(process.argv.slice(2));
  const workspace = path.resolve(import.meta.dirname, '../../..');
  const { of, results } = await runSample(
    workspace,
    options,
    (line) => process.stderr.write(`${line}\n`),
    () => stopped,
  );
  say(describeMissed(results));
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  say(`${options.project.name}: ${summary(results)}; ${of} in all, seed ${options.seed}, ${minutes} min`);
  if (scoreOf(results) < options.floor) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
