import { describe, expect, it } from '@jest/globals';
import { IdGenerator, mappingId } from '@radiant/kernel';
import fc from 'fast-check';
import { Conversation } from './conversation.js';
import { formatPlaceholder, mentionedIndices, PLACEHOLDER } from '../placeholder.js';
import { readMention } from '../restoring/placeholder-mention.js';
import type { PhiMapping } from '../mapping.js';
import { categories } from '../testing/arbitraries.js';

const ID = mappingId('00000000-0000-4000-8000-000000000001');
const LIFETIME = { app: undefined, expiresAt: 1_000, retainUntil: 2_000 };
const NO_INDICES: ReadonlySet<number> = new Set();

class Drawing extends IdGenerator {
  readonly asked: number[][] = [];

  constructor(private readonly index: number) {
    super();
  }

  uuid(): string {
    return ID;
  }

  integer(from: number, below: number): number {
    this.asked.push([from, below]);
    return this.index;
  }
}

const begin = (stored?: PhiMapping, base = 48_213, reserved = NO_INDICES): Conversation =>
  new Conversation(stored, new Drawing(base), reserved);
const indexOf = (placeholder: string): number => Number(/\d+/.exec(placeholder)?.[0]);

describe('a conversation', () => {
  it('counts over all categories from a random five-digit base', () => {
    const conversation = begin();
    expect(conversation.placeholderFor('NAME', 'Jane Doe')).toBe('[PHI_NAME_48213]');
    expect(conversation.placeholderFor('SSN', '123-45-6789')).toBe('[PHI_SSN_48214]');
    expect(conversation.placeholderFor('NAME', 'John Smith')).toBe('[PHI_NAME_48215]');
  });

  it('asks for a base of five digits', () => {
    const ids = new Drawing(10_000);
    new Conversation(undefined, ids, NO_INDICES).placeholderFor('NAME', 'Jane');
    expect(ids.asked).toEqual([[10_000, 100_000]]);
  });

  it('never gives two values one placeholder nor one value two (S4)', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(categories, fc.string({ minLength: 1 })), { maxLength: 40 }), (values) => {
        const conversation = begin();
        const seen = new Map<string, string>();
        for (const [category, value] of values) {
          const key = `${category} ${value.normalize('NFC').replace(/\s+/g, ' ')}`;
          const placeholder = conversation.placeholderFor(category, value);
          expect(seen.get(key) ?? placeholder).toBe(placeholder);
          seen.set(key, placeholder);
        }
        expect(new Set(seen.values()).size).toBe(seen.size);
      }),
    );
  });

  it('takes forms that differ in composition or white space for one value, and restores the first', () => {
    const conversation = begin();
    const first = conversation.placeholderFor('NAME', 'José  García');
    expect(conversation.placeholderFor('NAME', 'Jose\u0301 Garci\u0301a')).toBe(first);
    expect(conversation.placeholderFor('NAME', 'José\nGarcía')).toBe(first);
    expect(conversation.originals.get(first)).toBe('José  García');
  });

  it('keeps values of two categories apart', () => {
    const conversation = begin();
    expect(conversation.placeholderFor('NAME', 'Jackson')).not.toBe(conversation.placeholderFor('ADDRESS', 'Jackson'));
  });

  it('never mints an index that the input mentions', () => {
    const conversation = begin(undefined, 48_213, new Set([48_213, 48_215]));
    expect(conversation.placeholderFor('NAME', 'A')).toBe('[PHI_NAME_48214]');
    expect(conversation.placeholderFor('NAME', 'B')).toBe('[PHI_NAME_48216]');
  });

  it('goes on where the stored turn ended', () => {
    const first = begin();
    const jane = first.placeholderFor('NAME', 'Jane');
    const second = begin(first.toMapping(ID, LIFETIME), 70_000);
    expect(second.changed).toBe(false);
    expect(second.placeholderFor('NAME', 'Jane')).toBe(jane);
    expect(second.changed).toBe(false);
    expect(second.placeholderFor('NAME', 'John')).toBe('[PHI_NAME_48214]');
    expect(second.changed).toBe(true);
    expect(second.toMapping(ID, LIFETIME)).toEqual({
      id: ID,
      version: 2,
      ...LIFETIME,
      ranges: [{ from: 48_213, next: 48_215 }],
      entries: [
        { placeholder: '[PHI_NAME_48213]', category: 'NAME', original: 'Jane' },
        { placeholder: '[PHI_NAME_48214]', category: 'NAME', original: 'John' },
      ],
    });
  });

  it('skips an index of a form that the input mentions, and takes a new number after ninety-nine forms', () => {
    const conversation = begin(undefined, 48_213, new Set([4_821_301]));
    conversation.placeholderFor('NAME', 'Jane Doe');
    expect(conversation.placeholderFor('NAME', 'JANE DOE')).toBe('[PHI_NAME_4821302]');
    const forms = Array.from({ length: 110 }, (_, index) => `Jane ${'Q'.repeat(index + 1)} Doe`);
    const minted = forms.map((form) => conversation.placeholderFor('NAME', form));
    expect(new Set(minted).size).toBe(forms.length);
  });

  it('refuses to count into the indices of forms', () => {
    const spent = { ...begin().toMapping(ID, LIFETIME), ranges: [{ from: 10_000, next: 1_000_000 }] };
    expect(() => begin(spent).placeholderFor('SSN', '1')).toThrow(
      expect.objectContaining({ code: 'payload_too_large' }),
    );
  });

  it('draws a new base once the entries have expired, and reuses no index', () => {
    const first = begin();
    for (const name of ['A', 'B', 'C']) first.placeholderFor('NAME', name);
    const expired = { ...first.toMapping(ID, LIFETIME), entries: [] };
    const second = begin(expired, 48_214);
    expect(second.placeholderFor('NAME', 'D')).toBe('[PHI_NAME_48216]');
    expect(second.toMapping(ID, LIFETIME).ranges).toEqual([
      { from: 48_213, next: 48_216 },
      { from: 48_216, next: 48_217 },
    ]);
  });

  it('never hands out an index twice over many expiries, whatever is drawn', () => {
    const turns = fc.array(
      fc.record({ base: fc.integer({ min: 10_000, max: 10_030 }), count: fc.integer({ min: 1, max: 6 }) }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(turns, fc.array(fc.integer({ min: 10_000, max: 10_030 })), (each, reserved) => {
        const minted: number[] = [];
        let stored: PhiMapping | undefined;
        for (const [turn, { base, count }] of each.entries()) {
          const conversation = begin(stored, base, new Set(reserved));
          for (let i = 0; i < count; i += 1) minted.push(indexOf(conversation.placeholderFor('NAME', `${turn}/${i}`)));
          stored = { ...conversation.toMapping(ID, LIFETIME), entries: [] };
        }
        expect(new Set(minted).size).toBe(minted.length);
        expect(minted.filter((index) => reserved.includes(index))).toEqual([]);
      }),
    );
  });
});

