import { parsedTag } from '@radiant/billing';
import type { CachedTenantRules } from '@radiant/identity';
import { DomainError, FreshCache, tenantId as parseTenantId, type Clock, type TenantId } from '@radiant/kernel';
import {
  DEFAULT_PHI_POLICY,
  hiddenCategories,
  type CachedPhiPolicies,
  type PhiCategory,
  type PhiShield,
} from '@radiant/phi';
import type { CallFacts } from './inference-call.js';

/** The header that tags come in. */
export const TAGS_HEADER = 'x-radiant-tags';

/** A tag that was found clean is looked at again after this many ms. */
const CLEAN_AGE_MS = 5_000;
const MAX_TAGS = 20_000;

/**
 * Whether a call may carry its tags. They stand in the books in the clear and leave for no provider, so they may hold no
 * PHI whatever the tenant's policy hides: the platform's default categories are looked for besides those of the policy.
 */
export class CheckTags {
  /** By tenant and tag: calls repeat the same few tags. */
  private readonly clean: FreshCache<string, boolean>;

  constructor(
    private readonly rules: CachedTenantRules,
    private readonly policies: CachedPhiPolicies,
    private readonly shield: Pick<PhiShield, 'find'>,
    clock: Clock,
  ) {
    this.clean = new FreshCache(clock, { maxAgeMs: CLEAN_AGE_MS, maxEntries: MAX_TAGS }, (owned) => {
      const at = owned.indexOf(' ');
      return this.isClean(parseTenantId(owned.slice(0, at)), owned.slice(at + 1));
    });
  }

  /**
   * @throws DomainError `validation_error` for a key that the tenant has not allowed, `phi_policy_blocked` for PHI, both
   * naming the header and repeating nothing of it; `service_unavailable`.
   */
  async execute({ principal, controls }: Pick<CallFacts, 'principal' | 'controls'>): Promise<void> {
    const { tags } = controls;
    if (tags.length === 0) return;
    const { tagKeys = [] } = await this.rules.forTenant(principal.tenantId);
    if (!tags.every((tag) => tagKeys.includes(parsedTag(tag)?.key ?? ''))) {
      const allowed = tagKeys.length === 0 ? 'none' : tagKeys.join(', ');
      throw new DomainError('validation_error', `${TAGS_HEADER} may have these keys: ${allowed}`, {
        field: TAGS_HEADER,
      });
    }
    for (const tag of tags) {
      if (await this.clean.get(`${principal.tenantId} ${tag}`)) continue;
      throw new DomainError('phi_policy_blocked', `${TAGS_HEADER} has a value that looks like PHI`, {
        field: TAGS_HEADER,
      });
    }
  }

  /** The value alone, word by word as in a name, and with its key before it: `mrn=4711` says what it is. */
  private async isClean(tenantId: TenantId, tag: string): Promise<boolean> {
    const policy = await this.policies.forTenant(tenantId);
    const categories = new Set<PhiCategory>([...ALWAYS, ...hiddenCategories(policy)]);
    const { key = '', value = '' } = parsedTag(tag) ?? {};
    const slots = [
      { text: value, escaping: 'none' },
      ...value.split('/').map((text) => ({ text, escaping: 'identifier' }) as const),
      { text: `${key.replaceAll(/[_-]/g, ' ')}: ${value}`, escaping: 'none' },
    ] as const;
    return (await this.shield.find(slots, policy, categories)).length === 0;
  }
}

const ALWAYS = hiddenCategories(DEFAULT_PHI_POLICY);
