import { PHI_CATEGORIES, type PhiCategory } from './category.js';

export interface PhiPolicy {
  /** `auto` hides the categories switched on, `manual` only what a request asks for, `disabled` nothing unasked. */
  readonly mode: 'auto' | 'manual' | 'disabled';
  readonly categories: Readonly<Record<PhiCategory, boolean>>;
  readonly reidentification: {
    readonly allowed: boolean;
    readonly requiresApproval: boolean;
    /** How long originals stay readable. */
    readonly mappingTtlHours: number;
  };
}

/** What a caller may ask for: it can add protection, never take any away. */
export interface PhiRequest {
  readonly enablePhi?: boolean;
  readonly categories?: readonly PhiCategory[];
}

/** DIAGNOSIS and TREATMENT are off because a clinical question loses its meaning without them. */
export const DEFAULT_PHI_POLICY: PhiPolicy = {
  mode: 'auto',
  categories: eachCategory((category) => category !== 'DIAGNOSIS' && category !== 'TREATMENT'),
  reidentification: { allowed: true, requiresApproval: true, mappingTtlHours: 24 },
};

const MODES: readonly PhiPolicy['mode'][] = ['disabled', 'manual', 'auto'];

/** The policy that is as strict as `a` and `b` in every respect. */
export function strictest(a: PhiPolicy, b: PhiPolicy): PhiPolicy {
  const [left, right] = [a.reidentification, b.reidentification];
  return {
    mode: MODES.indexOf(a.mode) >= MODES.indexOf(b.mode) ? a.mode : b.mode,
    categories: eachCategory((category) => a.categories[category] || b.categories[category]),
    reidentification: {
      allowed: left.allowed && right.allowed,
      requiresApproval: left.requiresApproval || right.requiresApproval,
      mappingTtlHours: Math.min(left.mappingTtlHours, right.mappingTtlHours),
    },
  };
}

/**
 * `policy` with what a request adds. Asking for PHI protection switches it on; naming categories adds them, and where
 * nothing is hidden automatically hides just those. `enablePhi: false` is ignored.
 */
export function tighten(policy: PhiPolicy, request: PhiRequest): PhiPolicy {
  const asked = new Set(request.categories);
  if (!request.enablePhi && asked.size === 0) return policy;
  const base = startingPoint(policy, request.enablePhi === true);
  return { ...policy, mode: 'auto', categories: eachCategory((category) => base[category] || asked.has(category)) };
}

function startingPoint(policy: PhiPolicy, enable: boolean): PhiPolicy['categories'] {
  if (policy.mode !== 'auto' && !enable) return eachCategory(() => false);
  const empty = !PHI_CATEGORIES.some((category) => policy.categories[category]);
  return policy.mode !== 'auto' && empty ? DEFAULT_PHI_POLICY.categories : policy.categories;
}

/** The categories that are hidden without further asking. */
export function hiddenCategories(policy: PhiPolicy): ReadonlySet<PhiCategory> {
  return new Set(policy.mode === 'auto' ? PHI_CATEGORIES.filter((category) => policy.categories[category]) : []);
}

/** Whether originals are put back into replies without a person's approval. */
export const restoresReplies = (policy: PhiPolicy): boolean =>
  policy.reidentification.allowed && !policy.reidentification.requiresApproval;

function eachCategory(decide: (category: PhiCategory) => boolean): Readonly<Record<PhiCategory, boolean>> {
  return {
    NAME: decide('NAME'),
    SSN: decide('SSN'),
    DOB: decide('DOB'),
    ADDRESS: decide('ADDRESS'),
    PHONE: decide('PHONE'),
    EMAIL: decide('EMAIL'),
    DIAGNOSIS: decide('DIAGNOSIS'),
    TREATMENT: decide('TREATMENT'),
    MEDICAL_RECORD: decide('MEDICAL_RECORD'),
    INSURANCE_ID: decide('INSURANCE_ID'),
    FAX: decide('FAX'),
    URL: decide('URL'),
    IP: decide('IP'),
    DATE: decide('DATE'),
    AGE_OVER_89: decide('AGE_OVER_89'),
    ACCOUNT: decide('ACCOUNT'),
    LICENSE: decide('LICENSE'),
    VEHICLE: decide('VEHICLE'),
    DEVICE: decide('DEVICE'),
    BIOMETRIC: decide('BIOMETRIC'),
    OTHER_ID: decide('OTHER_ID'),
  };
}
