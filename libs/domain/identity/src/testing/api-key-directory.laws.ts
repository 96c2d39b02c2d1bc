import { describe, expect, it } from '@jest/globals';
import { apiKeyId, appId, tenantId } from '@radiant/kernel';
import type { FoundApiKey } from '../api-key.js';
import type { ApiKeyDirectory } from '../ports/api-key-directory.js';

const NOON = Date.UTC(2026, 2, 10, 12);

const KEY: FoundApiKey = {
  id: apiKeyId('33333333-3333-4333-8333-333333333333'),
  tenantId: tenantId('11111111-1111-4111-8111-111111111111'),
  appId: appId('charting'),
  lineage: apiKeyId('66666666-6666-4666-8666-666666666666'),
  name: 'Charting, ward 3',
  prefix: 'rad_dev_AAAAAAAAAAAA',
  hash: 'a'.repeat(64),
  scopes: ['inference.call', 'model:demo-large'],
  limits: { requestsPerMinute: 60, tokensPerDay: 1_000_000, concurrentStreams: 4 },
  trustedForwarder: true,
  expiresAt: undefined,
  revokedAt: undefined,
  tenantActive: true,
};
const ENDED: FoundApiKey = {
  ...KEY,
  id: apiKeyId('44444444-4444-4444-8444-444444444444'),
  lineage: undefined,
  hash: 'b'.repeat(64),
  scopes: [],
  limits: {},
  trustedForwarder: false,
  expiresAt: NOON + 1,
  revokedAt: NOON,
};
const SUSPENDED: FoundApiKey = {
  ...KEY,
  id: apiKeyId('55555555-5555-4555-8555-555555555555'),
  tenantId: tenantId('22222222-2222-4222-8222-222222222222'),
  hash: 'c'.repeat(64),
  scopes: ['*'],
  limits: { tokensPerDay: 5 },
  tenantActive: false,
};

/** The laws of ApiKeyDirectory. `make` gives a directory that holds just `keys`, their tenants active or not as they say. */
export function describeApiKeyDirectory(
  name: string,
  make: (keys: readonly FoundApiKey[]) => Promise<ApiKeyDirectory>,
): void {
  describe(`ApiKeyDirectory laws: ${name}`, () => {
    it('finds a key by its hash, with every field', async () => {
      const directory = await make([KEY, ENDED, SUSPENDED]);
      expect(await directory.find(KEY.hash)).toStrictEqual(KEY);
    });

    it('finds a key that has expired or was revoked, and says when', async () => {
      const directory = await make([KEY, ENDED]);
      expect(await directory.find(ENDED.hash)).toStrictEqual(ENDED);
    });

    it('says that the tenant of a key is not active', async () => {
      const directory = await make([KEY, SUSPENDED]);
      expect(await directory.find(SUSPENDED.hash)).toStrictEqual(SUSPENDED);
    });

    it.each([
      ['another hash', 'd'.repeat(64)],
      ['the beginning of a hash', 'a'.repeat(63)],
      ['a hash with more behind it', 'a'.repeat(65)],
      ['a pattern', '%'.repeat(64)],
      ['nothing', ''],
    ])('finds nothing by %s', async (_, hash) => {
      expect(await (await make([KEY])).find(hash)).toBeUndefined();
    });
  });
}
