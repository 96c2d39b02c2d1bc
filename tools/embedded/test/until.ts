import { setTimeout as pause } from 'node:timers/promises';

/** Resolves when `condition` holds; the test's own time limit ends a wait in vain. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(10);
}
