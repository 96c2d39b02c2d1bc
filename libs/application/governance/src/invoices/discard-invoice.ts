import type { InvoiceId } from '@radiant/billing';
import { DomainError, type Clock, type IdGenerator, type TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { inTenant, unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** Takes a draft away. What is final stays. */
export class DiscardInvoice {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`; `conflict` when it is final; `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, id: InvoiceId): Promise<void> {
    await inTenant(this.transactions, actor, tenantId, async ({ invoices, audit }) => {
      if (!(await invoices.find(id))) throw unknown('invoice');
      if (!(await invoices.discard(id))) throw new DomainError('conflict', 'the invoice is final');
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'invoice.discard',
          resource: { type: 'invoice', id },
        }),
      );
    });
  }
}
