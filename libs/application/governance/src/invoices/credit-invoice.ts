import {
  cancellingLines,
  creditNoteOf,
  CREDIT_REASONS,
  invoiceId,
  outstandingLines,
  totalsOf,
  type CreditReason,
  type Invoice,
  type InvoiceId,
  type InvoiceLine,
} from '@radiant/billing';
import { DomainError, type Clock, type IdGenerator, type TenantId } from '@radiant/kernel';
import { auditEvent, nameOf, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import { inTenant, unknown } from '../in-tenant.js';
import type { GovernanceTransaction, GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedChoice } from '../validation.js';
import { documentsAround, toldInvoice } from './invoice-fields.js';

/** Issues a credit note on a final invoice: at once final, under a number of its own. */
export class CreditInvoice {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * @param reason `cancellation` takes back all that is left of the invoice, whose period may be invoiced again then;
   * `correction` takes back what the ledger was corrected by since.
   * @throws DomainError `validation_error` naming reason; `not_found`; `conflict` when the invoice is no final one, was
   * cancelled, or there is nothing to take back; `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, id: InvoiceId, asked: string): Promise<Invoice> {
    const reason = checkedChoice('reason', asked, CREDIT_REASONS);
    const by = nameOf(actor);
    const now = Math.trunc(this.clock.now());
    return inTenant(this.transactions, actor, tenantId, async (transaction) => {
      const { invoices, audit } = transaction;
      const found = await invoices.find(id);
      if (!found) throw unknown('invoice');
      const documents = await documentsAround(transaction, found.period);
      const invoice = creditable(id, documents);
      const lines = await linesFor(reason, transaction, invoice, documents);
      const note = creditNoteOf(
        invoice,
        { id: invoiceId(this.ids.uuid()), createdAt: now, createdBy: by, reason },
        lines,
      );
      await invoices.put(note);
      const final = await invoices.finalise(note.id, by, now);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'invoice.credit',
          resource: { type: 'invoice', id: note.id },
          details: created(toldInvoice(final)),
        }),
      );
      return final;
    });
  }
}

function creditable(id: InvoiceId, documents: readonly Invoice[]): Invoice {
  const invoice = documents.find((document) => document.id === id);
  if (invoice?.kind !== 'invoice' || invoice.status !== 'final') {
    throw new DomainError('conflict', 'a credit note is about a final invoice');
  }
  if (documents.some(({ credits, reason }) => credits === id && reason === 'cancellation')) {
    throw new DomainError('conflict', 'the invoice was cancelled before');
  }
  return invoice;
}

async function linesFor(
  reason: CreditReason,
  { ledgerShares }: GovernanceTransaction,
  invoice: Invoice,
  documents: readonly Invoice[],
): Promise<readonly InvoiceLine[]> {
  switch (reason) {
    case 'cancellation':
      return cancellingLines(
        invoice,
        documents.filter(({ credits }) => credits === invoice.id),
      );
    case 'correction': {
      const shares = await ledgerShares.ofPeriod(invoice.period);
      const lines = outstandingLines('credit', invoice.period, shares, documents);
      const { exact, cents } = totalsOf(lines);
      if (cents < 0n) return lines;
      if (exact.picos < 0n) {
        throw new DomainError(
          'conflict',
          'no whole cent is to be taken back: what the ledger holds less goes on the next invoice',
          { difference: exact.toString() },
        );
      }
      throw new DomainError(
        'conflict',
        'the ledger holds no less than was invoiced: what it holds more goes on the next invoice',
      );
    }
  }
}
