import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PHI_CATEGORIES } from '../category.js';
import {
  DEFAULT_PHI_POLICY,
  hiddenCategories,
  PHI_MODES,
  SECOND_OPINION_RULES,
  TRANSFORMATIONS,
  UNSCANNABLE_RULES,
  type PhiPolicy,
} from './policy.js';
import { raised, strictest, tighten, type PhiFloor } from './policy-lattice.js';
import { PHI_SENSITIVITIES } from '../sensitivity.js';
import { categories as anyCategory, floors, policies } from '../testing/arbitraries.js';

const defaultsWith = (over: Partial<PhiPolicy>): PhiPolicy => ({ ...DEFAULT_PHI_POLICY, ...over });

/** In which respects `a` lets more through than `than`. */
function weaker(a: PhiPolicy, than: PhiPolicy): string[] {
  const before = <Value>(order: readonly Value[], mine: Value, theirs: Value): boolean =>
    order.indexOf(mine) < order.indexOf(theirs);
  const respects: Record<string, boolean> = {
    mode: before(PHI_MODES, a.mode, than.mode),
    categories: PHI_CATEGORIES.some((category) => than.categories[category] && !a.categories[category]),
    allowed: a.reidentification.allowed && !than.reidentification.allowed,
    approval: !a.reidentification.requiresApproval && than.reidentification.requiresApproval,
    toolArguments: a.reidentification.toolArguments && !than.reidentification.toolArguments,
    hours: a.reidentification.mappingTtlHours > than.reidentification.mappingTtlHours,
    sensitivity: before(PHI_SENSITIVITIES, a.sensitivity, than.sensitivity),
    unscannable: before(UNSCANNABLE_RULES, a.unscannable, than.unscannable),
    secondOpinionDown: before(SECOND_OPINION_RULES, a.secondOpinionDown, than.secondOpinionDown),
    transformation: before(TRANSFORMATIONS, a.transformation, than.transformation),
    dateShift: a.dateShift && !than.dateShift,
    customRecognisers: than.customRecognisers.some(
      (each) => !a.customRecognisers.some((mine) => JSON.stringify(mine) === JSON.stringify(each)),
    ),
    allowList: a.allowList.some((phrase) => !than.allowList.includes(phrase)),
  };
  return Object.keys(respects).filter((respect) => respects[respect]);
}

describe('the strictest of two policies', () => {
  it('is never weaker than either, whatever the order or the repetition', () => {
    fc.assert(
      fc.property(policies, policies, policies, (a, b, c) => {
        expect(weaker(strictest(a, b), a)).toEqual([]);
        expect(weaker(strictest(a, b), b)).toEqual([]);
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

describe('platform, tenant and request', () => {
  it('together are never weaker than any of them', () => {
    const requests = fc.record(
      { enablePhi: fc.boolean(), categories: fc.array(anyCategory, { maxLength: 4 }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(floors, policies, requests, (floor, tenant, request) => {
        const policy = tighten(raised(tenant, floor), request);
        const switches = ['categories']; // of a mode that hides nothing unasked they say nothing: what is hidden counts
        for (const part of [tenant, raised(tenant, floor)]) {
          expect(weaker(policy, part).filter((respect) => !switches.includes(respect))).toEqual([]);
          for (const category of hiddenCategories(part)) expect(hiddenCategories(policy)).toContain(category);
        }
        for (const category of request.categories ?? []) expect(hiddenCategories(policy)).toContain(category);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leave a tenant alone where the platform demands nothing', () => {
    fc.assert(
      fc.property(policies, (tenant) => {
        expect(raised(tenant, {})).toEqual(tenant);
      }),
    );
  });

  it.each<[string, PhiFloor, Partial<PhiPolicy>]>([
    ['a mode', { mode: 'auto' }, { mode: 'auto' }],
    [
      'a category',
      { categories: { DIAGNOSIS: true } },
      { categories: { ...DEFAULT_PHI_POLICY.categories, DIAGNOSIS: true } },
    ],
    [
      'an end to re-identification',
      { reidentification: { allowed: false } },
      { reidentification: { ...DEFAULT_PHI_POLICY.reidentification, allowed: false } },
    ],
    ['a sensitivity', { sensitivity: 'strict' }, { sensitivity: 'strict' }],
    ['no exceptions', { allowList: [] }, { allowList: [] }],
    ['a rule for pictures', { unscannable: 'block' }, { unscannable: 'block' }],
  ])('may be asked by the platform for %s', (_what, floor, raisedTo) => {
    const loose = defaultsWith({ mode: 'manual', unscannable: 'allow', allowList: ['Mayo Clinic'] });
    expect(raised(loose, floor)).toEqual({ ...loose, ...raisedTo });
  });
});
