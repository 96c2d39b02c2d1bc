import { describe, expect, it } from '@jest/globals';
import { PRICE_COMPONENTS } from '@radiant/kernel';
import fc from 'fast-check';
import { picosOfQuote, quoteOf } from './price-quote.js';

describe('a quoted price', () => {
  it('is read as it was written, for every component', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PRICE_COMPONENTS), fc.bigInt({ min: 0n, max: 10n ** 12n }), (component, picos) => {
        expect(picosOfQuote(component, quoteOf(component, picos))).toBe(picos);
      }),
    );
  });

  it('is per million of tokens and per one of everything else', () => {
    expect(picosOfQuote('input_tokens', '0.15')).toBe(150_000n);
    expect(picosOfQuote('images', '0.04')).toBe(40_000_000_000n);
    expect(quoteOf('cache_write_tokens', 3_750_000n)).toBe('3.75');
    expect(quoteOf('requests', 1n)).toBe('0.000000000001');
  });

  it.each(['1e3', '-1', '', '01', '.5', '1.', '0.0000001', '12345678', ' 1', '1,5'])('is not %j', (quote) => {
    expect(picosOfQuote('input_tokens', quote)).toBeUndefined();
  });
});
