// `npm run phi:linear`: proves with recheck that every pattern of the detector takes a bounded number of steps, and
// writes the proofs into tools/phi-linear/proofs.json. A pattern that is proved there already is not proved again;
// `--all` proves every one anew (some minutes). Exit code 0 = all are safe, 1 = some are not, 2 = not understood.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { detectionPatterns } from '@radiant/phi';
import { nameOf, verdictOf } from './prove.js';
import { readProofs, writeProofs, type Proofs } from './record.js';

const file = path.resolve(import.meta.dirname, '../proofs.json');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function prove(known: Proofs): number {
  const patterns = detectionPatterns();
  const proofs: Record<string, number> = {};
  let failed = 0;
  for (const pattern of patterns) {
    const name = nameOf(pattern);
    const before = known[name];
    if (before !== undefined) {
      proofs[name] = before;
      continue;
    }
    const began = performance.now();
    const verdict = verdictOf(pattern);
    const taken = Math.round(performance.now() - began);
    if (verdict === 'safe') proofs[name] = taken;
    else {
      failed += 1;
      say(`${verdict}: /${pattern.source}/${pattern.flags}`);
    }
    writeProofs(proofs, file);
  }
  writeProofs(proofs, file);
  say(`${Object.keys(proofs).length} of ${patterns.length} patterns are proved to take linear time`);
  return failed;
}

const options = process.argv.slice(2);
if (options.some((option) => option !== '--all')) {
  process.stderr.write('the only option is --all\n');
  process.exitCode = 2;
} else {
  const known = existsSync(file) && !options.includes('--all') ? readProofs(file) : {};
  process.exitCode = prove(known) === 0 ? 0 : 1;
}
