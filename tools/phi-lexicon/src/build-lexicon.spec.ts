import { describe, expect, it } from '@jest/globals';
import { buildLexicon, plain, type Sources } from './build-lexicon.js';

const sources: Sources = {
  given: ['Zoë', 'Grace', 'Mary-Ann'],
  surnames: ['de la Cruz', "O'Brien", 'Baker'],
  cities: ['Salt Lake City', 'Bath'],
  englishWords: ['grace', 'baker', 'bath', 'damn', 'fever', 'penis', 'salt'],
  frequentEnglish: ['grace', 'damn', 'fever', 'penis'],
  frequentSpanish: ['dolor'],
  moreNames: ['Fever', 'Klimek', 'Zoe', 'Umkhayev'],
  world: ['Bath', 'Elmhaven', 'Nova Vila', 'Klimek'],
  vulgar: ['Damn', 'baker', 'penis'],
};

describe('building the lexicon', () => {
  const lexicon = buildLexicon(sources);

  it('takes names apart, without accents, particles and capitals', () => {
    expect(lexicon.given).toEqual(['ann', 'grace', 'mary', 'zoe']);
    expect(lexicon.surnames).toEqual(['baker', 'brien', 'cruz']);
    expect(plain('Ørsted Æble')).toBe('orsted aeble');
  });

  it('marks names and towns that are words, and those of them that are frequent', () => {
    expect(lexicon.ordinary).toEqual(['baker', 'bath', 'dolor', 'fever', 'grace', 'penis']);
    expect(lexicon.frequent).toEqual(['grace']);
  });

  it('leaves vulgar words out, but for those that are names or words of medicine', () => {
    expect(lexicon.ordinary).not.toContain('damn');
    expect(lexicon.ordinary).toEqual(expect.arrayContaining(['baker', 'penis']));
  });

  it('keeps of the large lists what no other list has and what is no word', () => {
    expect(lexicon.rare).toEqual(['klimek', 'umkhayev']);
    expect(lexicon.villages).toEqual(['elmhaven', 'klimek', 'nova vila']);
  });
});
