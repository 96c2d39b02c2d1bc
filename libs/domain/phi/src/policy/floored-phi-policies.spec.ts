import { expect, it } from '@jest/globals';
import { tenantId } from '@radiant/kernel';
import { FlooredPhiPolicies } from './floored-phi-policies.js';
import { DEFAULT_PHI_POLICY } from './policy.js';
import { StoredPolicies } from '../testing/stored-policies.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');

it("holds every tenant to the platform's floor, and hands on a failure to read", async () => {
  const stored = new StoredPolicies();
  stored.policies.set(CLINIC, { ...DEFAULT_PHI_POLICY, mode: 'disabled', sensitivity: 'structured-only' });
  const floored = new FlooredPhiPolicies(stored, { mode: 'auto', reidentification: { allowed: false } });
  expect(await floored.forTenant(CLINIC)).toEqual({
    ...DEFAULT_PHI_POLICY,
    sensitivity: 'structured-only',
    reidentification: { ...DEFAULT_PHI_POLICY.reidentification, allowed: false },
  });
  stored.failure = new Error('gone');
  await expect(floored.forTenant(CLINIC)).rejects.toThrow('gone');
});
