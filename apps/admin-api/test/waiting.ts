import { setTimeout as pause } from 'node:timers/promises';

/** What a change may take to be obeyed everywhere, in ms: the promised 5 s, and a margin for a busy machine. */
export const PROPAGATION_MS = 7_500;

/** Asking without a pause would take the processor from what is waited for. */
const BETWEEN_QUESTIONS_MS = 20;

/** So often a change may be asked for, however long one answer takes on a busy machine. */
const AT_LEAST = 10;

/** Asks again and again. @throws Error, with the last answer, when none is as wanted in time. */
export async function until<Result>(
  ask: () => Promise<Result>,
  wanted: (result: Result) => boolean,
  withinMs = PROPAGATION_MS,
): Promise<Result> {
  const end = performance.now() + withinMs;
  for (let asked = 1; ; asked += 1) {
    const result = await ask();
    if (wanted(result)) return result;
    if (performance.now() > end && asked >= AT_LEAST) {
      throw new Error(`asked ${asked} times in ${withinMs} ms; the last answer was ${JSON.stringify(result)}`);
    }
    await pause(BETWEEN_QUESTIONS_MS);
  }
}
