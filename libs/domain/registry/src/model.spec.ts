import { describe, expect, it } from '@jest/globals';
import { model, price } from '../test/entries.js';
import { priceAt } from './model.js';

describe('priceAt', () => {
  it('is the version that began last, whichever was written first', () => {
    const prices = [
      price({ version: 1, effectiveFrom: 100 }),
      price({ version: 2, effectiveFrom: 300 }),
      price({ version: 3, effectiveFrom: 200 }),
    ];
    const versions = [99, 100, 199, 200, 300, 400].map((instant) => priceAt(model('a', { prices }), instant)?.version);
    expect(versions).toEqual([undefined, 1, 1, 3, 2, 2]);
  });

  it('is the newest of those that begin at one moment', () => {
    const prices = [price({ version: 1, effectiveFrom: 100 }), price({ version: 2, effectiveFrom: 100 })];
    expect(priceAt(model('a', { prices }), 100)?.version).toBe(2);
  });

  it('is what was covered again when a version ends, and nothing where there is nothing', () => {
    const offer = price({ version: 2, effectiveFrom: 200, effectiveTo: 300 });
    const prices = [price({ version: 1, effectiveFrom: 100 }), offer];
    const versions = [199, 200, 299, 300].map((instant) => priceAt(model('a', { prices }), instant)?.version);
    expect(versions).toEqual([1, 2, 2, 1]);
    expect(priceAt(model('a', { prices: [offer] }), 300)).toBeUndefined();
  });
});
