import { csvLine } from '@radiant/kernel';
import { centsText, CURRENCY } from '../minor-units.js';
import { invoiceNumber, type Invoice, type InvoiceLine } from './invoice.js';

type Column = (invoice: Invoice, line: InvoiceLine) => string | number | undefined;

const COLUMNS: Readonly<Record<string, Column>> = {
  invoice_number: (invoice) => invoiceNumber(invoice),
  invoice_id: ({ id }) => id,
  kind: ({ kind }) => kind,
  status: ({ status }) => status,
  issuer: ({ issuer }) => issuer,
  customer: ({ customer }) => customer,
  tenant_id: ({ tenantId }) => tenantId,
  credited_invoice_id: ({ credits }) => credits,
  finalised_at: ({ finalisedAt }) => finalisedAt && isoOf(finalisedAt),
  line_kind: (_, { kind }) => kind,
  model_id: (_, { modelId }) => modelId,
  period_start: (_, { period }) => isoOf(period.from),
  period_end: (_, { period }) => isoOf(period.to),
  requests: (_, { requests }) => requests,
  input_tokens: (_, { inputTokens }) => inputTokens,
  cached_input_tokens: (_, { cachedInputTokens }) => cachedInputTokens,
  output_tokens: (_, { outputTokens }) => outputTokens,
  reasoning_tokens: (_, { reasoningTokens }) => reasoningTokens,
  exact_amount: (_, { exact }) => exact.toString(),
  amount: (_, { cents }) => centsText(cents),
  currency: () => CURRENCY,
};

/** One record a line (RFC 4180) under a header; amounts are decimal USD, moments ISO 8601 in UTC. */
export const invoiceCsv = (invoice: Invoice): string =>
  [
    csvLine(Object.keys(COLUMNS)),
    ...invoice.lines.map((line) => csvLine(Object.values(COLUMNS).map((column) => column(invoice, line)))),
  ].join('');

const isoOf = (moment: number): string => new Date(moment).toISOString();
