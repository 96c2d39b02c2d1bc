import { PHI_CATEGORIES, type PhiCategory } from '../category.js';
import { hiddenCategories, type PhiPolicy } from './policy.js';

/** Off by default, because a clinical question loses its meaning without them: they say nothing of who it is about. */
const CLINICAL: ReadonlySet<PhiCategory> = new Set<PhiCategory>(['DIAGNOSIS', 'TREATMENT']);

/**
 * Whether the policy lets something leave in the clear, or unread, by which a person can be found: then the provider
 * may see PHI.
 */
export function exposesPhi(policy: PhiPolicy): boolean {
  const hidden = hiddenCategories(policy);
  if (policy.unscannable === 'allow') return true;
  return PHI_CATEGORIES.some((category) => !CLINICAL.has(category) && !hidden.has(category));
}
