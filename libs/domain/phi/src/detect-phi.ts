import type { TenantId } from '@radiant/kernel';
import type { CachedPhiPolicies } from './policy/cached-phi-policies.js';
import type { PhiCategory } from './category.js';
import type { PolicyDetection } from './policy/policy-detection.js';
import { tighten } from './policy/policy-lattice.js';
import type { PhiMatch } from './ports/phi-detector.js';

/** What to look for PHI in. */
export interface TextToDetect {
  readonly text: string;
  /** Looked for besides what the tenant's policy names. */
  readonly categories: readonly PhiCategory[];
}

/** Says where PHI stands in a text, by the tenant's policy as if protection was asked for. Keeps nothing. */
export class DetectPhi {
  constructor(
    private readonly detection: PolicyDetection,
    private readonly policies: CachedPhiPolicies,
  ) {}

  /**
   * @param withoutSecondOpinion told when the rules had to do alone, which the policy must allow.
   * @throws DomainError `not_found`; `service_unavailable` when the policy can't be read or detection fails.
   */
  async execute(
    tenantId: TenantId,
    { text, categories }: TextToDetect,
    withoutSecondOpinion?: () => void,
  ): Promise<readonly PhiMatch[]> {
    const policy = tighten(await this.policies.forTenant(tenantId), { enablePhi: true, categories });
    const [matches = []] = await this.detection.detect([text], policy, undefined, withoutSecondOpinion);
    return matches;
  }
}
