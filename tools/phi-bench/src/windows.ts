import { DEFAULT_PHI_POLICY, hiddenCategories, type PhiDetector } from '@radiant/phi';

const CATEGORIES = hiddenCategories(DEFAULT_PHI_POLICY);

export interface Times {
  /** Milliseconds of one call. */
  readonly p50: number;
  readonly p99: number;
}

/** The times of one call for each text, many times over, in windows; the quietest count: others may be at work here. */
export async function quietest(detector: PhiDetector, texts: readonly string[], windows: number): Promise<Times> {
  let best: Times = { p50: Infinity, p99: Infinity };
  for (let window = 0; window < windows; window += 1) {
    const times: number[] = [];
    while (times.length < CALLS) {
      for (const text of texts) {
        const begin = performance.now();
        await detector.detect([text], CATEGORIES);
        times.push(performance.now() - begin);
      }
    }
    times.sort((a, b) => a - b);
    best = { p50: Math.min(best.p50, at(times, 0.5)), p99: Math.min(best.p99, at(times, 0.99)) };
  }
  return best;
}
const CALLS = 1_000;
const at = (sorted: readonly number[], share: number): number => sorted[Math.floor(share * sorted.length)] ?? Infinity;

/**
 * Millions of UTF-8 bytes a second of processor time over all texts, each a call of its own: the best of the rounds.
 */
export async function throughput(detector: PhiDetector, texts: readonly string[], rounds: number): Promise<number> {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  let least = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const begin = process.cpuUsage();
    for (const text of texts) await detector.detect([text], CATEGORIES);
    const { user, system } = process.cpuUsage(begin);
    least = Math.min(least, (user + system) / 1_000);
  }
  return bytes / 1_000 / least;
}
