import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PHI_CATEGORIES, type PhiCategory } from '../category.js';
import type { PhiMatch } from '../ports/phi-detector.js';
import { SecondOpinion } from '../ports/second-opinion.js';
import { awkwardText } from '../testing/arbitraries.js';
import { FakeSecondOpinion } from '../testing/fake-second-opinion.js';
import { CombinedDetector } from './combined-detector.js';
import { RuleDetector } from './rule-detector.js';

const ALL: ReadonlySet<PhiCategory> = new Set(PHI_CATEGORIES);
const rules = new RuleDetector(async () => undefined);

/** Answers what it was given, whatever it is asked. */
class Saying extends SecondOpinion {
  readonly version = 'saying';

  constructor(private readonly matches: readonly (readonly PhiMatch[])[]) {
    super();
  }

  async detect(): Promise<readonly (readonly PhiMatch[])[]> {
    return this.matches;
  }
}

const match = (start: number, end: number, category: PhiCategory = 'NAME'): PhiMatch => ({
  category,
  start,
  end,
  confidence: 0.8,
  rule: 'other',
});
const foundBy = async (second: SecondOpinion, text: string, categories = ALL): Promise<string[]> => {
  const [matches = []] = await new CombinedDetector(rules, second).detect([text], categories);
  return matches.map(({ category, start, end }) => `${category} ${text.slice(start, end)}`);
};

describe('the rules with a second opinion', () => {
  let second: FakeSecondOpinion;
  beforeEach(() => {
    second = new FakeSecondOpinion('xylophonist of the ward');
  });

  it('hide what either of the two finds', async () => {
    const text = 'SSN 219-09-9999 of the xylophonist of the ward.';
    expect(await foundBy(second, text)).toEqual(['SSN 219-09-9999', 'NAME xylophonist of the ward']);
  });

  it('give one match for what both find, named by the higher category', async () => {
    expect(await foundBy(new FakeSecondOpinion('SSN 219-09'), 'my SSN 219-09-9999')).toEqual(['SSN SSN 219-09-9999']);
  });

  it('do not ask it about texts without words', async () => {
    await new CombinedDetector(rules, second).detect(['a word', '', ' . ', '7', 'string'], ALL);
    expect(second.asked).toEqual([['a word', 'string']]);
    await new CombinedDetector(rules, second).detect(['', '-'], ALL);
    expect(second.asked).toHaveLength(1);
  });

  it('find nothing without it, unless somebody takes the rules alone and is told', async () => {
    second.isDown = true;
    const combined = new CombinedDetector(rules, second);
    await expect(combined.detect(['SSN 219-09-9999'], ALL)).rejects.toMatchObject({ code: 'service_unavailable' });
    let told = 0;
    const [matches] = await combined.detect(['SSN 219-09-9999'], ALL, 'balanced', () => (told += 1));
    expect([matches?.map(({ category }) => category), told]).toEqual([['SSN'], 1]);
    second.isDown = false;
    await combined.detect(['SSN 219-09-9999'], ALL, 'balanced', () => (told += 1));
    expect(told).toBe(1);
  });

  it.each<[string, readonly (readonly PhiMatch[])[]]>([
    ['of fewer texts', []],
    ['of more texts', [[], []]],
    ['behind the end', [[match(0, 99)]]],
    ['of nothing', [[match(3, 3)]]],
    ['of half a place', [[match(0.5, 3)]]],
    ['of a category that was not asked for', [[match(0, 4, 'SSN')]]],
  ])('take an answer %s for none', async (_case, matches) => {
    await expect(foundBy(new Saying(matches), 'Jane Doe', new Set<PhiCategory>(['NAME']))).rejects.toMatchObject({
      code: 'service_unavailable',
    });
  });

  it('keep placeholders and structures whole: a match is cut where they stand', async () => {
    const text = '{"a":"Zorba [PHI_NAME_48213] Xi","b":"Qo"}';
    expect(await foundBy(new Saying([[match(6, text.length - 1)]]), text)).toEqual([
      'NAME Zorba ',
      'NAME  Xi',
      'NAME b',
      'NAME Qo',
    ]);
    expect(await foundBy(new Saying([[match(14, 20)]]), text)).toEqual([]);
  });

  it('give matches that are sorted, apart and in whole characters, whatever it says', async () => {
    const said = fc.array(fc.tuple(fc.nat(40), fc.nat(40), fc.constantFrom(...PHI_CATEGORIES)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(awkwardText(40), said, async (noise, places) => {
        const text = `😀word${noise}😀`;
        const matches = places
          .map(([a, b, category]) => match(Math.min(a, b), Math.max(a, b), category))
          .filter(({ start, end }) => start < end && end <= text.length);
        const [found = []] = await new CombinedDetector(rules, new Saying([matches])).detect([text], ALL);
        let last = 0;
        for (const { start, end } of found) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          for (const at of [start, end]) expect(text.slice(at - 1, at + 1)).not.toBe('😀');
          last = end;
        }
      }),
    );
  });

  it.each<[string, PhiMatch]>([
    ['begins', match(3, 5)],
    ['ends', match(0, 3)],
  ])('take a character in whole where a match %s within it', async (_where, half) => {
    const [matches] = await new CombinedDetector(rules, new Saying([[half]])).detect(['Zo😀Xi'], ALL);
    expect(matches).toMatchObject([half.start === 0 ? { start: 0, end: 4 } : { start: 2, end: 5 }]);
  });

  it('name both in the version', () => {
    expect(new CombinedDetector(rules, second).version).toBe(`${rules.version}+fake-1`);
  });
});
