import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvLine } from './csv.js';
import { readCsv } from './read-csv.js';

describe('readCsv', () => {
  it('gives records with the line on which they begin, and passes over empty lines', () => {
    expect(readCsv('\uFEFFa,b\r\n\r\n"1\n2",""\nlast')).toEqual([
      { line: 1, values: ['a', 'b'] },
      { line: 3, values: ['1\n2', ''] },
      { line: 5, values: ['last'] },
    ]);
    expect(readCsv('')).toEqual([]);
  });

  it('reads back whatever csvLine writes', () => {
    const harmless = fc.string({ minLength: 1 }).filter((text) => !/^[=+\-@\t\r\n\uFEFF]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.array(harmless, { minLength: 1 }), { maxLength: 5 }), (table) => {
        expect(readCsv(table.map(csvLine).join('')).map(({ values }) => values)).toEqual(table);
      }),
    );
  });

  it.each([
    ['x\n"open', 2],
    ['"a"b', 1],
    ['a,b"c', 1],
    ['ok\n"two\nlines"x', 2],
  ])('refuses quotes that are not around a whole value: %j', (text, line) => {
    expect(() => readCsv(text)).toThrow(expect.objectContaining({ code: 'validation_error', facts: { line } }));
  });
});
