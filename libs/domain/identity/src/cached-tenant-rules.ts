import { FreshCache, type Clock, type TenantId } from '@radiant/kernel';
import type { TenantRules } from './ports/tenant-rules.js';
import type { TenantSettings } from './tenant.js';

/** A changed rule is obeyed after this many ms at most. */
const RULES_AGE_MS = 5_000;
const MAX_TENANTS = 10_000;

/** The tenants' rules for whoever asks with every call: one cache of a process, none of it older than 5 s. */
export class CachedTenantRules {
  private readonly rules: FreshCache<TenantId, TenantSettings>;

  constructor(stored: TenantRules, clock: Clock) {
    this.rules = new FreshCache(clock, { maxAgeMs: RULES_AGE_MS, maxEntries: MAX_TENANTS }, (tenantId) =>
      stored.forTenant(tenantId),
    );
  }

  /** At once, without a promise, while they are fresh. @throws as `TenantRules.forTenant`. */
  forTenant(tenantId: TenantId): Promise<TenantSettings> | TenantSettings {
    return this.rules.get(tenantId);
  }
}
