import { TenantMarkups, type TenantMarkup } from '@radiant/billing';
import type { TenantId } from '@radiant/kernel';
import { markupOf, type MarkupRecord } from './governance/postgres-markup-store.js';
import { WrittenRead } from './tenant-reads.js';
import type { UnitOfWork } from './unit-of-work.js';

/** What each tenant's bills add. */
export class PostgresTenantMarkups extends TenantMarkups {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async forTenant(tenantId: TenantId): Promise<readonly TenantMarkup[]> {
    const rows = await this.unitOfWork.readForTenant<MarkupRecord>(
      tenantId,
      WrittenRead.of`select * from tenant_markups where tenant_id = ${tenantId} order by version`,
    );
    return rows.map(markupOf);
  }
}
