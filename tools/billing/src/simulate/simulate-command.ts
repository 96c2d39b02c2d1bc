import { runHistories } from './run-histories.js';

const PROGRESS = 1_000;
const MOST = 10_000_000;

/** @returns the exit code: 1 when a history broke the books. */
export async function simulateCommand(histories: number, seed: number): Promise<number> {
  if (!Number.isSafeInteger(histories) || histories < 1 || histories > MOST) {
    process.stderr.write(`--histories must be a whole number from 1 to ${MOST}.\n`);
    return 2;
  }
  if (!Number.isSafeInteger(seed)) {
    process.stderr.write('--seed must be a whole number.\n');
    return 2;
  }
  const report = await runHistories(histories, seed, {
    progress: (done) => done % PROGRESS === 0 && process.stdout.write(`${done} histories\n`),
  });
  process.stdout.write(
    `${report.histories} histories from seed ${seed}: ${report.admitted} calls left, ${report.refused} refused by a budget, ` +
      `${report.acknowledged} settled, ${report.estimates} billed as reserved, ${report.takenBack} taken back by a late release\n`,
  );
  if (!report.failure) return 0;
  const { seed: broken, message } = report.failure;
  process.stdout.write(
    `THE BOOKS ARE BROKEN: ${message}\nagain: npm run billing:simulate -- --histories 1 --seed ${broken}\n`,
  );
  return 1;
}
