import { TenantMarkups, type TenantMarkup } from '@radiant/billing';
import type { TenantId } from '@radiant/kernel';
import { MARKUPS, markupOf, type MarkupRecord } from './governance/postgres-markup-store.js';
import type { UnitOfWork } from './unit-of-work.js';

/** What each tenant's bills add. */
export class PostgresTenantMarkups extends TenantMarkups {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async forTenant(tenantId: TenantId): Promise<readonly TenantMarkup[]> {
    const rows = await this.unitOfWork.forTenant(tenantId, (manager) =>
      manager.query<readonly MarkupRecord[]>(MARKUPS, [tenantId]),
    );
    return rows.map(markupOf);
  }
}
