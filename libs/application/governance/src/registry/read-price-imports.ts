import { PLATFORM_TENANT, type Page, type Slice } from '@radiant/kernel';
import type { PriceImport, PriceImportId } from '@radiant/registry';
import { unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** What price files would change and how it was decided, newest first. It belongs to the platform, as prices do. */
export class ListPriceImports {
  constructor(private readonly transactions: GovernanceTransactions) {}

  /** @throws DomainError `service_unavailable`. */
  execute(slice: Slice): Promise<Page<PriceImport>> {
    return this.transactions.run(PLATFORM_TENANT, ({ priceImports }) => priceImports.list(slice));
  }
}

/** One of them. */
export class ReadPriceImport {
  constructor(private readonly transactions: GovernanceTransactions) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  execute(id: PriceImportId): Promise<PriceImport> {
    return this.transactions.run(PLATFORM_TENANT, async ({ priceImports }) => {
      const found = await priceImports.find(id);
      if (!found) throw unknown('price import');
      return found;
    });
  }
}
