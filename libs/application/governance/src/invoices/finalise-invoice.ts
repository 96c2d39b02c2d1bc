import { centsText, refuseOverlap, standingInvoices, totalsOf, type Invoice, type InvoiceId } from '@radiant/billing';
import { DomainError, type Clock, type IdGenerator, type TenantId } from '@radiant/kernel';
import { auditEvent, nameOf, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import { inTenant, unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { documentsAround, linesNow, toldInvoice } from './invoice-fields.js';

/** Makes a draft final, under the next number, with what the ledger holds at that moment. It never changes again. */
export class FinaliseInvoice {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * @param expectedTotal decimal USD with two fraction digits, as it was read: refused when it is another one by now.
   * @throws DomainError `not_found`; `conflict` when it is final, its period has not ended, an invoice of another period
   * has calls of this one, or the ledger and the usage records differ; `precondition_failed`; `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, id: InvoiceId, expectedTotal?: string): Promise<Invoice> {
    const by = nameOf(actor);
    const now = Math.trunc(this.clock.now());
    return inTenant(this.transactions, actor, tenantId, async (transaction) => {
      const { invoices, audit } = transaction;
      const found = await invoices.find(id);
      if (!found) throw unknown('invoice');
      const documents = await documentsAround(transaction, found.period);
      const draft = documents.find((invoice) => invoice.id === id);
      if (!draft) throw unknown('invoice'); // discarded meanwhile
      if (draft.status !== 'draft') throw new DomainError('conflict', 'the invoice is final');
      if (draft.period.to > now) throw new DomainError('conflict', "the invoice's period has not ended");
      const standing = standingInvoices(documents);
      refuseOverlap(draft.period, standing);
      if (standing.some(({ period }) => period.from === draft.period.from && period.to === draft.period.to)) {
        throw new DomainError('conflict', 'the period is invoiced');
      }
      const lines = await linesNow(transaction, draft.period, documents);
      const current: Invoice = { ...draft, lines, ...totalsOf(lines) };
      if (expectedTotal !== undefined && expectedTotal !== centsText(current.cents)) {
        throw new DomainError('precondition_failed', 'the total is another one by now', {
          field: 'expected_total',
          total: centsText(current.cents),
        });
      }
      await invoices.put(current);
      const final = await invoices.finalise(id, by, now);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'invoice.finalise',
          resource: { type: 'invoice', id },
          details: created(toldInvoice(final)),
        }),
      );
      return final;
    });
  }
}
