import { describe, expect, it } from '@jest/globals';
import { PHI_CATEGORIES } from '../category.js';
import { exposesPhi } from './phi-exposure.js';
import { tighten } from './policy-lattice.js';
import { DEFAULT_PHI_POLICY, type PhiPolicy } from './policy.js';

const without = (category: string): PhiPolicy => ({
  ...DEFAULT_PHI_POLICY,
  categories: { ...DEFAULT_PHI_POLICY.categories, [category]: false },
});

describe('a policy', () => {
  it('as it is by default lets nothing leave by which a person is found', () => {
    expect(exposesPhi(DEFAULT_PHI_POLICY)).toBe(false);
  });

  it.each(PHI_CATEGORIES)('without %s does, unless that says nothing of who it is about', (category) => {
    expect(exposesPhi(without(category))).toBe(!['DIAGNOSIS', 'TREATMENT'].includes(category));
  });

  it.each(['allow', 'strip', 'block'] as const)('for parts that can not be read: %s', (unscannable) => {
    expect(exposesPhi({ ...DEFAULT_PHI_POLICY, unscannable })).toBe(unscannable === 'allow');
  });

  it.each(['manual', 'disabled'] as const)('of the mode %s does, until a request switches protection on', (mode) => {
    const policy: PhiPolicy = { ...DEFAULT_PHI_POLICY, mode };
    expect(exposesPhi(policy)).toBe(true);
    expect(exposesPhi(tighten(policy, { categories: ['NAME'] }))).toBe(true);
    expect(exposesPhi(tighten(policy, { enablePhi: true }))).toBe(false);
  });
});
