import { MarkupStore, type TenantMarkup } from '@radiant/billing';
import type { TenantId } from '@radiant/kernel';

export interface FakeMarkup {
  readonly tenantId: TenantId;
  readonly markup: TenantMarkup;
}

export class FakeMarkups extends MarkupStore {
  constructor(
    private readonly rows: FakeMarkup[],
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async list(): Promise<readonly TenantMarkup[]> {
    return this.rows.filter(({ tenantId }) => tenantId === this.tenantId).map(({ markup }) => markup);
  }

  async add(markup: TenantMarkup): Promise<void> {
    this.rows.push({ tenantId: this.tenantId, markup });
  }
}
