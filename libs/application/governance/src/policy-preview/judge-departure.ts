import { exposesPhi, hiddenCategories, isPhiCategory, type PhiPolicy } from '@radiant/phi';
import { mayReceivePhi, type Model, type Provider } from '@radiant/registry';
import type { Instant } from '@radiant/kernel';
import { serviceOf, type Trial } from './preview.js';

/** What is known of a call that left or was kept back. */
export interface PastCall {
  readonly at: Instant;
  /** Undefined: what the row names is not in the registry. */
  readonly route: { readonly model: Model; readonly provider: Provider } | undefined;
  /** Category to count, as they were found: hidden ones and identifiers in the clear. */
  readonly categories: Readonly<Record<string, number>>;
  /** It had parts that nobody can look into. */
  readonly unscannable: boolean;
}

export interface Judgement {
  readonly refusal: 'baa_required' | 'phi_policy_blocked' | undefined;
  readonly newlyHidden: readonly (readonly [category: string, count: number])[];
  readonly newlyExposed: readonly (readonly [category: string, count: number])[];
}

/** What the proposal would have made of a call that left. */
export function judgeDeparture(trial: Trial, call: PastCall): Judgement {
  const refusal = refusalOf(trial, call);
  if (refusal !== undefined) return { refusal, newlyHidden: [], newlyExposed: [] };
  const [hiddenNow, hiddenThen] = [hiddenCategories(trial.now), hiddenCategories(trial.then)];
  const found = Object.entries(call.categories).filter(([category]) => isPhiCategory(category));
  const is = (hidden: ReadonlySet<string>, category: string): boolean => hidden.has(category);
  return {
    refusal,
    newlyHidden: found.filter(([category]) => !is(hiddenNow, category) && is(hiddenThen, category)),
    newlyExposed: found.filter(([category]) => is(hiddenNow, category) && !is(hiddenThen, category)),
  };
}

/** Whether a call that was kept back for its unscannable parts would have left. */
export const wouldBeLetThrough = (trial: Trial, call: PastCall): boolean =>
  call.unscannable && trial.now.unscannable === 'block' && refusalOf(trial, call) === undefined;

function refusalOf(trial: Trial, { at, route, unscannable }: PastCall): Judgement['refusal'] {
  const { then, agreements } = trial;
  // A call that was let go without an agreement under the policy of then is no evidence for the proposal.
  if (route && exposesPhi(then)) {
    const { model, provider } = route;
    const service = serviceOf(model.specialty);
    if (!mayReceivePhi(agreements, { provider, model, service, at })) return 'baa_required';
  }
  return unscannable && then.unscannable === 'block' ? 'phi_policy_blocked' : undefined;
}

/** What the history can't tell about this proposal. */
export function unknownOf({ now, then, budget }: Trial, phiAsked: boolean): readonly string[] {
  const unknown = [
    'Policies and agreements of then are not replayed: every past call is held against those of today and the proposal.',
    'What single requests asked for beyond the policy (x-radiant-phi) is not kept; it can only have hidden more.',
    'Whether a model chats or embeds is judged by its specialty.',
  ];
  if (phiAsked) {
    unknown.push('Texts are not kept, so nothing is searched anew: categories count as they were found.');
    if (differs(now, then, 'sensitivity')) unknown.push('What another sensitivity would find or miss.');
    if (differs(now, then, 'customRecognisers')) unknown.push('What recognisers of your own would find.');
    if (differs(now, then, 'allowList')) unknown.push('Which phrases of the allow list occur.');
    if (differs(now, then, 'secondOpinionDown')) unknown.push('How often the second opinion would be down.');
    const blind = [...hiddenCategories(then)].filter((category) => !hiddenCategories(now).has(category));
    if (blind.length > 0) {
      unknown.push(
        `Of categories that are not hidden today, only names, numbers and addresses that identify are counted: ${blind.sort().join(', ')} may be more.`,
      );
    }
  }
  if (budget) {
    unknown.push(
      'A budget refuses a call by what it may cost at most, the history knows what it did cost: some calls near the limit would have been refused earlier.',
      'Callers who are refused call again or give up; what they would have done is not known.',
    );
  }
  return unknown;
}

const differs = (now: PhiPolicy, then: PhiPolicy, field: keyof PhiPolicy): boolean =>
  JSON.stringify(now[field]) !== JSON.stringify(then[field]);
