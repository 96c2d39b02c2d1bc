import { categoryRank, type PhiCategory } from '../category.js';
import { DEFAULT_SENSITIVITY, PHI_SENSITIVITIES, reaches, type PhiSensitivity } from '../sensitivity.js';
import { RuleSet } from './rule-set.js';
import { RULES } from './rules.js';

/** Each takes some 200 KB, and a caller may name another mix of categories with each call. */
const MOST_KEPT = 64;

/** The rules of the mixes of categories that are asked for; the latest that were put together are kept. */
export class RuleSets {
  private readonly kept = new Map<number, RuleSet>();

  /** How many are kept. */
  get size(): number {
    return this.kept.size;
  }

  /** @throws Error when a rule's sign is not ASCII. */
  of(categories: ReadonlySet<PhiCategory>, sensitivity: PhiSensitivity): RuleSet {
    const key = keyOf(categories, sensitivity);
    const known = this.kept.get(key);
    if (known) return known;
    const active = RULES.filter((rule) => reaches(sensitivity, rule.level ?? DEFAULT_SENSITIVITY));
    const rules = new RuleSet(active, categories);
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size >= MOST_KEPT) this.kept.delete(oldest);
    this.kept.set(key, rules);
    return rules;
  }
}

/** One bit for each category, and two for the sensitivity. */
function keyOf(categories: ReadonlySet<PhiCategory>, sensitivity: PhiSensitivity): number {
  let key = 0;
  for (const category of categories) key |= 1 << categoryRank(category);
  return key * 4 + PHI_SENSITIVITIES.indexOf(sensitivity);
}
