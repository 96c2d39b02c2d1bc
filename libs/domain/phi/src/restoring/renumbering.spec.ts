import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PHI_CATEGORIES } from '../category.js';
import { formatPlaceholder } from '../placeholder.js';
import { Renumbering } from './renumbering.js';
import { restoreText } from './restore.js';

const RUNS = Number(process.env['RENUMBERINGS'] ?? 150);

/** Two calls with the same people in the same places, each with numbers of its own; a text is drawn from who they are. */
const calls = fc
  .record({
    categories: fc.uniqueArray(fc.constantFrom(...PHI_CATEGORIES), { minLength: 1, maxLength: 5 }),
    numbers: fc.tuple(
      fc.uniqueArray(fc.integer({ min: 10_000, max: 99_999 }), { minLength: 5, maxLength: 5 }),
      fc.uniqueArray(fc.integer({ min: 10_000, max: 99_999 }), { minLength: 5, maxLength: 5 }),
    ),
    said: fc.array(fc.oneof(fc.nat(4), fc.constantFrom(' and ', ' "\\" ', '\n', 'PHI ', '[', 'é😀', '12 mg')), {
      minLength: 1,
      maxLength: 12,
    }),
    answered: fc.array(fc.oneof(fc.nat(4), fc.constantFrom(' takes ', '\n\n', '"', '\\', '😀')), { maxLength: 12 }),
  })
  .map(({ categories, numbers, said, answered }) => {
    const [one, other] = numbers.map((drawn) =>
      categories.map((category, i) => formatPlaceholder(category, drawn[i] ?? 10_000)),
    );
    const written = (parts: readonly (number | string)[], placeholders: readonly string[] = []): string =>
      parts.map((part) => (typeof part === 'number' ? placeholders[part % placeholders.length] : part)).join('');
    const asked = said.filter((part): part is number => typeof part === 'number').map((n) => n % categories.length);
    const known = answered.filter((part) => typeof part === 'string' || asked.includes(part % categories.length));
    return [one ?? [], other ?? []].map((placeholders, at) => ({
      placeholders,
      originals: new Map(placeholders.map((placeholder, i) => [placeholder, `person ${i} of call ${at}`])),
      asked: JSON.stringify({ content: written(said, placeholders) }),
      answer: written(known, placeholders),
    }));
  });

describe('renumbering', () => {
  it('says the same of calls that differ in people alone, and gives each its own people back', () => {
    fc.assert(
      fc.property(calls, ([one, other]) => {
        if (!one || !other) return;
        const [first, second] = [one, other].map(({ asked, originals }) => Renumbering.of(asked, originals));
        if (!first || !second) throw new Error('not renumbered');
        expect(second.text).toBe(first.text);
        for (const placeholder of one.placeholders) expect(first.text).not.toContain(placeholder.slice(1, -1));
        const kept = first.marked(one.answer, 'none');
        expect(first.isPersonal([one.answer], [kept])).toBe(false);
        const direct = restoreText(other.answer, other.originals, 'none');
        expect(restoreText(second.placed(kept), other.originals, 'none')).toBe(direct);
        const json = JSON.stringify({ a: other.answer });
        const keptJson = first.marked(JSON.stringify({ a: one.answer }), 'json');
        expect(restoreText(second.placed(keptJson), other.originals, 'json')).toBe(
          restoreText(json, other.originals, 'json'),
        );
      }),
      { numRuns: RUNS },
    );
  });

  const of = (text: string, ...placeholders: string[]): Renumbering | undefined =>
    Renumbering.of(JSON.stringify(text), new Map(placeholders.map((each) => [each, 'x'])));

  it('tells people apart by the order in which they stand, whatever their numbers', () => {
    const [zoe, ann] = ['[PHI_NAME_48213]', '[PHI_NAME_48214]'];
    const ordered = of(`${zoe} ${ann} ${zoe}`, zoe, ann);
    expect(of(`${ann} ${zoe} ${ann}`, zoe, ann)?.text).toBe(ordered?.text);
    expect(of(`${zoe} ${ann} ${ann}`, zoe, ann)?.text).not.toBe(ordered?.text);
  });

  it('tells forms of one name from two names', () => {
    const [full, form, other] = ['[PHI_NAME_48213]', '[PHI_NAME_4821301]', '[PHI_NAME_48214]'];
    expect(of(`${full} ${form}`, full, form)?.text).not.toBe(of(`${full} ${other}`, full, other)?.text);
  });

  it('takes what somebody typed for what it is', () => {
    const own = of('[PHI_NAME_48213] asks', '[PHI_NAME_48213]');
    expect(of('[PHI_NAME_48213] asks')?.text).not.toBe(own?.text);
    expect(of('[PHI_NAME_10001] asks')?.text).toBe('"[PHI_NAME_10001] asks"');
    expect(of(own?.text ?? '')).toBeUndefined();
    expect(own?.isPersonal(['\uFDD0NAME 1.0\uFDD1'], [])).toBe(true);
  });

  it('follows placeholders into the names of tools, and to the forms in which models write them', () => {
    const [one, other] = [
      of('look_up_PHI_NAME_48213_x', '[PHI_NAME_48213]'),
      of('look_up_PHI_NAME_71930_x', '[PHI_NAME_71930]'),
    ];
    const kept = one?.marked('look_up_PHI_NAME_48213_x', 'none') ?? '';
    expect(other?.placed(kept, true)).toBe('look_up_PHI_NAME_71930_x');
    expect(other?.placed(one?.marked('phi name 48213 rests', 'none') ?? '')).toBe('[PHI_NAME_71930] rests');
  });

  it('finds an answer personal that speaks of a number of its call in any other way', () => {
    const one = of('[PHI_NAME_48213] asks', '[PHI_NAME_48213]');
    for (const answer of ['patient 48213', '[PHI_SSN_48213]', '[PHI_NAME_4821301]']) {
      expect(one?.isPersonal([answer], [one.marked(answer, 'none')])).toBe(true);
    }
  });
});
