import { ApiKeyDirectory, type ApiKey } from '@radiant/identity';
import { apiKeyId, appId, tenantId } from '@radiant/kernel';
import type { DataSource } from 'typeorm';
import { queried } from './stored-value.js';
import { apiKeyRows } from './tenant-rows.js';

/** API keys with the standing of their tenant. */
export class PostgresApiKeyDirectory extends ApiKeyDirectory {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async find(hash: string): Promise<ApiKey | undefined> {
    const row = await queried(() =>
      this.dataSource.getRepository(apiKeyRows).findOne({ where: { hash }, relations: { tenant: true } }),
    );
    if (!row) return undefined;
    return {
      id: apiKeyId(row.id),
      tenantId: tenantId(row.tenantId),
      appId: appId(row.appId),
      name: row.name,
      prefix: row.prefix,
      hash: row.hash,
      expiresAt: row.expiresAt?.getTime(),
      revokedAt: row.revokedAt?.getTime(),
      tenantActive: row.tenant.status === 'active',
    };
  }
}
