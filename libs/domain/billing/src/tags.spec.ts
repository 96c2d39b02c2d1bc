import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MOST_TAGS, parsedTag, tagList } from './tags.js';

const list = (text: string): readonly string[] => tagList('x-radiant-tags', text);

describe('a list of tags', () => {
  it('is read with or without spaces around its commas, and sorted', () => {
    expect(list('team=cardiology, cost-center=4711 West,project=a/b.c:d@e')).toEqual([
      'cost-center=4711 West',
      'project=a/b.c:d@e',
      'team=cardiology',
    ]);
  });

  it.each([
    ['no value', 'team='],
    ['no key', '=x'],
    ['nothing at all', ''],
    ['a comma too many', 'team=x,'],
    ['a key in capitals', 'Team=x'],
    ['a key of 41 characters', `${'k'.repeat(41)}=x`],
    ['a value of 65 characters', `team=${'x'.repeat(65)}`],
    ['a value with another sign', 'team=a"b'],
    ['a second sign of equality', 'team=a=b'],
    ['a value that is not ASCII', 'team=Müller'],
    ['a key twice', 'team=a,team=b'],
    ['too many', Array.from({ length: MOST_TAGS + 1 }, (_, n) => `k${n}=x`).join(',')],
  ])('with %s is refused by the name of its field, without what it says', (_, text) => {
    expect(() => list(text)).toThrow(expect.objectContaining({ code: 'validation_error' }));
    try {
      list(text);
    } catch (error) {
      expect(error).toMatchObject({ facts: { field: 'x-radiant-tags' } });
      if (text.length > 8) expect(String(error)).not.toContain(text);
    }
  });

  it('takes as many as allowed', () => {
    expect(list(Array.from({ length: MOST_TAGS }, (_, n) => `k${n}=x`).join(','))).toHaveLength(MOST_TAGS);
  });

  it('holds tags only, whatever is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'B', '=', ',', ' ', '0', '\n', 'é') }), (text) => {
        let read: readonly string[] = [];
        try {
          read = list(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'validation_error' });
        }
        expect(read.filter((tag) => !parsedTag(tag))).toEqual([]);
        expect(new Set(read.map((tag) => parsedTag(tag)?.key)).size).toBe(read.length);
      }),
    );
  });
});
