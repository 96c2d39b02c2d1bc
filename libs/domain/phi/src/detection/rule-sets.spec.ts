import { expect, it } from '@jest/globals';
import { PHI_CATEGORIES } from '../category.js';
import { RuleSets } from './rule-sets.js';

const mix = (bits: number) => new Set(PHI_CATEGORIES.filter((_, place) => (bits >> place) & 1));

it('are put together once for each mix of categories and sensitivity', () => {
  const sets = new RuleSets();
  expect(sets.of(mix(5), 'balanced')).toBe(sets.of(mix(5), 'balanced'));
  expect(sets.of(mix(5), 'balanced')).not.toBe(sets.of(mix(5), 'strict'));
  expect(sets.of(mix(5), 'balanced')).not.toBe(sets.of(mix(7), 'balanced'));
});

it('do not fill the memory, however many mixes are asked for', () => {
  const sets = new RuleSets();
  for (let bits = 1; bits <= 300; bits += 1) sets.of(mix(bits), 'strict');
  expect(sets.size).toBe(64);
});
