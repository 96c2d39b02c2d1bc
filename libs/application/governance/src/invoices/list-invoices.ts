import type { Invoice } from '@radiant/billing';
import type { Clock, IdGenerator, Page, Slice, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { listing } from '../listing.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** The invoices and credit notes of a tenant, newest first. */
export class ListInvoices {
  constructor(
    readonly transactions: GovernanceTransactions,
    readonly ids: IdGenerator,
    readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  execute(actor: Actor, tenantId: TenantId, slice: Slice): Promise<Page<Invoice>> {
    return listing(this, actor, tenantId, 'invoices', ({ invoices }) => invoices.list(slice));
  }
}