describe('placeholders', () => {
  it('are no longer than the bound, and every beginning of one is recognised', () => {
    fc.assert(
      fc.property(categories, fc.integer({ min: 10_000, max: 999_999_999 }), (category, index) => {
        const placeholder = formatPlaceholder(category, index);
        expect(placeholder.length).toBeLessThanOrEqual('[PHI_MEDICAL_RECORD_123456789]'.length);
        expect(PLACEHOLDER.exec(placeholder)?.[0]).toBe(placeholder);
        for (let length = 1; length < placeholder.length; length += 1) {
          expect(readMention(placeholder.slice(0, length), 0, '\\', false)).toBe('more');
        }
        expect(readMention(placeholder, 0, '\\', false)).toEqual({ end: placeholder.length, placeholder });
      }),
    );
  });

  it.each(['[ ', '[P ', '[PHI_naxe', '[PHI_NAME_1x', '[PHI_NAME_1234567890', '[[', '[PHI_ABCDEFGHIJKLMNOP', '[X'])(
    'do not begin with %s',
    (text) => {
      expect(readMention(text, 0, '\\', false)).toBeUndefined();
    },
  );

  it.each([
    '[PHI_NAME_1]',
    '[PHI_NAME_01234]',
    '[PHI_FOO_12345]',
    '[phi_name_12345]',
    '[PHI_NAME_12345',
    '[PHI_NAME_1234567890]',
  ])('do not look like %s', (text) => {
    expect(PLACEHOLDER.test(text)).toBe(false);
  });

  it.each([
    ['[PHI_NAME_48213]', 48_213],
    ['[phi_name_1]', 1],
    ['PHI NAME 48213', 48_213],
    ['\\[PHI\\_SSN\\_48213\\]', 48_213],
    ['phi:48213', 48_213],
    ['[PHI_AGE_OVER_89_48213]', 48_213],
    ['phi age over 89 48213', 48_213],
  ])('mentioned as %s reserve their index', (text, index) => {
    expect(mentionedIndices(['nothing here', `see ${text} there`])).toEqual(new Set([index]));
  });

  it('reserve no index for numbers that stand for themselves', () => {
    expect(mentionedIndices(['MRN 48213, ZIP 02110', ''])).toEqual(new Set());
  });
});
