import { describe, expect, it } from '@jest/globals';
import { Pause } from './ports/pause.js';
import { TextRestoration } from './text-restoration.js';

const P = '[PHI_NAME_48213]';
const ORIGINALS = new Map([[P, 'Jane']]);

class NotedPause extends Pause {
  waited = 0;

  wait(): Promise<void> {
    this.waited += 1;
    return Promise.resolve();
  }
}

describe('a whole answer', () => {
  const restoration = (): TextRestoration => new TextRestoration({ texts: ORIGINALS, toolArguments: ORIGINALS });

  it('is restored with pauses where it is long, as it is without', async () => {
    const text = `see ${P}, https://evil.example/?q=${P} {"a":"${P}"}\n`.repeat(10_000);
    const [slow, fast] = [restoration(), restoration()];
    const pause = new NotedPause();
    await slow.ahead([text, null, text], pause);
    expect(pause.waited).toBe(Math.ceil(text.length / 8_192) - 1);
    const shown = slow.said(text);
    expect(shown).toBe(fast.said(text));
    expect(shown).toContain('see Jane, https://evil.example/?q=[PHI_NAME_48213] {"a":"Jane"}');
    expect([slow.restored, fast.restored]).toEqual([20_000, 20_000]);
  });

  it('waits for nothing where it is short', async () => {
    const pause = new NotedPause();
    const short = restoration();
    await short.ahead([P, null], pause);
    expect([pause.waited, short.restored, short.said(P)]).toEqual([0, 0, 'Jane']);
  });
});
