import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PhraseFinder } from './phrase-finder.js';

const finding = (...phrases: string[]): PhraseFinder<string> => {
  const finder = new PhraseFinder<string>();
  for (const phrase of phrases) finder.add(phrase, phrase);
  return finder;
};
const found = (text: string, ...phrases: string[]): string[] =>
  finding(...phrases)
    .find(text)
    .map(({ start, end, label }) => `${start}:${text.slice(start, end)}=${label}`);

describe('a phrase finder', () => {
  it('finds whole words and phrases only', () => {
    expect(found('Smith, Smithson, a_Smith, _Smith_ and John Smith', 'Smith', 'John Smith')).toEqual([
      '0:Smith=Smith',
      '27:Smith=Smith',
      '38:John Smith=John Smith',
    ]);
  });

  it('takes the longest phrase at a place and looks on behind it', () => {
    expect(found('12 Main St Main', '12', '12 Main St', 'Main')).toEqual(['0:12 Main St=12 Main St', '11:Main=Main']);
  });

  it('finds a phrase that begins or ends with a sign', () => {
    expect(found('x(555) 201)', '(555) 201')).toEqual(['1:(555) 201=(555) 201']);
  });

  it('finds a phrase behind an escaped line break', () => {
    expect(found('{"a":"x\\nJane\\u000aJane nJane"}', 'Jane')).toEqual(['9:Jane=Jane', '19:Jane=Jane']);
  });

  it('keeps the first label of a phrase', () => {
    const finder = finding('Jane');
    finder.add('Jane', 'other');
    expect(finder.find('Jane')).toEqual([{ start: 0, end: 4, label: 'Jane' }]);
  });

  it('looks only where it is told to begin', () => {
    const finder = finding('ab');
    expect(finder.find('ab ab ab', 1, 6).map(({ start }) => start)).toEqual([3]);
  });

  it('tells whether a phrase stands at a place that counts, within another phrase too', () => {
    const stands = (counts: (start: number) => boolean): boolean =>
      finding('12 Main St', 'Main').stands('at 12 Main St', counts);
    expect(stands((start) => start === 3)).toBe(true);
    expect(stands((start) => start === 6)).toBe(true);
    expect(stands((start) => start === 0)).toBe(false);
  });

  it('finds each of many phrases that differ where few do', () => {
    const many = Array.from({ length: 60 }, (_, i) => `a${String.fromCharCode(0x4e00 + i)}b`);
    expect(
      finding(...many)
        .find(many.join(' '))
        .map(({ label }) => label),
    ).toEqual(many);
  });

  it('gives up on a text that begins a long phrase nearly everywhere, and on none that says it', () => {
    const long = `${'a '.repeat(20_000)}z`;
    expect(found(`${long} ${long}`, long)).toHaveLength(2);
    for (const look of [
      () => found('a '.repeat(500_000), long),
      () => finding(long).stands('a '.repeat(500_000), () => true),
    ])
      expect(look).toThrow(expect.objectContaining({ code: 'payload_too_large' }));
  });

  it('finds in a text piece by piece what it finds in the whole, for the same effort', () => {
    const finder = finding('Jane', 'Jane Doe', 'Doe', '12');
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('Jane', 'Doe', '12', 'x', ' ')),
        fc.integer({ min: 1, max: 7 }),
        (words, size) => {
          const text = words.join(' ');
          const pieces: unknown[] = [];
          const effort = { compared: 0 };
          for (let from = 0; from < text.length;) {
            const occurrences = finder.find(text, from, from + size, effort);
            pieces.push(...occurrences);
            from = Math.max(from + size, occurrences.at(-1)?.end ?? 0);
          }
          expect(pieces).toEqual(finder.find(text));
        },
      ),
    );
    const long = `${'a '.repeat(20_000)}z`;
    const effort = { compared: 0 };
    const text = 'a '.repeat(500_000);
    expect(() => {
      for (let from = 0; from < text.length; from += 1_000) finding(long).find(text, from, from + 1_000, effort);
    }).toThrow(expect.objectContaining({ code: 'payload_too_large' }));
  });

  it('finds nothing without phrases', () => {
    expect(found('any', '')).toEqual([]);
  });

  it('agrees with a plain search for each phrase', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), fc.array(word, { maxLength: 20 }), (phrases, text) => {
        const expected = text.filter((each) => phrases.includes(each));
        expect(
          finding(...phrases)
            .find(text.join(' '))
            .map(({ label }) => label),
        ).toEqual(expected);
      }),
    );
  });
});
