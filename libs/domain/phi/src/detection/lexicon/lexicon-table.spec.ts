import { describe, expect, it } from '@jest/globals';
import { LexiconTable } from './lexicon-table.js';
import { hashOf } from './word-hash.js';

const WORD = 1;
const FIRST = 2;
const flagsOf = (table: LexiconTable, word: string): number => table.get(hashOf(word, 0, word.length));

describe('LexiconTable', () => {
  it('reads words that share letters with the one before', () => {
    const table = new LexiconTable();
    table.addPacked('AannDaCyAbo', WORD);
    expect(['ann', 'anna', 'any', 'bo'].map((word) => flagsOf(table, word))).toEqual([WORD, WORD, WORD, WORD]);
    expect(['a', 'an', 'annay', 'anbo', 'b'].map((word) => flagsOf(table, word))).toEqual([0, 0, 0, 0, 0]);
  });

  it('reads a word that shares as many letters as a capital can say, and goes on behind them', () => {
    const [long, longer] = ['abcdefghijklmnopqrstuvwxyza', 'abcdefghijklmnopqrstuvwxyzb'];
    const table = new LexiconTable();
    table.addPacked(`A${long}Z${longer.slice(25)}`, WORD);
    expect([flagsOf(table, long), flagsOf(table, longer)]).toEqual([WORD, WORD]);
  });

  it('marks the first word of several, whether or not it is shared', () => {
    const table = new LexiconTable();
    table.addPacked('Asalt lake cityFpondDon hillAsan', WORD, FIRST);
    expect(flagsOf(table, 'salt')).toBe(FIRST);
    expect(flagsOf(table, 'salon')).toBe(FIRST);
    expect(['salt lake city', 'salt pond', 'salon hill', 'san'].map((word) => flagsOf(table, word))).toEqual([
      WORD,
      WORD,
      WORD,
      WORD,
    ]);
    expect(['salt lake', 'lake', 'pond', 'hill'].map((word) => flagsOf(table, word))).toEqual([0, 0, 0, 0]);
  });

  it('takes a flag away and leaves the others', () => {
    const table = new LexiconTable();
    table.add(['ann', 'bo'], WORD | FIRST);
    table.drop(['ann', 'cleo'], FIRST);
    expect(['ann', 'bo', 'cleo'].map((word) => flagsOf(table, word))).toEqual([WORD, WORD | FIRST, 0]);
  });
});
