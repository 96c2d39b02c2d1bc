import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasMore } from './page.js';

describe('hasMore', () => {
  it('is true exactly while something lies behind the slice', () => {
    const cases = fc.record({ total: fc.nat(60), offset: fc.nat(70), limit: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(cases, ({ total, offset, limit }) => {
        const all = Array.from({ length: total }, (_, index) => index);
        const items = all.slice(offset, offset + limit);
        expect(hasMore({ limit, offset }, { items, total })).toBe(all.slice(offset + limit).length > 0);
      }),
    );
  });

  it('is true on a first page and false on the last', () => {
    expect(hasMore({ limit: 2, offset: 0 }, { items: ['a', 'b'], total: 3 })).toBe(true);
    expect(hasMore({ limit: 2, offset: 2 }, { items: ['c'], total: 3 })).toBe(false);
  });
});
