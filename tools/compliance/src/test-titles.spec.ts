import { describe, expect, it } from '@jest/globals';
import { matches, testTitles } from './test-titles.js';

const texts = (source: string): string[] => testTitles(source).map(({ text }) => text);
const has = (source: string, title: string): boolean => testTitles(source).some((found) => matches(found, title));

describe('titles of tests', () => {
  it('are found however they are quoted, nested or repeated', () => {
    const source = `
      describe('outer', () => {
        it("doesn't", () => {});
        it(\`plain\`, () => {});
        test('tested', () => {});
        it('it\\'s escaped', () => {});
        it.each([
          ['a (b', 1],
        ])('each %s', () => {});
        it.only.each\`a | b\`('table $a', () => {});
        describe.each(THINGS)('%s', () => {});
      });`;
    expect(texts(source)).toEqual(['outer', "doesn't", 'plain', 'tested', "it's escaped", 'each %s', 'table $a', '%s']);
  });

  it('are not those of other calls, of comments or of texts', () => {
    expect(texts("// it('comment')\nconst a = \"it('text')\"; visit('call'); edit.it('method');")).toEqual([]);
  });

  it('are taken whole', () => {
    expect(has("it('one two', f);", 'one two')).toBe(true);
    expect(has("it('one two', f);", 'one')).toBe(false);
    expect(has("it('one', f);", 'one two')).toBe(false);
  });

  it('with values in them are taken by what stands before the first', () => {
    const source = 'describe(`Laws of ${name}: all`, f);';
    expect(has(source, 'Laws of memory: all')).toBe(true);
    expect(has(source, 'Laws')).toBe(false);
    expect(has('it(`${name} does`, f);', 'anything')).toBe(false);
  });

  it.each(['it.skip', 'it.failing', 'it.todo', 'xit', 'it.skip.each([1])', 'test.skip'])('of %s are off', (call) => {
    expect(testTitles(`${call}('title', f);`)).toEqual([{ text: 'title', isPrefix: false, off: true }]);
  });

  it('are off within what is off', () => {
    const found = testTitles("describe.skip('a', () => { it('b', f); }); it('c', f);");
    expect(found.map(({ text, off }) => [text, off])).toEqual([
      ['a', true],
      ['b', true],
      ['c', false],
    ]);
  });
});
