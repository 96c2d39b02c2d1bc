import { TenantRules, type TenantSettings } from '@radiant/identity';
import { DomainError, type TenantId } from '@radiant/kernel';
import { storedSettings } from './governance/stored-settings.js';
import { WrittenRead } from './tenant-reads.js';
import type { UnitOfWork } from './unit-of-work.js';

/** The settings in each tenant's row. Settings that can't be read refuse. */
export class PostgresTenantRules extends TenantRules {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async forTenant(tenantId: TenantId): Promise<TenantSettings> {
    const [row] = await this.unitOfWork.readForTenant<{ readonly settings: object }>(
      tenantId,
      WrittenRead.of`select settings from tenants where id = ${tenantId}`,
    );
    if (!row) throw new DomainError('not_found', 'no such tenant');
    return storedSettings(row.settings);
  }
}
