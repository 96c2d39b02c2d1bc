import {
  ADJUSTED_FOR_MS,
  centsText,
  daysPeriod,
  gapless,
  invoiceNumber,
  monthDays,
  outstandingLines,
  refuseOverlap,
  standingInvoices,
  type AskedPeriod,
  type Invoice,
  type InvoiceLine,
  type Period,
} from '@radiant/billing';
import { DomainError } from '@radiant/kernel';
import { moment, type Told } from '../audit-details.js';
import type { GovernanceTransaction } from '../ports/governance-transactions.js';
import { invalid } from '../validation.js';

/** A month (YYYY-MM), or days from `from` to before `to` (YYYY-MM-DD), of the tenant's time zone. */
export interface AskedDays {
  readonly month?: string;
  readonly from?: string;
  readonly to?: string;
}

/** @throws DomainError `validation_error` naming the field. */
export function checkedDays({ month, from, to }: AskedDays): { readonly from: string; readonly to: string } {
  if (month !== undefined) {
    if (from !== undefined || to !== undefined) throw invalid('month', 'alone, without from and to');
    return monthDays('month', month);
  }
  if (from === undefined || to === undefined) throw invalid(from === undefined ? 'from' : 'to', 'given, or month');
  return { from, to };
}

/** @throws DomainError `validation_error` naming the field. */
export function askedPeriod(asked: AskedDays, timeZone: string): AskedPeriod {
  const { from, to } = checkedDays(asked);
  return { period: daysPeriod(from, to, timeZone), timeZone };
}

/** What stands around a period: every document that says something of it or of what may be adjusted with it. */
export const documentsAround = (
  { invoices }: GovernanceTransaction,
  { from, to }: Period,
): Promise<readonly Invoice[]> => invoices.overlapping({ from: from - ADJUSTED_FOR_MS, to });

/** The period that an invoice is for. @throws DomainError `conflict` when another invoice has a part of it. */
export function invoicedPeriod(asked: AskedPeriod, documents: readonly Invoice[]): Period {
  const standing = standingInvoices(documents);
  const period = gapless(asked, standing);
  if (period.from >= period.to) throw new DomainError('conflict', 'an invoice of another period has calls of this one');
  refuseOverlap(period, standing);
  return period;
}

/** The lines of an invoice as the ledger stands: its own period, and what earlier ones were corrected by. */
export async function linesNow(
  transaction: GovernanceTransaction,
  period: Period,
  documents: readonly Invoice[],
): Promise<readonly InvoiceLine[]> {
  const { ledgerShares } = transaction;
  const lines = [...outstandingLines('usage', period, await ledgerShares.ofPeriod(period), documents)];
  const earlier = standingInvoices(documents).filter(
    (invoice) => invoice.period.to <= period.from && invoice.period.to > period.from - ADJUSTED_FOR_MS,
  );
  for (const invoice of earlier) {
    const shares = await ledgerShares.ofPeriod(invoice.period);
    lines.push(...outstandingLines('adjustment', invoice.period, shares, documents));
  }
  return lines;
}

/** A document as the trail tells it. */
export const toldInvoice = (invoice: Invoice): Told => ({
  kind: invoice.kind,
  status: invoice.status,
  ...(invoice.number !== undefined && { number: invoiceNumber(invoice) }),
  ...(invoice.credits !== undefined && { credits: invoice.credits, reason: invoice.reason }),
  from: moment(invoice.period.from),
  to: moment(invoice.period.to),
  total: centsText(invoice.cents),
});
