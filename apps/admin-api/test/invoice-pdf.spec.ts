import { describe, expect, it } from '@jest/globals';
import { invoiceId, type Invoice, type InvoiceLine } from '@radiant/billing';
import { modelId, Money, tenantId } from '@radiant/kernel';
import { invoicePdf } from '../src/invoices/invoice-pdf.js';
import { textOf } from './pdf-text.js';

const OCTOBER = { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1) };
const LINE: InvoiceLine = {
  kind: 'adjustment',
  modelId: modelId('anthropic/claude-sonnet-4-5-20250929-eu-central-1'),
  period: OCTOBER,
  requests: 12_345_678,
  inputTokens: 12_345_678_901,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  exact: Money.parse('-12345678.9'),
  cents: -1_234_567_890n,
};
const INVOICE: Invoice = {
  id: invoiceId('00000000-0000-4000-8000-000000000001'),
  tenantId: tenantId('11111111-1111-4111-8111-111111111111'),
  kind: 'invoice',
  status: 'final',
  number: 1,
  credits: undefined,
  reason: undefined,
  issuer: 'Hospital IT',
  customer: 'Clinic',
  period: OCTOBER,
  timeZone: 'UTC',
  lines: [LINE, { ...LINE, requests: -Number.MAX_SAFE_INTEGER, inputTokens: Number.MAX_SAFE_INTEGER }],
  exact: Money.parse('-12345678.9'),
  cents: -1_234_567_890n,
  createdAt: OCTOBER.to,
  createdBy: 'root',
  finalisedAt: OCTOBER.to,
  finalisedBy: 'root',
};

describe('an invoice as PDF', () => {
  it('shows numbers whole, however long they are, and the names of models', async () => {
    const cells = textOf(Buffer.from(await invoicePdf(INVOICE))).split('\n');
    for (const shown of [
      LINE.modelId,
      'adjustment',
      '2026-10-01 - 2026-10-31',
      '12345678',
      '12345678901',
      '-12345678.90',
      '-9007199254740991',
      '9007199254740991',
    ]) {
      expect(cells).toContain(shown);
    }
  });
});
