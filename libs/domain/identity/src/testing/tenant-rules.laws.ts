import { describe, expect, it } from '@jest/globals';
import { tenantId, type TenantId } from '@radiant/kernel';
import type { TenantRules } from '../ports/tenant-rules.js';
import type { TenantSettings } from '../tenant.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
const EVERY: TenantSettings = {
  defaultModel: 'demo-chat-small',
  allowedProviders: ['demo', 'acme'],
  maxTokensPerRequest: 500,
  tagKeys: ['team', 'project'],
  cache: { enabled: true, ttlSeconds: 600 },
  rateLimit: { requestsPerMinute: 60, tokensPerDay: 1_000_000 },
};

/** The laws of TenantRules. `make` gives rules of just these tenants. */
export function describeTenantRules(
  name: string,
  make: (stored: ReadonlyMap<TenantId, TenantSettings>) => Promise<TenantRules>,
): void {
  describe(`TenantRules laws: ${name}`, () => {
    it('gives each tenant its own, every one of them', async () => {
      const rules = await make(
        new Map<TenantId, TenantSettings>([
          [CLINIC, EVERY],
          [HOSPITAL, { allowedProviders: [] }],
        ]),
      );
      expect(await rules.forTenant(CLINIC)).toStrictEqual(EVERY);
      expect(await rules.forTenant(HOSPITAL)).toStrictEqual({ allowedProviders: [] });
    });

    it('knows none of an unknown tenant', async () => {
      const rules = await make(new Map([[CLINIC, EVERY]]));
      await expect(rules.forTenant(HOSPITAL)).rejects.toMatchObject({ code: 'not_found' });
    });
  });
}
