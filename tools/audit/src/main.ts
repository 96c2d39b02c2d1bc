// `node tools/run.mjs audit verify|receipt|evidence|bench …`, as options.ts describes them.
// Exit code 0 = nothing is wrong, 1 = something is, or it could not be done, 2 = not understood.
import { bench } from './bench/bench.js';
import { NotUnderstood } from './not-understood.js';
import { readCommand, type Command } from './options.js';
import { receiptReport } from './receipt/receipt-report.js';
import { verifyReceipt } from './receipt/verify-receipt.js';
import { report } from './verify/report.js';
import { verify } from './verify/verify.js';

const say = (text: string): void => void process.stdout.write(text);

async function run(command: Command): Promise<boolean> {
  switch (command.name) {
    case 'verify': {
      const began = performance.now();
      const verified = await verify(command.target, command.checkpoints);
      say(report(verified, performance.now() - began));
      return verified.findingCount === 0;
    }
    case 'receipt': {
      const verified = await verifyReceipt(command.file, command.checkpoints);
      say(receiptReport(verified));
      return verified.findings.length === 0;
    }
    case 'evidence': {
      // with all that it opens; who verifies needs none of it
      const { runEvidence } = await import('./evidence/run-evidence.js');
      return runEvidence(command, say);
    }
    case 'bench':
      return bench(command.rows, say);
  }
}

try {
  if (!(await run(readCommand(process.argv.slice(2))))) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'failed'}\n`);
  process.exitCode = error instanceof NotUnderstood ? 2 : 1;
}
