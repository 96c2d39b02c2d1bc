import { DomainError, type Instant, type TenantId } from '@radiant/kernel';
import { dayOf, startOfDay } from '../calendar.js';
import type { Period } from '../ports/usage-reports.js';
import type { Invoice, InvoiceId, InvoiceLine } from './invoice.js';
import { totalsOf } from './outstanding.js';

const HOUR_MS = 3_600_000;
/** Zones are at most 26 hours apart (UTC-12 to UTC+14). */
const ZONES_APART_MS = 26 * HOUR_MS;
/** How long after its end a period is looked at again for what was corrected in it. */
export const ADJUSTED_FOR_MS = 92 * 24 * HOUR_MS;

/** A period as it is asked for, on the clocks of a zone. */
export interface AskedPeriod {
  readonly period: Period;
  readonly timeZone: string;
}

/** Invoices of a tenant that stand: final, and not cancelled by a credit note. */
export const standingInvoices = (documents: readonly Invoice[]): readonly Invoice[] =>
  documents.filter(
    ({ id, kind, status }) =>
      kind === 'invoice' &&
      status === 'final' &&
      !documents.some(({ credits, reason }) => credits === id && reason === 'cancellation'),
  );

/**
 * The period that is invoiced. Where the tenant's time zone was changed, its days begin at another moment than those of
 * the invoices before: the period then begins where the one before ended, and one that is invoiced anew ends where the
 * next one begins, so that no call is on two invoices or on none.
 */
export function gapless({ period, timeZone }: AskedPeriod, standing: readonly Invoice[]): Period {
  const isShifted = (moment: Instant, invoice: Invoice, nominal: Instant): boolean =>
    Math.abs(moment - nominal) <= ZONES_APART_MS &&
    (invoice.timeZone !== timeZone || startOfDay('day', dayOf(timeZone, moment), timeZone) !== moment);
  const ends = standing
    .filter((invoice) => invoice.period.from < period.from && isShifted(invoice.period.to, invoice, period.from))
    .map((invoice) => invoice.period.to);
  const begins = standing
    .filter((invoice) => invoice.period.to > period.to && isShifted(invoice.period.from, invoice, period.to))
    .map((invoice) => invoice.period.from);
  return {
    from: ends.length > 0 ? Math.max(...ends) : period.from,
    to: begins.length > 0 ? Math.min(...begins) : period.to,
  };
}

/**
 * A call may be on an invoice by its own period, or by an adjustment of the period that it was invoiced with before.
 * @throws DomainError `conflict` when a call of the period is on an invoice of another period.
 */
export function refuseOverlap(period: Period, invoices: readonly Invoice[]): void {
  const isOther = ({ from, to }: Period): boolean =>
    from < period.to && period.from < to && !(from === period.from && to === period.to);
  for (const { id, period: own, lines } of invoices) {
    const other = [own, ...lines.map((line) => line.period)].find(isOther);
    if (!other) continue;
    throw new DomainError('conflict', 'an invoice of another period has calls of this one', {
      invoiceId: id,
      from: new Date(other.from).toISOString(),
      to: new Date(other.to).toISOString(),
    });
  }
}

/** Who invoices whom, for when. */
export interface InvoiceHead {
  readonly id: InvoiceId;
  readonly tenantId: TenantId;
  readonly issuer: string;
  readonly customer: string;
  readonly period: Period;
  readonly timeZone: string;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

export const draftOf = (head: InvoiceHead, lines: readonly InvoiceLine[]): Invoice => ({
  id: head.id,
  tenantId: head.tenantId,
  kind: 'invoice',
  status: 'draft',
  number: undefined,
  credits: undefined,
  reason: undefined,
  issuer: head.issuer,
  customer: head.customer,
  period: head.period,
  timeZone: head.timeZone,
  lines,
  ...totalsOf(lines),
  createdAt: head.createdAt,
  createdBy: head.createdBy,
  finalisedAt: undefined,
  finalisedBy: undefined,
});

/** A credit note on an invoice, before it has a number. */
export const creditNoteOf = (
  invoice: Invoice,
  note: Pick<Invoice, 'id' | 'createdAt' | 'createdBy' | 'reason'>,
  lines: readonly InvoiceLine[],
): Invoice => ({
  id: note.id,
  tenantId: invoice.tenantId,
  kind: 'credit_note',
  status: 'draft',
  number: undefined,
  credits: invoice.id,
  reason: note.reason,
  issuer: invoice.issuer,
  customer: invoice.customer,
  period: invoice.period,
  timeZone: invoice.timeZone,
  lines,
  ...totalsOf(lines),
  createdAt: note.createdAt,
  createdBy: note.createdBy,
  finalisedAt: undefined,
  finalisedBy: undefined,
});
