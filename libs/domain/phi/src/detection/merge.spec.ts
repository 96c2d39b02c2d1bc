import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PhiCategory } from '../category.js';
import type { PhiMatch } from '../ports/phi-detector.js';
import { mergeMatches, mergeSorted } from './merge.js';

const match = (category: PhiCategory, start: number, end: number): PhiMatch => ({
  category,
  start,
  end,
  confidence: 0.5,
  rule: 'test',
});
const merged = (...matches: PhiMatch[]): readonly string[] =>
  mergeMatches(matches).map(({ category, start, end }) => `${category} ${start}-${end}`);

describe('merging matches', () => {
  it('names what overlaps by the highest category and covers the union', () => {
    expect(merged(match('NAME', 0, 10), match('EMAIL', 5, 20))).toEqual(['EMAIL 0-20']);
    expect(merged(match('NAME', 0, 10), match('ADDRESS', 5, 20))).toEqual(['ADDRESS 0-20']);
  });

  it('leaves a name a name although a town is called like a part of it', () => {
    expect(merged(match('NAME', 0, 10), match('ADDRESS', 5, 10))).toEqual(['NAME 0-10']);
    expect(merged(match('ADDRESS', 0, 20), match('NAME', 5, 10))).toEqual(['ADDRESS 0-20']);
  });

  it('makes of two lists in order what it makes of both together', () => {
    const list = fc
      .array(
        fc.tuple(fc.constantFrom<PhiCategory>('NAME', 'ADDRESS', 'EMAIL'), fc.nat(60), fc.integer({ min: 1, max: 9 })),
      )
      .map((each) => mergeMatches(each.map(([category, start, length]) => match(category, start, start + length))));
    fc.assert(
      fc.property(list, list, (some, others) => {
        expect(mergeSorted(some, others)).toEqual(mergeMatches([...some, ...others]));
      }),
    );
  });
});
