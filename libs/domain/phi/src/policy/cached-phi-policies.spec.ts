import { beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, tenantId } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { CachedPhiPolicies } from './cached-phi-policies.js';
import { DEFAULT_PHI_POLICY } from './policy.js';
import { StoredPolicies } from '../testing/stored-policies.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
const MANUAL = { ...DEFAULT_PHI_POLICY, mode: 'manual' } as const;

describe('CachedPhiPolicies', () => {
  let clock: FixedClock;
  let stored: StoredPolicies;
  let policies: CachedPhiPolicies;

  beforeEach(() => {
    clock = new FixedClock();
    stored = new StoredPolicies();
    policies = new CachedPhiPolicies(stored, clock);
  });

  it('reads a policy once for all who ask within its age, and each tenant its own', async () => {
    stored.policies.set(HOSPITAL, MANUAL);
    expect(await policies.forTenant(CLINIC)).toBe(DEFAULT_PHI_POLICY);
    expect(policies.forTenant(CLINIC)).toBe(DEFAULT_PHI_POLICY);
    expect(await policies.forTenant(HOSPITAL)).toBe(MANUAL);
    expect(stored.asked).toEqual([CLINIC, HOSPITAL]);
  });

  it('obeys a changed policy after five seconds', async () => {
    await policies.forTenant(CLINIC);
    stored.policies.set(CLINIC, MANUAL);
    clock.advance(5_001);
    expect(await policies.forTenant(CLINIC)).toBe(MANUAL);
  });

  it('has no policy where there is none to be read, however good the last one was', async () => {
    await policies.forTenant(CLINIC);
    clock.advance(5_001);
    stored.failure = new DomainError('service_unavailable', 'no policy');
    await expect(policies.forTenant(CLINIC)).rejects.toBe(stored.failure);
  });
});
