import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countTokens, firstTokens } from './tokens.js';

describe('tokens', () => {
  it.each([
    ['', 0],
    ['  \n', 0],
    ['Hello, world!', 4],
    ['Zoë naïve 東京', 3],
    ['[PHI_NAME_48201]', 7],
    ['😀😀', 2],
  ])('counts %j as %d', (text, count) => {
    expect(countTokens(text)).toBe(count);
  });

  it('keeps a beginning with exactly as many tokens as allowed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, limit) => {
        const kept = firstTokens(text, limit);
        expect(text.startsWith(kept)).toBe(true);
        expect(countTokens(kept)).toBe(Math.min(limit, countTokens(text)));
      }),
    );
  });
});
