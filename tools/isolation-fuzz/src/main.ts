// `npm run isolation -- [operations] [seed]`: random operations of two tenants over two shared pools of a database of its
// own, a million by default. Exit code 0 = no foreign row, 1 = there was one, 2 = not understood.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runFuzz } from './run-fuzz.js';

const PART = 50_000;
const [operations = 1_000_000, seed = Date.now() % 1_000_000_000] = process.argv.slice(2).map(Number);

if (!Number.isInteger(operations) || operations < 1 || !Number.isInteger(seed)) {
  process.stderr.write('npm run isolation -- [operations] [seed], both whole numbers\n');
  process.exitCode = 2;
} else {
  const directory = mkdtempSync(path.join(tmpdir(), 'radiant-isolation-'));
  const began = performance.now();
  try {
    const report = await runFuzz({
      directory,
      operations,
      seed,
      part: PART,
      say: (line) => void process.stdout.write(`${line}\n`),
    });
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    process.stdout.write(
      `${report.foreignRows} foreign rows in ${report.operations} operations (seed ${seed}, ${report.ownRows} own rows, ` +
        `${report.refusedWrites} foreign writes refused, ${seconds} s)\n`,
    );
    if (report.foreignRows > 0) process.exitCode = 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
