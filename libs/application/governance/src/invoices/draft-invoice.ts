import { draftOf, invoiceId, standingInvoices, type Invoice } from '@radiant/billing';
import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, nameOf, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import {
  askedPeriod,
  documentsAround,
  invoicedPeriod,
  linesNow,
  toldInvoice,
  type AskedDays,
} from './invoice-fields.js';
import type { InvoiceIssuer } from './invoice-issuer.js';

/** Drafts the invoice of a tenant and period. */
export class DraftInvoice {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly issuer: InvoiceIssuer,
  ) {}

  /**
   * Repeating it makes no second one: a draft is brought up to date under its id, an invoice that is final and not
   * cancelled is answered as it is.
   * @throws DomainError `validation_error` naming the field; `conflict` when an invoice of another period has calls of
   * this one, or the ledger and the usage records differ; `not_found`; `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, asked: AskedDays): Promise<Invoice> {
    const createdBy = nameOf(actor);
    const createdAt = Math.trunc(this.clock.now());
    return inTenant(this.transactions, actor, tenantId, async (transaction, tenant) => {
      const nominal = askedPeriod(asked, tenant.timeZone);
      const documents = await documentsAround(transaction, nominal.period);
      const period = invoicedPeriod(nominal, documents);
      const same = (invoice: Invoice): boolean =>
        invoice.kind === 'invoice' && invoice.period.from === period.from && invoice.period.to === period.to;
      const final = standingInvoices(documents).find(same);
      if (final) {
        await transaction.audit.record(
          auditEvent(actor, this.ids, this.clock, { tenantId, action: 'tenant.read', resource: { type: 'invoices' } }),
        );
        return final;
      }
      const before = documents.find((invoice) => same(invoice) && invoice.status === 'draft');
      const draft = draftOf(
        {
          id: before?.id ?? invoiceId(this.ids.uuid()),
          tenantId,
          issuer: this.issuer.name,
          customer: tenant.name,
          period,
          timeZone: tenant.timeZone,
          createdAt: before?.createdAt ?? createdAt,
          createdBy: before?.createdBy ?? createdBy,
        },
        await linesNow(transaction, period, documents),
      );
      await transaction.invoices.put(draft);
      await transaction.audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'invoice.draft',
          resource: { type: 'invoice', id: draft.id },
          details: created(toldInvoice(draft)),
        }),
      );
      return draft;
    });
  }
}
