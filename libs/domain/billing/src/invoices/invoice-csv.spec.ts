import { describe, expect, it } from '@jest/globals';
import { modelId, Money, tenantId } from '@radiant/kernel';
import { draftOf } from './drafted.js';
import { invoiceCsv } from './invoice-csv.js';
import { invoiceId, type Invoice, type InvoiceLine } from './invoice.js';

const PERIOD = { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1) };
const LINE: InvoiceLine = {
  kind: 'usage',
  modelId: modelId('chat-small'),
  period: PERIOD,
  requests: 3,
  inputTokens: 100,
  cachedInputTokens: 20,
  outputTokens: 30,
  reasoningTokens: 4,
  exact: Money.parse('7.037036700003'),
  cents: 704n,
};
const ID = invoiceId('00000000-0000-4000-8000-000000000001');
const DRAFT: Invoice = draftOf(
  {
    id: ID,
    tenantId: tenantId('11111111-1111-4111-8111-111111111111'),
    issuer: 'Hospital IT',
    customer: '=Clinic, North',
    period: PERIOD,
    timeZone: 'UTC',
    createdAt: 0,
    createdBy: 'grace',
  },
  [LINE, { ...LINE, modelId: modelId('embed'), cents: -5n, exact: Money.parse('-0.05') }],
);
const HEADER =
  'invoice_number,invoice_id,kind,status,issuer,customer,tenant_id,credited_invoice_id,finalised_at,line_kind,model_id,' +
  'period_start,period_end,requests,input_tokens,cached_input_tokens,output_tokens,reasoning_tokens,exact_amount,amount,currency';
const CUSTOMER = `"'=Clinic, North"`;
const OCTOBER = '2026-10-01T00:00:00.000Z,2026-11-01T00:00:00.000Z';

describe('an invoice as CSV', () => {
  it('is a record a line, each with what stands on the whole', () => {
    expect(invoiceCsv(DRAFT).split('\r\n')).toEqual([
      HEADER,
      `,${ID},invoice,draft,Hospital IT,${CUSTOMER},${DRAFT.tenantId},,,usage,chat-small,${OCTOBER},3,100,20,30,4,7.037036700003,7.04,USD`,
      `,${ID},invoice,draft,Hospital IT,${CUSTOMER},${DRAFT.tenantId},,,usage,embed,${OCTOBER},3,100,20,30,4,-0.05,-0.05,USD`,
      '',
    ]);
  });

  it('says of a credit note what it credits, and when it was final', () => {
    const other = invoiceId('00000000-0000-4000-8000-000000000002');
    const note: Invoice = {
      ...DRAFT,
      kind: 'credit_note',
      status: 'final',
      number: 7,
      credits: other,
      reason: 'cancellation',
      lines: [{ ...LINE, kind: 'credit' }],
      finalisedAt: Date.UTC(2026, 10, 2),
      finalisedBy: 'grace',
    };
    expect(invoiceCsv(note).split('\r\n')[1]).toMatch(
      `CN-000007,${ID},credit_note,final,Hospital IT,${CUSTOMER},${DRAFT.tenantId},${other},2026-11-02T00:00:00.000Z,credit,chat-small,`,
    );
  });
});
