import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assertNoOriginals } from './tripwire.js';
import type { WireGrammar } from './wire-strings.js';

const originals = (...values: string[]): ReadonlyMap<string, string> =>
  new Map(values.map((value, index) => [`[PHI_NAME_${48_213 + index}]`, value]));
const body = (content: string): string => JSON.stringify({ model: 'm', messages: [{ role: 'user', content }] });

describe('the tripwire over the outbound bytes', () => {
  it.each([
    ['a plain value', 'call Jane Doe now', 'Jane Doe'],
    ['a value behind a line break', 'call\nJane Doe', 'Jane Doe'],
    ['a value behind a tab', 'call\tJane Doe', 'Jane Doe'],
    ['a value with quotes', 'Jane "Q" Doe', 'Jane "Q" Doe'],
    ['a value over two lines', 'at 12 Elm Street\nSpringfield', '12 Elm Street\nSpringfield'],
    ['a value within JSON within JSON', JSON.stringify({ a: 'Jane "Q" Doe\nx' }), 'Jane "Q" Doe'],
    ['a value behind an escape of JSON within JSON', JSON.stringify({ a: '\nJane Doe' }), 'Jane Doe'],
    ['a value in punctuation', '(555) 201-4477.', '(555) 201-4477'],
    ['a value that also stands inside a word before', 'Doering met Doer', 'Doer'],
    ['accented values', 'señora Núñez', 'Núñez'],
  ])('refuses %s', (_case, content, original) => {
    expect(() => assertNoOriginals(body(content), originals('absent', original))).toThrow(
      expect.objectContaining({ code: 'phi_policy_blocked' }),
    );
  });

  it('says nothing of what it found', () => {
    expect(() => assertNoOriginals(body('Jane Doe'), originals('Jane Doe'))).not.toThrow(/Jane/);
  });

  it.each([
    ['text without any original', 'a [PHI_NAME_48213] b', 'Jane Doe'],
    ['longer words that hold an original', 'Smithson and Goldsmiths', 'Smith'],
    ['an original inside an accented word', 'Muñozón', 'Muñoz'],
    ['values of three characters', 'the Lee family', 'Lee'],
    ['an index that equals an original', '[PHI_NAME_48213]', '48213'],
  ])('lets %s pass', (_case, content, original) => {
    expect(() => assertNoOriginals(body(content), originals(original))).not.toThrow();
  });

  it('looks at a large body once, however many originals there are', () => {
    const values = Array.from({ length: 20_000 }, (_, i) => `u${i}@example.org`);
    const large = body('u1 u2 u3 '.repeat(400_000));
    expect(() => assertNoOriginals(large, originals(...values))).not.toThrow();
    expect(() => assertNoOriginals(`${large.slice(0, -4)} u19999@example.org"}]}`, originals(...values))).toThrow();
  });

  describe('with the grammar of the wire', () => {
    const grammar: WireGrammar = {
      keys: new Set(['model', 'messages', 'role', 'content', 'max_tokens', 'note']),
      words: new Map([
        ['role', new Set(['user', 'system'])],
        ['model', new Set(['claude-Jackson'])],
      ]),
    };
    const message = { role: 'user', content: 'hi' };

    it.each<[string, object, string]>([
      ['a number that is a setting', { max_tokens: 4096, messages: [message] }, '4096'],
      ['a number with a sign and a fraction', { max_tokens: -4096.5 }, '4096'],
      ['the name of a field', { messages: [message] }, 'messages'],
      ['a word that the field takes', { messages: [message] }, 'user'],
      ["the platform's own model", { model: 'claude-Jackson' }, 'Jackson'],
    ])('lets %s pass', (_case, sent, original) => {
      expect(() => assertNoOriginals(JSON.stringify(sent), originals(original), grammar)).not.toThrow();
    });

    it.each<[string, object, string]>([
      ['a number written in a text', { max_tokens: 4096, note: '4096' }, '4096'],
      ["a key of the caller's", { note: { 'Jane Doe': 1 } }, 'Jane Doe'],
      ['a word of the grammar in a field that does not take it', { content: 'user' }, 'user'],
      ['a word of the grammar among others', { role: 'user Jane' }, 'user'],
      ['a word of the grammar behind the name of its field in a list', { note: ['role', 'user'] }, 'user'],
      ['a word of the grammar in a list', { role: ['user'] }, 'user'],
      ['a field of the grammar in a text', { content: 'the messages' }, 'messages'],
      ['a text behind an escaped quote', { content: 'a \\" 4096' }, '4096'],
      ['a second place when the first is a setting', { max_tokens: 4096, messages: ['4096'] }, '4096'],
    ])('refuses %s', (_case, sent, original) => {
      expect(() => assertNoOriginals(JSON.stringify(sent), originals(original), grammar)).toThrow(
        expect.objectContaining({ code: 'phi_policy_blocked' }),
      );
    });

    it('finds a value in any string of any JSON, and in no bare number', () => {
      const value = '4096';
      fc.assert(
        fc.property(fc.jsonValue(), fc.boolean(), (json, planted) => {
          const text = JSON.stringify([json, 4096, planted ? ` ${value} ` : '']);
          fc.pre(planted || !JSON.stringify(json).includes(value));
          const look = (): void => assertNoOriginals(text, originals(value), grammar);
          if (planted) expect(look).toThrow();
          else expect(look).not.toThrow();
        }),
      );
    });
  });
});
