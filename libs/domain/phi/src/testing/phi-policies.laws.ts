import { describe, expect, it } from '@jest/globals';
import { tenantId, type TenantId } from '@radiant/kernel';
import { DEFAULT_PHI_POLICY, type PhiPolicy } from '../policy/policy.js';
import type { PhiPolicies } from '../ports/phi-policies.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');

/** Different from the default in every respect. */
const OWN: PhiPolicy = {
  mode: 'manual',
  categories: { ...DEFAULT_PHI_POLICY.categories, NAME: false, SSN: false, DIAGNOSIS: true, TREATMENT: true },
  reidentification: { allowed: false, requiresApproval: false, mappingTtlHours: 1.5, toolArguments: false },
  sensitivity: 'strict',
  unscannable: 'strip',
  secondOpinionDown: 'rules_only',
  transformation: 'placeholder',
  dateShift: true,
  customRecognisers: [
    { name: 'chart', category: 'MEDICAL_RECORD', pattern: 'PT-\\d{6}' },
    { name: 'wards', category: 'ADDRESS', words: ['east wing', 'ward 7'] },
  ],
  allowList: ['Mayo Clinic', 'Will Call'],
};

/** The laws of PhiPolicies. `make` gives a store of just these tenants; undefined stands for no policy of its own. */
export function describePhiPolicies(
  name: string,
  make: (stored: ReadonlyMap<TenantId, PhiPolicy | undefined>) => Promise<PhiPolicies>,
): void {
  describe(`PhiPolicies laws: ${name}`, () => {
    it('gives each tenant its own policy, every part of it', async () => {
      const policies = await make(
        new Map([
          [CLINIC, OWN],
          [HOSPITAL, { ...OWN, mode: 'disabled' }],
        ]),
      );
      expect(await policies.forTenant(CLINIC)).toEqual(OWN);
      expect(await policies.forTenant(HOSPITAL)).toEqual({ ...OWN, mode: 'disabled' });
    });

    it('holds a tenant without a policy of its own to the default', async () => {
      expect(await (await make(new Map([[CLINIC, undefined]]))).forTenant(CLINIC)).toEqual(DEFAULT_PHI_POLICY);
    });

    it('knows no policy for an unknown tenant', async () => {
      const policies = await make(new Map([[CLINIC, OWN]]));
      await expect(policies.forTenant(HOSPITAL)).rejects.toMatchObject({ code: 'not_found' });
    });
  });
}
