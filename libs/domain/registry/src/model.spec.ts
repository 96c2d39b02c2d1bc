import { describe, expect, it } from '@jest/globals';
import { model, price } from '../test/entries.js';
import { priceAt } from './model.js';

describe('priceAt', () => {
  it('is the newest version that has begun, even where a correction begins before the version it corrects', () => {
    const prices = [
      price({ version: 1, effectiveFrom: 100 }),
      price({ version: 2, effectiveFrom: 300 }),
      price({ version: 3, effectiveFrom: 200 }),
    ];
    const versions = [99, 100, 199, 200, 300, 400].map((instant) => priceAt(model('a', { prices }), instant)?.version);
    expect(versions).toEqual([undefined, 1, 1, 3, 3, 3]);
  });
});
