// `node tools/run.mjs billing <command>`: `oracle [rows] [--seed N]` compares prices with a decimal oracle.
// Exit code 0 = no difference, 1 = a difference, 2 = the command is not understood.
import { parseArgs } from 'node:util';
import { compareWithOracle } from './oracle.js';

const USAGE = 'Usage: npm run billing:oracle -- [rows, 1000000] [--seed N]\n';
const ROWS = 1_000_000;
const PROGRESS_ROWS = 100_000;

const { positionals, values } = parseArgs({ allowPositionals: true, options: { seed: { type: 'string' } } });
const [command, asked = String(ROWS)] = positionals;
const rows = Number(asked);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);

if (command !== 'oracle' || !Number.isSafeInteger(rows) || rows < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = oracle(rows, seed);
}

function oracle(rows: number, seed: number): number {
  let difference = 0n;
  const charged = new Map<string, number>();
  for (let done = 0; done < rows; done += PROGRESS_ROWS) {
    const result = compareWithOracle(seed + done, Math.min(PROGRESS_ROWS, rows - done));
    difference += result.difference;
    for (const [component, count] of result.charged) charged.set(component, (charged.get(component) ?? 0) + count);
    if (result.first) process.stdout.write(`row ${result.first.number} of --seed ${seed + done} differs\n`);
  }
  for (const [component, count] of charged) process.stdout.write(`${component}: ${count} rows\n`);
  process.stdout.write(`${rows} rows, seed ${seed}: difference ${difference} pico-USD\n`);
  return difference === 0n ? 0 : 1;
}
