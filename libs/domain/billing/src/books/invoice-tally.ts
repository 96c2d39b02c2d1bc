import { Money, type Instant, type ModelId } from '@radiant/kernel';
import { ADJUSTED_FOR_MS, standingInvoices } from '../invoices/drafted.js';
import type { Invoice, InvoiceLine } from '../invoices/invoice.js';
import { totalsOf } from '../invoices/outstanding.js';
import { ofCents, roundedToCents } from '../minor-units.js';
import type { BookedCall } from './booked.js';
import type { Fault } from './difference.js';
import { grouped } from './grouped.js';
import { spanAt } from './in-periods.js';

/** Clocks of applications and database differ, and a posting takes a while: what is so near to a document may be on it. */
const SLACK_MS = 10 * 60_000;

/** The entry of the truth about a call that was billed as reserved; the one before it takes the estimate back. */
const AFTER_ESTIMATE = 3;

/** What the ledger holds of one model and period. */
interface Posted {
  /** All of it. */
  exact: bigint;
  /** What of it was posted after the last document of the period. */
  later: bigint;
  /** What of it was posted about when that was made: charges and corrections upwards, */
  up: bigint;
  /** and what corrections took back. Any part of either may be on the document. */
  down: bigint;
}

/** The period of an invoice that stands, and all documents that have lines of it. */
interface Span {
  readonly from: Instant;
  readonly to: Instant;
  readonly invoice: Invoice;
  readonly lines: readonly InvoiceLine[];
  /** What was posted until then is on its documents. */
  readonly until: Instant;
  /** A document that had lines of it was cancelled: what was posted since `until` may be on one or on none. */
  readonly broken: boolean;
  readonly posted: Map<ModelId, Posted>;
  /** Charges on its documents that were estimates: the truth, which came later, may name another model. */
  replaced: bigint;
}

/** Adds up again what final documents say, and holds it against the ledger. */
export class InvoiceTally {
  private readonly spans: readonly Span[];
  private readonly finals: readonly Invoice[];

  /** @param documents of one tenant. */
  constructor(documents: readonly Invoice[]) {
    this.finals = documents.filter(({ status }) => status === 'final');
    this.spans = standingInvoices(documents)
      .map((invoice) => spanOf(invoice, this.finals))
      .sort((a, b) => a.from - b.from);
  }

  get count(): number {
    return this.finals.length;
  }

  /** Of all final documents, in pico-USD; credit notes are below zero. */
  get exact(): Money {
    return this.finals.reduce((sum, { exact }) => sum.plus(exact), Money.zero);
  }

  call({ usage, lines, stages }: BookedCall): void {
    const span = usage && spanAt(this.spans, usage.createdAt);
    if (!span) return;
    const posted = span.posted.get(usage.modelId) ?? { exact: 0n, later: 0n, up: 0n, down: 0n };
    span.posted.set(usage.modelId, posted);
    const about = new Map<number, bigint>();
    const isTruth = stages === undefined || stages[0]?.entry === AFTER_ESTIMATE;
    for (const { entry, account, amount, postedAt } of lines) {
      if (account !== 'receivable') continue;
      posted.exact += amount.picos;
      if (isTruth && entry === AFTER_ESTIMATE - 1 && postedAt > span.until - SLACK_MS) span.replaced -= amount.picos;
      if (postedAt <= span.until - SLACK_MS) continue;
      if (span.broken || postedAt <= span.until + SLACK_MS) addTo(about, postingOf(entry), amount.picos);
      else posted.later += amount.picos;
    }
    for (const picos of about.values()) {
      if (picos > 0n) posted.up += picos;
      else posted.down += picos;
    }
  }

  /** @param late told of what waits for the next invoice. */
  faults(now: Instant, late: (fault: Fault) => void): readonly Fault[] {
    const faults: Fault[] = [...this.finals.flatMap(totalFaults), ...cancelledFaults(this.finals)];
    for (const span of this.spans) {
      if (!span.broken) faults.push(...centFaults(span));
      for (const fault of ledgerFaults(span)) {
        if (fault.kind === 'invoice_late' && span.to + ADJUSTED_FOR_MS > now) late(fault);
        else faults.push(fault);
      }
    }
    return faults;
  }
}

/** A reversal (2, 4 …) and what takes its place (3, 5 …) are posted as one. */
const postingOf = (entry: number): number => Math.trunc(entry / 2);

const addTo = (sums: Map<number, bigint>, key: number, picos: bigint): void =>
  void sums.set(key, (sums.get(key) ?? 0n) + picos);

