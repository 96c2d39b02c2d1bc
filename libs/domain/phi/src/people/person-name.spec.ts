import { describe, expect, it } from '@jest/globals';
import { canBeOne, isFull, readPersonName, wordsOf, type PersonName } from './person-name.js';

const named = (text: string): PersonName => {
  const name = readPersonName(text);
  if (!name) throw new Error(`${text} is no name`);
  return name;
};

describe('a name', () => {
  it.each([
    ['John Q. Smith', { given: 'john', middle: ['q'], family: 'smith' }],
    ['Smith, John Q.', { given: 'john', middle: ['q'], family: 'smith' }],
    ['Smith,', { only: 'smith' }],
    ['Dr. Smith', { only: 'smith' }],
    ['Ana de la Cruz', { given: 'ana', middle: [], family: 'de la cruz' }],
  ])('%s is taken apart', (text, parts) => {
    expect(named(text)).toMatchObject(parts);
  });

  it('is found by its words, but by no single letter', () => {
    expect(wordsOf(named('J. Q. Smith'))).toEqual(['smith']);
    expect(wordsOf(named('John Quincy Smith'))).toEqual(['john', 'quincy', 'smith']);
  });

  it.each([
    ['John Smith', true],
    ['J. Smith', false],
    ['Smith', false],
  ])('%s says somebody in particular: %s', (text, full) => {
    expect(isFull(named(text))).toBe(full);
  });

  it.each([
    ['John Smith', 'J. Smith', true],
    ['John Smith', 'Smith', true],
    ['John Smith', 'John', true],
    ['John Smith', 'Jane Smith', false],
    ['John Smith', 'K. Smith', false],
    ['John Smith', 'John Jones', false],
    ['John Smith Jr.', 'John Smith III', false],
    ['John Q. Smith', 'John R. Smith', false],
    ['John Q. Smith', 'John Smith', true],
    ['Mr. Smith', 'Mrs. Smith', false],
    ['Smith', 'Jones', false],
  ])('%s and %s can be one: %s', (a, b, one) => {
    expect([canBeOne(named(a), named(b)), canBeOne(named(b), named(a))]).toEqual([one, one]);
  });
});
