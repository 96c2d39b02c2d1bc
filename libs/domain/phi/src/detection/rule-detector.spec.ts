import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PHI_CATEGORIES, type PhiCategory } from '../category.js';
import type { PhiMatch } from '../ports/phi-detector.js';
import { awkwardText, categories } from '../testing/arbitraries.js';
import { marked } from '../testing/marked.js';
import { bounded } from './bounded.js';
import { mergeMatches } from './merge.js';
import { RuleDetector } from './rule-detector.js';
import { WINDOW, windowsOf } from './window.js';

const ALL: ReadonlySet<PhiCategory> = new Set(PHI_CATEGORIES);
const detect = (...texts: string[]): Promise<readonly (readonly PhiMatch[])[]> =>
  new RuleDetector(async () => undefined).detect(texts, ALL);
const found = async (...texts: string[]): Promise<string[][]> =>
  (await detect(...texts)).map((matches, index) =>
    matches.map(({ category, start, end }) => `${category} ${(texts[index] ?? '').slice(start, end)}`),
  );

describe('the rule detector', () => {
  it('finds a known surname or given name alone, in any text of the call', async () => {
    expect(await found('Patient John Okonkwo came.', 'Okonkwo has pain. OKONKWO again. John too.')).toEqual([
      ['NAME John Okonkwo'],
      ['NAME Okonkwo', 'NAME OKONKWO', 'NAME John'],
    ]);
  });

  it('does not take a name that is a word for the person where it stands alone', async () => {
    expect(await found('Patient Grace Price came.', 'Grace before meals. Price of care.')).toEqual([
      ['NAME Grace Price'],
      [],
    ]);
  });

  it('keeps an eponym although a person of that name is known', async () => {
    expect(await marked("Dr. Parkinson treats Parkinson's disease. Parkinson called.", 'NAME')).toBe(
      "«Dr. Parkinson» treats Parkinson's disease. «Parkinson» called.",
    );
  });

  it('refuses a call with more matches than one may have, which no document has', async () => {
    const refusal = { code: 'payload_too_large', message: expect.stringContaining('100000') };
    const half = 'Dr. Smith '.repeat(50_001);
    await expect(detect(half, half)).rejects.toMatchObject(refusal);
    expect((await detect(half))[0]).toHaveLength(50_001);
  });

  it('never reports what was not asked for', async () => {
    const text = 'Patient Jane Doe, SSN 219-09-9999, jane@example.org, 12 Elm Street';
    for (const category of PHI_CATEGORIES) {
      const [matches = []] = await new RuleDetector(async () => undefined).detect([text], new Set([category]));
      expect(new Set(matches.map((match) => match.category))).toEqual(new Set(matches.length > 0 ? [category] : []));
    }
  });

  it('raises confidence for a number that can have been issued, and finds one that cannot', async () => {
    const confidences = (await detect('219-09-9999', '666-09-9999')).map(([match]) => match?.confidence ?? 0);
    expect(confidences).toEqual([0.95, 0.7]);
  });

  it('gives offsets of the text as it came, in whole characters, sorted and apart', async () => {
    const piece = fc.oneof(
      awkwardText(10),
      fc.constantFrom(
        'Patient Jane Doe',
        'SSN: 1\u200b23-45-6789',
        'Dr. 𝐉𝐨𝐡𝐧',
        '12 Elm Street',
        'Address: ',
        '😀',
        'MRN 48291a',
        'a@b.io',
        'Dx: ',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 10 }), async (pieces) => {
        const text = pieces.join(' ');
        const [matches = []] = await detect(text);
        let last = 0;
        for (const { start, end, confidence, rule } of matches) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(text.slice(start, end)).not.toMatch(/\p{Surrogate}/u);
          expect(confidence).toBeGreaterThan(0);
          expect(confidence).toBeLessThanOrEqual(1);
          expect(rule).toMatch(/^[a-z]+\.[a-z]+$/);
          last = end;
        }
      }),
    );
  });
});

