import { describe, expect, it } from '@jest/globals';
import { assertNoOriginals } from './tripwire.js';

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
});