function spanOf(invoice: Invoice, finals: readonly Invoice[]): Span {
  const { from, to } = invoice.period;
  const cancelled = new Set(finals.filter(({ reason }) => reason === 'cancellation').map(({ credits }) => credits));
  const isCancelled = ({ id, credits }: Invoice): boolean => cancelled.has(id) || cancelled.has(credits);
  const touches = (document: Invoice): boolean =>
    document === invoice || document.lines.some(({ period }) => period.from === from && period.to === to);
  const touching = finals.filter(touches);
  const standing = touching.filter((document) => !isCancelled(document));
  const broken = standing.length < touching.length;
  const made = standing.map(({ finalisedAt = 0 }) => finalisedAt);
  return {
    from,
    to,
    invoice,
    lines: standing.flatMap(({ lines }) => lines).filter(({ period }) => period.from === from && period.to === to),
    until: broken ? Math.min(...made) : Math.max(...made),
    broken,
    posted: new Map(),
    replaced: 0n,
  };
}

/** A document is the sum of its lines. */
function totalFaults(invoice: Invoice): readonly Fault[] {
  const { exact, cents } = totalsOf(invoice.lines);
  const pairs = [
    { part: 'exact sum of its lines', expected: exact, found: invoice.exact },
    { part: 'sum of its lines', expected: ofCents(cents), found: ofCents(invoice.cents) },
  ];
  return pairs
    .filter(({ expected, found }) => !expected.equals(found))
    .map(({ part, expected, found }) => ({ kind: 'invoice_total', subject: invoice.id, part, expected, found }));
}

/** A cancelled invoice and the credit notes on it are nothing together, model by model. */
function cancelledFaults(finals: readonly Invoice[]): readonly Fault[] {
  const cancelled = finals.flatMap(({ credits, reason }) => (credits && reason === 'cancellation' ? [credits] : []));
  return cancelled.flatMap((id) => {
    const lines = finals.filter((one) => one.id === id || one.credits === id).flatMap((one) => one.lines);
    const byModel = grouped(lines, ({ modelId, period }) => `${modelId} of ${new Date(period.from).toISOString()}`);
    return [...byModel].flatMap(([part, ofModel]): Fault[] => {
      const { exact, cents } = totalsOf(ofModel);
      if (exact.picos === 0n && cents === 0n) return [];
      const found = exact.picos === 0n ? ofCents(cents) : exact;
      return [{ kind: 'invoice_cancelled', subject: id, part: `model ${part}`, expected: Money.zero, found }];
    });
  });
}

/** All documents of a period together are its exact sum, rounded. */
function centFaults({ invoice, lines }: Span): readonly Fault[] {
  const { exact, cents } = totalsOf(lines);
  const [expected, found] = [ofCents(roundedToCents(exact)), ofCents(cents)];
  if (expected.equals(found)) return [];
  return [{ kind: 'invoice_cents', subject: invoice.id, part: 'cents of its period', expected, found }];
}

/** What an estimate was charged for on one model is no difference where its truth is on another: together they are right. */
function ledgerFaults(span: Span): readonly Fault[] {
  const faults = modelsOf(span).flatMap((modelId) => {
    const fault = ledgerFault(span, modelId);
    return fault ? [{ fault, exact: Money.ofPicos(span.posted.get(modelId)?.exact ?? 0n) }] : [];
  });
  const off = faults
    .filter(({ fault }) => fault.kind === 'invoice_ledger')
    .map(({ fault }) => fault.expected.minus(fault.found).picos);
  const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
  const isMoved = sum(off) === 0n && sum(off.filter((amount) => amount > 0n)) <= span.replaced;
  return faults.map(({ fault, exact }) => (isMoved ? { ...fault, kind: 'invoice_late', expected: exact } : fault));
}

function ledgerFault({ invoice, lines, posted }: Span, modelId: ModelId): Fault | undefined {
  const { exact, later, up, down } = posted.get(modelId) ?? { exact: 0n, later: 0n, up: 0n, down: 0n };
  const invoiced = totalsOf(lines.filter((line) => line.modelId === modelId)).exact.picos;
  const missing = exact - invoiced;
  if (missing === 0n) return undefined;
  const late = missing - later;
  const isLate = down <= late && late <= up;
  return {
    kind: isLate ? 'invoice_late' : 'invoice_ledger',
    subject: invoice.id,
    part: `model ${modelId}`,
    expected: Money.ofPicos(isLate ? exact : exact - later),
    found: Money.ofPicos(invoiced),
  };
}

const modelsOf = ({ lines, posted }: Span): readonly ModelId[] =>
  [...new Set([...lines.map(({ modelId }) => modelId), ...posted.keys()])].sort();
