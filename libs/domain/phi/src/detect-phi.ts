import { DomainError, type TenantId } from '@radiant/kernel';
import type { CachedPhiPolicies } from './cached-phi-policies.js';
import type { PhiCategory } from './category.js';
import { hiddenCategories, tighten } from './policy.js';
import type { PhiDetector, PhiMatch } from './ports/phi-detector.js';
import { DEFAULT_SENSITIVITY } from './sensitivity.js';

/** What to look for PHI in. */
export interface TextToDetect {
  readonly text: string;
  /** Looked for besides what the tenant's policy names. */
  readonly categories: readonly PhiCategory[];
}

/** Says where PHI stands in a text, by the tenant's policy as if protection was asked for. Keeps nothing. */
export class DetectPhi {
  constructor(
    private readonly detector: PhiDetector,
    private readonly policies: CachedPhiPolicies,
  ) {}

  /** @throws DomainError `not_found`; `service_unavailable` when the policy can't be read or detection fails. */
  async execute(tenantId: TenantId, { text, categories }: TextToDetect): Promise<readonly PhiMatch[]> {
    const policy = tighten(await this.policies.forTenant(tenantId), { enablePhi: true, categories });
    const [matches] = await this.detected(text, hiddenCategories(policy));
    if (!matches) throw new DomainError('service_unavailable', 'PHI detection was incomplete');
    return matches;
  }

  private async detected(
    text: string,
    categories: ReadonlySet<PhiCategory>,
  ): Promise<readonly (readonly PhiMatch[])[]> {
    try {
      return await this.detector.detect([text], categories, DEFAULT_SENSITIVITY);
    } catch (cause) {
      throw new DomainError('service_unavailable', 'PHI detection failed', {}, { cause });
    }
  }
}