describe('a long text', () => {
  const filler = 'the patient reports mild pain after walking uphill and sleeps well, ';

  it('loses nothing at the seams of its windows', async () => {
    for (let shift = -60; shift <= 10; shift += 3) {
      const before = filler.repeat(400).slice(0, WINDOW + shift);
      const [matches = []] = await detect(
        `${before} Patient: Jane Doe, SSN 219-09-9999, lives at 12 Elm Street. ${filler.repeat(10)}`,
      );
      expect(matches.map((match) => match.category)).toEqual(['NAME', 'SSN', 'ADDRESS']);
    }
  });

  it('loses nothing at a seam without white space', async () => {
    for (let shift = -20; shift <= 2; shift += 2) {
      const [matches = []] = await detect(
        `${'x,'.repeat(WINDOW).slice(0, WINDOW + shift)};SSN:219-09-9999;${'y,'.repeat(3_000)}`,
      );
      expect(matches.map((match) => match.category)).toEqual(['SSN']);
    }
  });

  it('knows at its beginning a name learnt at its end', async () => {
    const [matches = []] = await detect(`Okonkwo, ${filler.repeat(1_000)} Dr. Okonkwo`);
    expect(matches).toHaveLength(2);
  });

  it('pauses after every window of work, and a prompt not at all', async () => {
    let pauses = 0;
    const detector = new RuleDetector(async () => void (pauses += 1));
    await detector.detect([filler.repeat(20), filler.repeat(20)], ALL);
    expect(pauses).toBe(0);
    await detector.detect([filler.repeat(100 * (WINDOW / filler.length))], ALL);
    expect(pauses).toBeGreaterThanOrEqual(98);
    pauses = 0;
    await detector.detect(
      Array.from({ length: 100 }, () => filler.repeat(100)),
      ALL,
    );
    expect(pauses).toBeGreaterThanOrEqual(30);
  });

  it('is cut into windows that cover it once and split no character', () => {
    const text = `${'😀'.repeat(20_000)} ${filler.repeat(500)}`;
    let at = 0;
    for (const window of windowsOf(text)) {
      expect(window.from).toBe(at);
      expect(window.to - window.from).toBeLessThanOrEqual(WINDOW);
      for (const edge of [window.start, window.from, window.to, window.end]) {
        expect(text.slice(0, edge)).not.toMatch(/\p{Surrogate}/u);
      }
      at = window.to;
    }
    expect(at).toBe(text.length);
  });
});

describe('hostile texts of 400,000 characters (S14)', () => {
  it.each([
    ['an endless local part', 'a.'],
    ['an endless number', '1-'],
    ['digits', '7'],
    ['opening brackets', '('],
    ['opening placeholders', '[PHI_NAME_'],
    ['cues without a value', 'Patient Patient '],
    ['cues and colons', 'SSN: MRN: DOB: '],
    ['at signs', '@'],
    ['addresses of nobody', 'a@a@'],
    ['one long word', 'A'],
    ['capitalised words', 'Jane Doe '],
    ['labels', 'address:'],
    ['house numbers', '12 Elm Oak Fir Ash '],
    ['white space', ' '],
    ['zero-width characters', '\u200b'],
    ['diagnoses', 'Dx: a dx: b '],
    ['different names', ''],
  ])('are answered: %s', async (_what, unit) => {
    const text =
      unit === ''
        ? Array.from({ length: 40_000 }, (_, i) => `Dr. Q${i.toString(26).replace(/\d/g, 'x')}`).join(' ')
        : unit.repeat(400_000 / unit.length);
    const [matches = []] = await detect(`${text} SSN: 219-09-9999`);
    expect(matches.at(-1)?.end).toBe(text.length + ' SSN: 219-09-9999'.length);
  });

  it('cannot come from a pattern that repeats without bound: it does not load', () => {
    for (const pattern of ['a+', '(?:ab)*', '\\d{2,}', '[a+]+', '\\++']) expect(() => bounded(pattern, 'y')).toThrow();
    for (const pattern of ['[a+*]{1,3}', '\\+\\d{1,3}', 'a?']) expect(bounded(pattern, 'y').source).toBe(pattern);
  });
});

describe('overlapping matches', () => {
  const match = (category: PhiCategory, start: number, end: number): PhiMatch => ({
    category,
    start,
    end,
    confidence: 0.5,
    rule: 'a.b',
  });

  it('become one over their union, named by the highest category', () => {
    expect(mergeMatches([match('NAME', 5, 9), match('ADDRESS', 0, 6), match('EMAIL', 9, 12)])).toEqual([
      match('ADDRESS', 0, 9),
      match('EMAIL', 9, 12),
    ]);
  });

  it('cover exactly what any of them covered', () => {
    const any = fc
      .tuple(categories, fc.nat(30), fc.integer({ min: 1, max: 9 }))
      .map(([c, start, length]) => match(c, start, start + length));
    fc.assert(
      fc.property(fc.array(any), (matches) => {
        const merged = mergeMatches(matches);
        for (let at = 0; at < 40; at += 1) {
          const covers = (each: PhiMatch): boolean => each.start <= at && at < each.end;
          expect(merged.filter(covers)).toHaveLength(matches.some(covers) ? 1 : 0);
        }
      }),
    );
  });
});
