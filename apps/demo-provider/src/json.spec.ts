import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reindent } from './json.js';

describe('reindent', () => {
  it('prints as JSON.stringify does with two spaces, whatever the white space before', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 7), (value, spaces) => {
        expect(reindent(JSON.stringify(value, null, spaces))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('keeps numbers, escapes and repeated keys that parsing would change', () => {
    expect(reindent('{"a":1.0,"a":"\\u0041"}')).toBe('{\n  "a": 1.0,\n  "a": "\\u0041"\n}');
  });

  it('leaves text alone that is not JSON', () => {
    expect(reindent('{"a": ')).toBe('{"a": ');
  });
});
