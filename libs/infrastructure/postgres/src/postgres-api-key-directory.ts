import { ApiKeyDirectory, type FoundApiKey } from '@radiant/identity';
import { apiKeyId, appId, tenantId } from '@radiant/kernel';
import { storedLimits } from './governance/stored-settings.js';
import type { UnitOfWork } from './unit-of-work.js';

interface FoundRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly app_id: string;
  readonly lineage: string | null;
  readonly name: string;
  readonly prefix: string;
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly trusted_forwarder: boolean;
  readonly limits: unknown;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly tenant_active: boolean;
}

const HASH = /^[0-9a-f]{64}$/;

/** API keys of all tenants by their hash, through the one function that may look there; one round trip. */
export class PostgresApiKeyDirectory extends ApiKeyDirectory {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async find(hash: string): Promise<FoundApiKey | undefined> {
    if (!HASH.test(hash)) return undefined;
    return this.unitOfWork.forPlatform(async (manager) => {
      const [row] = await manager.query<readonly FoundRow[]>('select * from find_api_key($1)', [hash]);
      return row && foundApiKey(row);
    });
  }
}

const foundApiKey = (row: FoundRow): FoundApiKey => ({
  id: apiKeyId(row.id),
  tenantId: tenantId(row.tenant_id),
  appId: appId(row.app_id),
  lineage: row.lineage === null ? undefined : apiKeyId(row.lineage),
  name: row.name,
  prefix: row.prefix,
  hash: row.hash,
  scopes: row.scopes,
  limits: storedLimits(row.limits),
  trustedForwarder: row.trusted_forwarder,
  expiresAt: row.expires_at?.getTime(),
  revokedAt: row.revoked_at?.getTime(),
  tenantActive: row.tenant_active,
});
