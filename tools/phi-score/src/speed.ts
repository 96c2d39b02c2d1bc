import {
  DEFAULT_PHI_POLICY,
  hiddenCategories,
  RuleDetector,
  type PhiDetector,
  type PhiSensitivity,
} from '@radiant/phi';

const CATEGORIES = hiddenCategories(DEFAULT_PHI_POLICY);
const PROMPT = 2_048;

export const newDetector = (): PhiDetector => new RuleDetector(async () => undefined);

async function millisecondsFor(detector: PhiDetector, text: string, sensitivity?: PhiSensitivity): Promise<number> {
  const start = performance.now();
  await detector.detect([text], CATEGORIES, sensitivity);
  return performance.now() - start;
}

/** The time of the processor, all threads together: what other programs take in between does not count. */
export async function processorMilliseconds(detector: PhiDetector, text: string): Promise<number> {
  const begin = process.cpuUsage();
  await detector.detect([text], CATEGORIES);
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1_000;
}

/** Millions of UTF-8 bytes a second: the best of three runs over all texts, each text a call of its own. */
export async function throughput(
  detector: PhiDetector,
  texts: readonly string[],
  sensitivity: PhiSensitivity,
): Promise<number> {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  let best = Infinity;
  for (let run = 0; run < 3; run += 1) {
    const start = performance.now();
    for (const text of texts) await detector.detect([text], CATEGORIES, sensitivity);
    best = Math.min(best, performance.now() - start);
  }
  return bytes / 1_000 / best;
}

/** The median time of a prompt of 2 KB, in milliseconds, over prompts cut from the texts joined. */
export async function promptMedian(
  detector: PhiDetector,
  texts: readonly string[],
  sensitivity: PhiSensitivity,
): Promise<number> {
  const joined = texts.join('\n\n').slice(0, 400 * PROMPT);
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    times.length = 0;
    for (let at = 0; at + PROMPT <= joined.length; at += PROMPT) {
      times.push(await millisecondsFor(detector, joined.slice(at, at + PROMPT), sensitivity));
    }
  }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}
