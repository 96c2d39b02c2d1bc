import { DomainError, type SealContext, type Sealer, type TenantId } from '@radiant/kernel';

/** The sealed column of one table; what is sealed for one row can be opened for no other. */
export class SealedText {
  /** @param record names the rows, e.g. `invitation`. */
  constructor(
    private readonly sealer: Sealer,
    private readonly record: string,
  ) {}

  /** @throws DomainError `not_found` when the tenant's key was destroyed, `service_unavailable`. */
  seal(tenantId: TenantId, id: string, text: string): Promise<Uint8Array> {
    return this.sealer.seal(this.context(tenantId, id), text);
  }

  /**
   * Empty when the tenant's key was destroyed: the row itself can still be listed.
   * @throws DomainError `internal_error` when the bytes are altered or another row's, `service_unavailable`.
   */
  async open(tenantId: TenantId, id: string, sealed: Uint8Array): Promise<string> {
    try {
      return await this.sealer.open(this.context(tenantId, id), sealed);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'not_found') return '';
      throw error;
    }
  }

  private context(tenantId: TenantId, id: string): SealContext {
    return { tenantId, record: `${this.record}#${id}`, version: 1 };
  }
}
