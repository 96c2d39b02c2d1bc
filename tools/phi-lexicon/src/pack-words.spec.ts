import { describe, expect, it } from '@jest/globals';
import { packWords } from './pack-words.js';

describe('packing words', () => {
  it('writes of each what it does not share with the one before', () => {
    expect(packWords(['ann', 'anna', 'any', 'bo'])).toBe('AannDaCyAbo');
    expect(packWords([])).toBe('');
  });

  it('says of no word that it shares more than 25 letters', () => {
    const [long, longer] = ['abcdefghijklmnopqrstuvwxyza', 'abcdefghijklmnopqrstuvwxyzb'];
    expect(packWords([long, longer])).toBe(`A${long}Zzb`);
  });
});
