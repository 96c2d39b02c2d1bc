import { describe, expect, it } from '@jest/globals';
import { csvLine } from './csv.js';

describe('a CSV record', () => {
  it('quotes what would end a field, and ends with CRLF', () => {
    expect(csvLine(['a', 1, 2n, true, null, undefined, 'x,y', 'say "hi"', 'two\nlines'])).toBe(
      'a,1,2,true,,,"x,y","say ""hi""","two\nlines"\r\n',
    );
  });

  it.each([
    '=1+1',
    '+1',
    '-1+2',
    '-x',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\nx',
    '--1',
    '-1.',
    '＝1+1',
    '＋1',
    '－x',
    '＠SUM(A1)',
  ])('defuses %j', (text) => {
    expect(csvLine([text]).replace(/^"/, '').startsWith("'")).toBe(true);
  });

  it.each(['-1', '-0.000000000001', '-12.50', '12.50'])('leaves the number %s a number', (text) => {
    expect(csvLine([text])).toBe(`${text}\r\n`);
  });
});
