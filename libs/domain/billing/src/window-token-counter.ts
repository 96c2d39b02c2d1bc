import { TokenCounter } from './ports/token-counter.js';

/**
 * Characters per tokenizer call. Byte-pair merging is quadratic on unbroken runs, so long texts are counted in
 * windows; a seam can add a token or two, always in the direction of one more.
 */
export const COUNTED_AT_ONCE = 2_000;
const CHARACTERS_BETWEEN_PAUSES = 8 * COUNTED_AT_ONCE;

/** Counts in windows, pausing between them so that neither a long text nor many short ones hold the event loop. */
export class WindowTokenCounter extends TokenCounter {
  constructor(
    /** Loads the tokenizer on first use: its tables cost memory that most processes never need. */
    private readonly load: () => Promise<(text: string) => number>,
    private readonly pause: () => Promise<void>,
  ) {
    super();
  }

  async count(texts: readonly string[]): Promise<number> {
    const tokens = await this.load();
    let total = 0;
    let sincePause = 0;
    for (const text of texts) {
      for (let start = 0; start < text.length; start += COUNTED_AT_ONCE) {
        if (sincePause >= CHARACTERS_BETWEEN_PAUSES) {
          await this.pause();
          sincePause = 0;
        }
        const window = text.slice(start, start + COUNTED_AT_ONCE);
        total += tokens(window);
        sincePause += window.length;
      }
    }
    return total;
  }
}
