import type { Invoice, InvoiceId } from '@radiant/billing';
import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { unknown } from '../in-tenant.js';
import { listing } from '../listing.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** One invoice or credit note, for the answer and for its CSV and PDF. */
export class ReadInvoice {
  constructor(
    readonly transactions: GovernanceTransactions,
    readonly ids: IdGenerator,
    readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  execute(actor: Actor, tenantId: TenantId, id: InvoiceId): Promise<Invoice> {
    return listing(this, actor, tenantId, 'invoices', async ({ invoices }) => {
      const found = await invoices.find(id);
      if (!found) throw unknown('invoice');
      return found;
    });
  }
}
