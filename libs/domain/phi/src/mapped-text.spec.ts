import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold } from './detection/fold.js';
import { insideString, unescapeJson, unescapeJsonPaced } from './json-text.js';
import { MappedText } from './mapped-text.js';
import { Pace } from './pace.js';
import { awkwardText } from './testing/arbitraries.js';

describe('a text derived piece by piece', () => {
  const mapped = MappedText.replacing('a--b<>c', /-|<>/g, (piece) => (piece === '-' ? '' : 'XYZ'));

  it('leads back from every offset', () => {
    expect(mapped.text).toBe('abXYZc');
    expect([0, 1, 2, 5].map((offset) => mapped.originalStart(offset))).toEqual([0, 3, 4, 6]);
    expect([1, 2, 5, 6].map((offset) => mapped.originalEnd(offset))).toEqual([1, 4, 6, 7]);
  });

  it('covers a whole piece where an offset lies within it', () => {
    expect(mapped.originalStart(3)).toBe(4);
    expect(mapped.originalEnd(3)).toBe(6);
  });

  it('leads forth from every offset', () => {
    expect([0, 1, 3, 4, 6, 7].map((offset) => mapped.offsetOf(offset))).toEqual([0, 1, 1, 2, 5, 6]);
  });
});

describe('JSON text', () => {
  it('reads as what its escapes mean', () => {
    expect(unescapeJson('{"a":"x\\n\\"\\u00e9\\ud83d\\ude00\\\\"}').text).toBe('{"a":"x\n"é😀\\"}');
  });

  it('reads the same with pauses, whoever else reads meanwhile', async () => {
    const json = '\\u0041\\n-\\\\n\\"\\q'.repeat(5_000);
    let pauses = 0;
    const pace = new Pace(async () => {
      pauses += 1;
      unescapeJson('\\n'.repeat(3));
    });
    expect(await unescapeJsonPaced(json, pace)).toEqual(unescapeJson(json));
    expect(pauses).toBeGreaterThan(1);
  });

  it('gives each stretch of its meaning back as it was written', () => {
    fc.assert(
      fc.property(awkwardText(10), awkwardText(6), awkwardText(10), (before, value, after) => {
        fc.pre(value !== '');
        const json = JSON.stringify(before + value + after);
        const view = unescapeJson(json);
        const start = 1 + before.length;
        const written = json.slice(view.originalStart(start), view.originalEnd(start + value.length));
        expect(JSON.parse(`"${written}"`)).toBe(value);
      }),
    );
  });

  it('tells strings from what is between them', () => {
    const json = '{"a\\"b":1,"c":"d"}';
    const inside = [...json].map((_, index) => insideString(json, 0, index, false));
    expect([...json].filter((_, index) => inside[index]).join('')).toBe('a\\"b"c"d"');
    expect(insideString(json, 9, 16, false)).toBe(insideString(json, 0, 16, false));
  });
});

describe('folding', () => {
  it.each([
    ['zero-width and bidi marks vanish', 'Jo\u200bhn\u202e \u2066Smith\u00ad', 'John Smith'],
    ['blanks are one blank', 'a\u00a0b\u2009c\u3000d', 'a b c d'],
    ['dashes are one dash', '1‐2‑3–4—5−6', '1-2-3-4-5-6'],
    ['digits are ASCII digits', '１２３ ٤٥٦ ۷۸۹', '123 456 789'],
    ['letters that look alike are the same', 'Јоhn Ѕmith', 'John Smith'],
    ['full-width and mathematical letters are plain', 'ＪＯＨＮ＠ｘ 𝐉𝐨𝐡𝐧', 'JOHN@x John'],
    ['quotes are straight', '‘a’ “b”', '\'a\' "b"'],
    ['lower case keeps the length', 'İstanbul', 'Istanbul'],
  ])('%s', (_rule, text, folded) => {
    expect(fold(text).text).toBe(folded);
    expect(fold(text).text.toLowerCase()).toHaveLength(folded.length);
  });
});
