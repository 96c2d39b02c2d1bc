import { PLATFORM_TENANT, type Page, type Slice } from '@radiant/kernel';
import type { AgreementWarning } from '@radiant/registry';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** The warnings of the ends of agreements, newest first. They belong to the platform, as the agreements do. */
export class ListAgreementWarnings {
  constructor(private readonly transactions: GovernanceTransactions) {}

  /** @throws DomainError `service_unavailable`. */
  execute(slice: Slice): Promise<Page<AgreementWarning>> {
    return this.transactions.run(PLATFORM_TENANT, ({ agreementWarnings }) => agreementWarnings.list(slice));
  }
}
