import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { report } from '../verify/report.js';
import { verify } from '../verify/verify.js';
import { generateChain } from './generate.js';

/** What a million rows may take. */
const ROWS_PER_SECOND = 100_000;

/** Verifies a chain that it made, says how long that took, and whether it was quick enough. */
export async function bench(rows: number, say: (text: string) => void): Promise<boolean> {
  const directory = await mkdtemp(path.join(tmpdir(), 'radiant-audit-bench-'));
  try {
    say(`Making ${rows.toLocaleString('en-US')} rows …\n`);
    await generateChain(directory, rows);
    const cpuBefore = process.cpuUsage();
    const began = performance.now();
    const verified = await verify(directory);
    const milliseconds = performance.now() - began;
    const { user, system } = process.cpuUsage(cpuBefore);
    const peak = Math.round(process.resourceUsage().maxRSS / 1_024); // which is in KB
    say(report(verified, milliseconds));
    say(
      `Processor    ${((user + system) / 1_000_000).toFixed(2)} s\nMemory       ${peak} MB at most, the making included\n`,
    );
    const quick = rows / (milliseconds / 1_000) >= ROWS_PER_SECOND;
    if (!quick) say(`Slower than ${ROWS_PER_SECOND.toLocaleString('en-US')} rows/s: is the machine busy?\n`);
    return quick && verified.findingCount === 0;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
