import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changed, created } from './audit-details.js';

const json = fc.dictionary(fc.string({ unit: 'grapheme-ascii', maxLength: 5 }), fc.jsonValue({ maxDepth: 3 }));
const isScalar = (value: unknown): boolean => value === null || ['string', 'number', 'boolean'].includes(typeof value);

describe('details of events', () => {
  it('are scalars, whatever is told', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        expect(Object.values({ ...changed(before, after), ...created(after) }).every(isScalar)).toBe(true);
      }),
    );
  });

  it('tell of nothing where nothing changed', () => {
    fc.assert(fc.property(json, (told) => expect(changed(told, structuredClone(told))).toStrictEqual({})));
  });

  it('tell each changed field before and after', () => {
    const before = { name: 'a', limits: { day: 1, minute: 2 }, scopes: ['x', 'y'], gone: true, same: 0 };
    const after = { name: 'b', limits: { day: 1, minute: 3 }, scopes: [], gone: undefined, same: 0 };
    expect(changed(before, after)).toStrictEqual({
      'before.name': 'a',
      'after.name': 'b',
      'before.limits.minute': 2,
      'after.limits.minute': 3,
      'before.scopes': 'x, y',
      'after.scopes': '',
      'before.gone': true,
      'after.gone': null,
    });
  });

  it('tell lists of things one by one', () => {
    expect(created({ rules: [{ pattern: 'a' }, { pattern: 'b' }] })).toStrictEqual({
      'after.rules.0.pattern': 'a',
      'after.rules.1.pattern': 'b',
    });
  });
});
