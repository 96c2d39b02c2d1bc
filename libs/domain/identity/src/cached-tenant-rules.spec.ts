import { beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, tenantId, type TenantId } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { CachedTenantRules } from './cached-tenant-rules.js';
import { TenantRules } from './ports/tenant-rules.js';
import type { TenantSettings } from './tenant.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');

class StoredRules extends TenantRules {
  readonly asked: TenantId[] = [];
  readonly settings = new Map<TenantId, TenantSettings>();
  failure: DomainError | undefined;

  async forTenant(tenant: TenantId): Promise<TenantSettings> {
    this.asked.push(tenant);
    if (this.failure) throw this.failure;
    return this.settings.get(tenant) ?? {};
  }
}

describe('CachedTenantRules', () => {
  let clock: FixedClock;
  let stored: StoredRules;
  let rules: CachedTenantRules;

  beforeEach(() => {
    clock = new FixedClock();
    stored = new StoredRules();
    rules = new CachedTenantRules(stored, clock);
  });

  it('reads rules once for all who ask within their age, and each tenant its own', async () => {
    stored.settings.set(HOSPITAL, { defaultModel: 'demo' });
    expect(await rules.forTenant(CLINIC)).toEqual({});
    expect(rules.forTenant(CLINIC)).toEqual({});
    expect(await rules.forTenant(HOSPITAL)).toEqual({ defaultModel: 'demo' });
    expect(stored.asked).toEqual([CLINIC, HOSPITAL]);
  });

  it('obeys a changed rule after five seconds', async () => {
    await rules.forTenant(CLINIC);
    stored.settings.set(CLINIC, { maxTokensPerRequest: 50 });
    clock.advance(5_001);
    expect(await rules.forTenant(CLINIC)).toEqual({ maxTokensPerRequest: 50 });
  });

  it('leaves no rule out where they can not be read, however good the last ones were', async () => {
    await rules.forTenant(CLINIC);
    clock.advance(5_001);
    stored.failure = new DomainError('service_unavailable', 'no rules');
    await expect(rules.forTenant(CLINIC)).rejects.toBe(stored.failure);
  });
});
