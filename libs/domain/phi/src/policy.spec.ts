import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isPhiCategory, PHI_CATEGORIES } from './category.js';
import { DEFAULT_PHI_POLICY, hiddenCategories, restoresReplies, strictest, tighten, type PhiPolicy } from './policy.js';
import { categories as anyCategory, policies } from './testing/arbitraries.js';

const defaultsWith = (over: Partial<PhiPolicy>): PhiPolicy => ({ ...DEFAULT_PHI_POLICY, ...over });
const reidentification = (allowed: boolean, requiresApproval: boolean): PhiPolicy =>
  defaultsWith({ reidentification: { allowed, requiresApproval, mappingTtlHours: 24 } });
const STRENGTH = ['disabled', 'manual', 'auto'];

const isNoWeaker = (a: PhiPolicy, than: PhiPolicy): boolean =>
  STRENGTH.indexOf(a.mode) >= STRENGTH.indexOf(than.mode) &&
  PHI_CATEGORIES.every((category) => a.categories[category] || !than.categories[category]) &&
  (!a.reidentification.allowed || than.reidentification.allowed) &&
  (a.reidentification.requiresApproval || !than.reidentification.requiresApproval) &&
  a.reidentification.mappingTtlHours <= than.reidentification.mappingTtlHours;

describe('the default policy', () => {
  it('hides everything but diagnoses and treatments, for 24 hours, with approval', () => {
    expect([...hiddenCategories(DEFAULT_PHI_POLICY)].sort()).toEqual(
      PHI_CATEGORIES.filter((category) => category !== 'DIAGNOSIS' && category !== 'TREATMENT').sort(),
    );
    expect(DEFAULT_PHI_POLICY.mode).toBe('auto');
    expect(DEFAULT_PHI_POLICY.reidentification).toEqual({ allowed: true, requiresApproval: true, mappingTtlHours: 24 });
  });
});

describe('the strictest of two policies', () => {
  it('is never weaker than either, whatever the order or the repetition', () => {
    fc.assert(
      fc.property(policies, policies, policies, (a, b, c) => {
        expect(isNoWeaker(strictest(a, b), a)).toBe(true);
        expect(isNoWeaker(strictest(a, b), b)).toBe(true);
        expect(strictest(a, b)).toEqual(strictest(b, a));
        expect(strictest(a, strictest(b, c))).toEqual(strictest(strictest(a, b), c));
        expect(strictest(a, a)).toEqual(a);
      }),
    );
  });

  it('is no stricter than one of them in any respect', () => {
    fc.assert(
      fc.property(policies, policies, (a, b) => {
        const joined = strictest(a, b);
        expect([a.mode, b.mode]).toContain(joined.mode);
        for (const category of PHI_CATEGORIES) {
          expect([a.categories[category], b.categories[category]]).toContain(joined.categories[category]);
        }
        expect([a.reidentification.mappingTtlHours, b.reidentification.mappingTtlHours]).toContain(
          joined.reidentification.mappingTtlHours,
        );
      }),
    );
  });
});

describe('what a request asks for', () => {
  it('never hides less than the policy does', () => {
    fc.assert(
      fc.property(
        policies,
        fc.option(fc.boolean(), { nil: undefined }),
        fc.array(anyCategory),
        (policy, enablePhi, asked) => {
          const tightened = hiddenCategories(
            tighten(policy, { categories: asked, ...(enablePhi !== undefined && { enablePhi }) }),
          );
          for (const category of [...hiddenCategories(policy), ...asked]) expect(tightened).toContain(category);
          expect(tighten(policy, { categories: asked }).reidentification).toEqual(policy.reidentification);
        },
      ),
    );
  });

  it('can switch PHI protection on, with the categories of the policy', () => {
    const { categories } = tighten(defaultsWith({ mode: 'manual' }), { categories: ['SSN'] });
    const policy = defaultsWith({ mode: 'disabled', categories });
    expect([...hiddenCategories(tighten(policy, { enablePhi: true }))]).toEqual(['SSN']);
  });

  it('switches the default categories on where the policy names none', () => {
    const ssnOnly = tighten(defaultsWith({ mode: 'manual' }), { categories: ['SSN'] }).categories;
    const empty = defaultsWith({ mode: 'disabled', categories: { ...ssnOnly, SSN: false } });
    expect(hiddenCategories(tighten(empty, { enablePhi: true }))).toEqual(hiddenCategories(DEFAULT_PHI_POLICY));
  });

  it('changes nothing where nothing is asked for', () => {
    expect(tighten(defaultsWith({ mode: 'manual' }), { categories: [] }).mode).toBe('manual');
  });

  it('cannot switch PHI protection off', () => {
    expect(tighten(DEFAULT_PHI_POLICY, { enablePhi: false })).toEqual(DEFAULT_PHI_POLICY);
  });

  it('adds categories in automatic mode', () => {
    const hidden = hiddenCategories(tighten(DEFAULT_PHI_POLICY, { categories: ['DIAGNOSIS'] }));
    expect(hidden).toEqual(new Set([...hiddenCategories(DEFAULT_PHI_POLICY), 'DIAGNOSIS']));
  });

  it('gets in manual mode the categories it names and no others', () => {
    const hidden = hiddenCategories(tighten(defaultsWith({ mode: 'manual' }), { categories: ['SSN', 'DIAGNOSIS'] }));
    expect([...hidden].sort()).toEqual(['DIAGNOSIS', 'SSN']);
  });

  it('hides nothing unasked in manual and disabled mode', () => {
    expect(hiddenCategories(defaultsWith({ mode: 'manual' })).size).toBe(0);
    expect(hiddenCategories(defaultsWith({ mode: 'disabled' })).size).toBe(0);
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
