import { buffer } from 'node:stream/consumers';
import { centsText, CURRENCY, dayOf, invoiceNumber, type Invoice, type InvoiceLine } from '@radiant/billing';

/** A4 in points, and where the table begins and ends. */
const MARGIN = 50;
const RIGHT = 545;
const BOTTOM = 770;
const ROW = 16;
const TEXT = 9;
/** What has no room is written this small; then names are cut, and no number is ever as long. */
const SMALLEST = 4;

interface Column {
  readonly title: string;
  readonly left: number;
  readonly width: number;
  readonly align: 'left' | 'right';
  readonly value: (line: InvoiceLine, invoice: Invoice) => string;
}

const tokensOf = (line: InvoiceLine): number =>
  line.inputTokens + line.cachedInputTokens + line.outputTokens + line.reasoningTokens;

const COLUMNS: readonly Column[] = [
  { title: 'Model', left: MARGIN, width: 150, align: 'left', value: ({ modelId }) => modelId },
  { title: 'Of', left: 205, width: 50, align: 'left', value: ({ kind }) => kind },
  { title: 'Days', left: 258, width: 107, align: 'left', value: (line, { timeZone }) => days(line.period, timeZone) },
  { title: 'Calls', left: 368, width: 47, align: 'right', value: ({ requests }) => String(requests) },
  { title: 'Tokens', left: 418, width: 62, align: 'right', value: (line) => String(tokensOf(line)) },
  { title: CURRENCY, left: 483, width: RIGHT - 483, align: 'right', value: ({ cents }) => centsText(cents) },
];

/**
 * An invoice or credit note on A4, with text that can be searched. The same document always gives the same bytes. Letters
 * beyond Latin-1 are shown as `?`, as the fonts that every reader has know none; CSV and JSON have them.
 */
export async function invoicePdf(invoice: Invoice): Promise<Uint8Array> {
  const { default: PdfDocument } = await import('pdfkit'); // loaded when the first one is asked for
  const made = new Date(invoice.finalisedAt ?? invoice.createdAt);
  const info = { Title: titleOf(invoice), Author: latin(invoice.issuer), CreationDate: made, ModDate: made };
  const document = new PdfDocument({ size: 'A4', margin: MARGIN, info });
  const whole = buffer(document);
  const write = (text: string, left: number, top: number, width: number, align: 'left' | 'right' = 'left') =>
    document.text(latin(text), left, top, { width, align, lineBreak: false, ellipsis: true, height: ROW });

  document.font('Helvetica-Bold').fontSize(18);
  write(titleOf(invoice), MARGIN, MARGIN, RIGHT - MARGIN);
  document.font('Helvetica').fontSize(TEXT + 1);
  let top = MARGIN + 34;
  for (const [name, value] of headOf(invoice)) {
    write(name, MARGIN, top, 90);
    write(value, MARGIN + 95, top, RIGHT - MARGIN - 95);
    top += ROW;
  }

  const header = (): void => {
    document.font('Helvetica-Bold').fontSize(TEXT);
    for (const { title, left, width, align } of COLUMNS) write(title, left, top, width, align);
    document.font('Helvetica');
    top += ROW;
  };
  top += ROW;
  header();
  for (const line of invoice.lines) {
    if (top + ROW > BOTTOM) {
      document.addPage();
      top = MARGIN;
      header();
    }
    for (const { left, width, align, value } of COLUMNS) {
      const text = value(line, invoice);
      const needed = document.fontSize(TEXT).widthOfString(latin(text));
      document.fontSize(Math.max(SMALLEST, Math.min(TEXT, (TEXT * width) / (needed + 1)))); // a point for rounding
      write(text, left, top, width, align);
    }
    top += ROW;
  }
  document.moveTo(MARGIN, top).lineTo(RIGHT, top).stroke();
  document.font('Helvetica-Bold').fontSize(TEXT + 1);
  write('Total', MARGIN, top + 6, 100);
  write(`${centsText(invoice.cents)} ${CURRENCY}`, 395, top + 6, RIGHT - 395, 'right');
  document.end();
  return whole;
}

function titleOf(invoice: Invoice): string {
  const kind = invoice.kind === 'invoice' ? 'Invoice' : 'Credit note';
  return `${kind} ${invoiceNumber(invoice) ?? '(draft)'}`;
}

const headOf = (invoice: Invoice): readonly (readonly [name: string, value: string])[] => [
  ['From', invoice.issuer],
  ['To', invoice.customer],
  ['Period', `${days(invoice.period, invoice.timeZone)} (${invoice.timeZone})`],
  ['Date', invoice.finalisedAt === undefined ? 'draft' : dayOf(invoice.timeZone, invoice.finalisedAt)],
  ['Document', invoice.id],
  ...(invoice.credits === undefined
    ? []
    : [['About', `invoice ${invoice.credits} (${invoice.reason ?? ''})`] as const]),
];

/** First and last day. */
const days = ({ from, to }: Invoice['period'], timeZone: string): string =>
  `${dayOf(timeZone, from)} - ${dayOf(timeZone, to - 1)}`;

const latin = (text: string): string => text.replace(/[^\u0020-\u007e\u00a0-\u00ff]/gu, '?');
