import { PHI_CATEGORIES, type PhiCategory } from '../category.js';
import {
  DEFAULT_PHI_POLICY,
  eachCategory,
  PHI_MODES,
  SECOND_OPINION_RULES,
  TRANSFORMATIONS,
  UNSCANNABLE_RULES,
  type PhiPolicy,
} from './policy.js';
import { sortedRecognisers } from '../recognisers/custom-recogniser.js';
import { PHI_SENSITIVITIES } from '../sensitivity.js';

/** What the platform demands of every tenant; what is left out, it leaves to them. */
export type PhiFloor = Readonly<Partial<Omit<PhiPolicy, 'categories' | 'reidentification'>>> & {
  readonly categories?: Readonly<Partial<PhiPolicy['categories']>>;
  readonly reidentification?: Readonly<Partial<PhiPolicy['reidentification']>>;
};

/** What a caller may ask for: it can add protection, never take any away. */
export interface PhiRequest {
  readonly enablePhi?: boolean;
  readonly categories?: readonly PhiCategory[];
}

/** The policy that is as strict as `a` and `b` in every respect. */
export function strictest(a: PhiPolicy, b: PhiPolicy): PhiPolicy {
  const [left, right] = [a.reidentification, b.reidentification];
  return {
    mode: later(PHI_MODES, a.mode, b.mode),
    categories: eachCategory((category) => a.categories[category] || b.categories[category]),
    reidentification: {
      allowed: left.allowed && right.allowed,
      requiresApproval: left.requiresApproval || right.requiresApproval,
      mappingTtlHours: Math.min(left.mappingTtlHours, right.mappingTtlHours),
      toolArguments: left.toolArguments && right.toolArguments,
    },
    sensitivity: later(PHI_SENSITIVITIES, a.sensitivity, b.sensitivity),
    unscannable: later(UNSCANNABLE_RULES, a.unscannable, b.unscannable),
    secondOpinionDown: later(SECOND_OPINION_RULES, a.secondOpinionDown, b.secondOpinionDown),
    transformation: later(TRANSFORMATIONS, a.transformation, b.transformation),
    dateShift: a.dateShift && b.dateShift, // a placeholder says less than a shifted date
    customRecognisers: sortedRecognisers([...a.customRecognisers, ...b.customRecognisers]),
    allowList: a.allowList.filter((phrase) => b.allowList.includes(phrase)),
  };
}

/** `policy`, no looser than the platform's floor. */
export const raised = (policy: PhiPolicy, floor: PhiFloor): PhiPolicy =>
  strictest(policy, {
    mode: floor.mode ?? policy.mode,
    categories: eachCategory((category) => floor.categories?.[category] ?? policy.categories[category]),
    reidentification: {
      allowed: floor.reidentification?.allowed ?? policy.reidentification.allowed,
      requiresApproval: floor.reidentification?.requiresApproval ?? policy.reidentification.requiresApproval,
      mappingTtlHours: floor.reidentification?.mappingTtlHours ?? policy.reidentification.mappingTtlHours,
      toolArguments: floor.reidentification?.toolArguments ?? policy.reidentification.toolArguments,
    },
    sensitivity: floor.sensitivity ?? policy.sensitivity,
    unscannable: floor.unscannable ?? policy.unscannable,
    secondOpinionDown: floor.secondOpinionDown ?? policy.secondOpinionDown,
    transformation: floor.transformation ?? policy.transformation,
    dateShift: floor.dateShift ?? policy.dateShift,
    customRecognisers: floor.customRecognisers ?? policy.customRecognisers,
    allowList: floor.allowList ?? policy.allowList,
  });

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

/** Whichever stands later in `order`. */
const later = <Value>(order: readonly Value[], a: Value, b: Value): Value =>
  order.indexOf(a) >= order.indexOf(b) ? a : b;
