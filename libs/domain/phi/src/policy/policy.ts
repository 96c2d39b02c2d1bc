import { PHI_CATEGORIES, type PhiCategory } from '../category.js';
import type { CustomRecogniser } from '../recognisers/custom-recogniser.js';
import { DEFAULT_SENSITIVITY, type PhiSensitivity } from '../sensitivity.js';

/** From the one that hides least to the one that hides most. */
export const PHI_MODES = ['disabled', 'manual', 'auto'] as const;
/** What becomes of a part that can't be read, such as a picture; from the loosest to the strictest. */
export const UNSCANNABLE_RULES = ['allow', 'strip', 'block'] as const;
/** What becomes of a call while the second opinion can't be had; from the loosest to the strictest. */
export const SECOND_OPINION_RULES = ['rules_only', 'refuse'] as const;
/** What takes the place of PHI. Safe Harbor counts as stricter: nothing can be put back, whoever asks. */
export const TRANSFORMATIONS = ['placeholder', 'safe_harbor'] as const;

/** What a tenant's calls are held to. */
export interface PhiPolicy {
  /** `auto` hides the categories switched on, `manual` only what a request asks for, `disabled` nothing unasked. */
  readonly mode: (typeof PHI_MODES)[number];
  readonly categories: Readonly<Record<PhiCategory, boolean>>;
  readonly reidentification: {
    readonly allowed: boolean;
    readonly requiresApproval: boolean;
    /** How long originals stay readable. */
    readonly mappingTtlHours: number;
    /** Whether originals go into the arguments of tool calls too, where replies are restored. */
    readonly toolArguments: boolean;
  };
  /** How much proof a match needs. */
  readonly sensitivity: PhiSensitivity;
  readonly unscannable: (typeof UNSCANNABLE_RULES)[number];
  readonly secondOpinionDown: (typeof SECOND_OPINION_RULES)[number];
  readonly transformation: (typeof TRANSFORMATIONS)[number];
  /** Whether dates leave shifted by the conversation's own number of days, in the place of placeholders. */
  readonly dateShift: boolean;
  /** Sorted by name. */
  readonly customRecognisers: readonly CustomRecogniser[];
  /** Phrases that are hidden by no rule; sorted. */
  readonly allowList: readonly string[];
}

/** DIAGNOSIS and TREATMENT are off because a clinical question loses its meaning without them. */
export const DEFAULT_PHI_POLICY: PhiPolicy = {
  mode: 'auto',
  categories: eachCategory((category) => category !== 'DIAGNOSIS' && category !== 'TREATMENT'),
  reidentification: { allowed: true, requiresApproval: true, mappingTtlHours: 24, toolArguments: true },
  sensitivity: DEFAULT_SENSITIVITY,
  unscannable: 'block',
  secondOpinionDown: 'refuse',
  transformation: 'placeholder',
  dateShift: false,
  customRecognisers: [],
  allowList: [],
};

/** Of each policy: a call asks seven times, and policies are read far less often than calls come. */
const hidden = new WeakMap<PhiPolicy, ReadonlySet<PhiCategory>>();

/** The categories that are hidden without further asking. */
export function hiddenCategories(policy: PhiPolicy): ReadonlySet<PhiCategory> {
  let categories = hidden.get(policy);
  if (!categories) {
    categories = new Set(policy.mode === 'auto' ? PHI_CATEGORIES.filter((each) => policy.categories[each]) : []);
    hidden.set(policy, categories);
  }
  return categories;
}

/** Whether originals are put back into replies without a person's approval. */
export const restoresReplies = ({ reidentification, transformation }: PhiPolicy): boolean =>
  transformation === 'placeholder' && reidentification.allowed && !reidentification.requiresApproval;

/** A switch for every category. */
export function eachCategory(decide: (category: PhiCategory) => boolean): PhiPolicy['categories'] {
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
