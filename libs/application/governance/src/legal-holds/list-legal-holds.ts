import type { LegalHold } from '@radiant/identity';
import type { Page, Slice, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { readingIn } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** The legal holds of a tenant, released ones included, newest first. */
export class ListLegalHolds {
  constructor(private readonly transactions: GovernanceTransactions) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, slice: Slice): Promise<Page<LegalHold>> {
    return readingIn(this.transactions, actor, tenantId, ({ legalHolds }) => legalHolds.list(slice));
  }
}
