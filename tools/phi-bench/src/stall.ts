import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { DEFAULT_PHI_POLICY, hiddenCategories, type PhiDetector } from '@radiant/phi';

const BODY_CAP = 4 * 1024 * 1024;
const RESOLUTION_MS = 5;
const RUNS = 3;

/** The longest the event loop waited while a text as long as a body may be was read: the least of several runs, in ms. */
export async function worstStall(detector: PhiDetector, documents: readonly string[]): Promise<number> {
  const once = documents.join('\n\n');
  const text = once.repeat(Math.ceil(BODY_CAP / once.length)).slice(0, BODY_CAP);
  let least = Infinity;
  for (let run = 0; run < RUNS; run += 1) {
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    delay.enable();
    await setTimeout(4 * RESOLUTION_MS);
    await detector.detect([text], hiddenCategories(DEFAULT_PHI_POLICY));
    await setTimeout(4 * RESOLUTION_MS);
    delay.disable();
    least = Math.min(least, delay.max / 1e6);
  }
  return least;
}
