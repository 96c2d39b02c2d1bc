import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WindowTokenCounter } from './window-token-counter.js';

const WINDOW = 2_000;
const BETWEEN_PAUSES = 16_000;

describe('WindowTokenCounter', () => {
  let windows: string[];
  /** How many windows had been counted at each pause. */
  let pauses: number[];
  let counter: WindowTokenCounter;

  beforeEach(() => {
    windows = [];
    pauses = [];
    counter = new WindowTokenCounter(
      async () => (text) => {
        windows.push(text);
        return text.length;
      },
      async () => void pauses.push(windows.length),
    );
  });

  it('shows the tokenizer every character once, in order, never more than a window and never two texts together', async () => {
    const texts = fc.array(
      fc.integer({ min: 0, max: 9_000 }).map((length) => 'abcdefg'.repeat(1_300).slice(0, length)),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        windows = [];
        expect(await counter.count(given)).toBe(given.join('').length);
        expect(windows.join('')).toBe(given.join(''));
        expect(windows.every((window) => window.length > 0 && window.length <= WINDOW)).toBe(true);
        const filled = given.reduce((sum, text) => sum + Math.ceil(text.length / WINDOW), 0);
        expect(windows).toHaveLength(filled);
      }),
    );
  });

  it('counts nothing in no text and in an empty one', async () => {
    expect(await counter.count([])).toBe(0);
    expect(await counter.count(['', ''])).toBe(0);
    expect(windows).toEqual([]);
  });

  it('spends linear work on 100,000 equal letters, though the tokenizer is quadratic', async () => {
    await counter.count(['a'.repeat(100_000)]);
    const work = windows.reduce((sum, window) => sum + window.length ** 2, 0);
    expect(work).toBe(100_000 * WINDOW);
  });

  it('pauses between windows of a long text', async () => {
    await counter.count(['a'.repeat(3 * BETWEEN_PAUSES)]);
    expect(pauses).toEqual([8, 16]);
  });

  it('pauses between many short texts alike', async () => {
    await counter.count(Array<string>(400).fill('a'.repeat(100)));
    expect(pauses).toEqual([160, 320]);
  });

  it('does not pause for an ordinary prompt', async () => {
    await counter.count(['a'.repeat(BETWEEN_PAUSES)]);
    expect(pauses).toEqual([]);
  });

  it('loads the tokenizer when it is first needed, and passes on that it could not', async () => {
    const broken = new WindowTokenCounter(
      () => Promise.reject(new Error('no tables')),
      async () => undefined,
    );
    await expect(broken.count(['a'])).rejects.toThrow('no tables');
  });
});
