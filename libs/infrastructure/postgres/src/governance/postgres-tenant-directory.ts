import { TenantDirectory, type Tenant, type TenantFilter } from '@radiant/identity';
import type { Page, Slice } from '@radiant/kernel';
import type { UnitOfWork } from '../unit-of-work.js';
import { Statements } from './statements.js';
import { TENANT_COLUMNS, tenantOf, type TenantRecord } from './tenant-record.js';

/** All tenants. Its connection must be of the administration's role; any other sees none. */
export class PostgresTenantDirectory extends TenantDirectory {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async list(slice: Slice, { status, appId }: TenantFilter = {}): Promise<Page<Tenant>> {
    const selection = {
      columns: TENANT_COLUMNS,
      table: 'tenants',
      where: '($1::text is null or status = $1) and ($2::text is null or app_id = $2)',
      parameters: [status ?? null, appId ?? null],
      newest: 'created_at',
    } as const;
    const page = await this.unitOfWork.acrossTenants((manager) =>
      new Statements(manager).page<TenantRecord>(selection, slice),
    );
    return { items: page.items.map(tenantOf), total: page.total };
  }
}
