import { setTimeout as pause } from 'node:timers/promises';

/** Soon enough for a test. Asking without a pause would take the processor from what is waited for. */
const BETWEEN_QUESTIONS_MS = 20;

/** Asks until the answer is as wanted, and gives it. The test's own time limit ends a wait in vain. */
export async function until<Result>(
  ask: () => Result | Promise<Result>,
  wanted: (result: Result) => boolean = Boolean,
): Promise<Result> {
  for (;;) {
    const result = await ask();
    if (wanted(result)) return result;
    await pause(BETWEEN_QUESTIONS_MS);
  }
}
