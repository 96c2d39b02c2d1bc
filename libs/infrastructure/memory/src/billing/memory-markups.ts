import { MarkupStore, TenantMarkups, type TenantMarkup } from '@radiant/billing';
import { DomainError, type TenantId } from '@radiant/kernel';

/** A markup with whose it is. */
export interface KeptMarkup {
  readonly tenantId: TenantId;
  readonly markup: TenantMarkup;
}

const of = (kept: readonly KeptMarkup[], tenantId: TenantId): readonly TenantMarkup[] =>
  kept
    .filter((one) => one.tenantId === tenantId)
    .map(({ markup }) => markup)
    .sort((a, b) => a.version - b.version);

/** The markups of one tenant. */
export class MemoryMarkupStore extends MarkupStore {
  constructor(
    private readonly kept: KeptMarkup[],
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async list(): Promise<readonly TenantMarkup[]> {
    return of(this.kept, this.tenantId);
  }

  async add(markup: TenantMarkup): Promise<void> {
    if ((await this.list()).some(({ version }) => version === markup.version)) {
      throw new DomainError('conflict', 'there is such a row already: markup');
    }
    this.kept.push({ tenantId: this.tenantId, markup });
  }
}

/** Reads what is kept when it is asked. */
export class MemoryTenantMarkups extends TenantMarkups {
  constructor(private readonly kept: () => readonly KeptMarkup[]) {
    super();
  }

  async forTenant(tenantId: TenantId): Promise<readonly TenantMarkup[]> {
    return of(this.kept(), tenantId);
  }
}
