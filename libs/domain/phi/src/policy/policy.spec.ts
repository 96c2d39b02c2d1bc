import { describe, expect, it } from '@jest/globals';
import { isPhiCategory, PHI_CATEGORIES } from '../category.js';
import { DEFAULT_PHI_POLICY, hiddenCategories, restoresReplies, type PhiPolicy } from './policy.js';

const defaultsWith = (over: Partial<PhiPolicy>): PhiPolicy => ({ ...DEFAULT_PHI_POLICY, ...over });
const reidentification = (allowed: boolean, requiresApproval: boolean): PhiPolicy =>
  defaultsWith({ reidentification: { allowed, requiresApproval, mappingTtlHours: 24, toolArguments: true } });
describe('the default policy', () => {
  it('hides everything but diagnoses and treatments, for 24 hours, with approval', () => {
    expect([...hiddenCategories(DEFAULT_PHI_POLICY)].sort()).toEqual(
      PHI_CATEGORIES.filter((category) => category !== 'DIAGNOSIS' && category !== 'TREATMENT').sort(),
    );
    expect(DEFAULT_PHI_POLICY).toMatchObject({ mode: 'auto', unscannable: 'block', secondOpinionDown: 'refuse' });
    expect(DEFAULT_PHI_POLICY.reidentification).toEqual({
      allowed: true,
      requiresApproval: true,
      mappingTtlHours: 24,
      toolArguments: true,
    });
  });
});

describe('originals in replies', () => {
  it.each([
    [true, false, true],
    [true, true, false],
    [false, false, false],
    [false, true, false],
  ])('with re-identification allowed %s and approval required %s are restored: %s', (allowed, approval, restored) => {
    expect(restoresReplies(reidentification(allowed, approval))).toBe(restored);
  });
});

describe('categories', () => {
  it('are the ten of the specification and the rest of those of Safe Harbor, recognised by name', () => {
    expect(PHI_CATEGORIES).toHaveLength(21);
    expect(PHI_CATEGORIES.every(isPhiCategory)).toBe(true);
    expect(isPhiCategory('name')).toBe(false);
    expect(isPhiCategory('toString')).toBe(false);
  });
});
