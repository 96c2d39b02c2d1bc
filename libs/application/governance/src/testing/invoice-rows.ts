import { draftOf, invoiceId, monthDays, daysPeriod, type Invoice, type InvoiceLine } from '@radiant/billing';
import { modelId, Money } from '@radiant/kernel';
import type { FakeCharge } from './fake-invoices.js';
import { CLINIC } from './people.js';

export const FINAL_ID = invoiceId('bbbbbbbb-0000-4000-8000-000000000001');
export const DRAFT_ID = invoiceId('bbbbbbbb-0000-4000-8000-000000000002');

const monthOf = (month: string): Invoice['period'] => {
  const { from, to } = monthDays('month', month);
  return daysPeriod(from, to, 'UTC');
};
export const OCTOBER = monthOf('2025-10');
export const NOVEMBER = monthOf('2025-11');

/** A billed call of the clinic in October, with what `over` says instead. */
export const chargeOf = (amount: string, over: Partial<FakeCharge> = {}): FakeCharge => ({
  tenantId: CLINIC,
  at: OCTOBER.from,
  modelId: modelId('chat-small'),
  requests: 1,
  inputTokens: 100,
  cachedInputTokens: 20,
  outputTokens: 30,
  reasoningTokens: 4,
  exact: Money.parse(amount),
  ...over,
});

const head = (id: Invoice['id'], period: Invoice['period']) => ({
  id,
  tenantId: CLINIC,
  issuer: 'Hospital IT',
  customer: 'Clinic',
  period,
  timeZone: 'UTC',
  createdAt: 0,
  createdBy: 'grace',
});

const lineOf = (period: Invoice['period'], amount: string, cents: bigint): InvoiceLine => ({
  kind: 'usage',
  modelId: modelId('chat-small'),
  period,
  requests: 1,
  inputTokens: 100,
  cachedInputTokens: 20,
  outputTokens: 30,
  reasoningTokens: 4,
  exact: Money.parse(amount),
  cents,
});

/** October's, with what `chargeOf('0.1234')` was billed. */
export const finalInvoice: Invoice = {
  ...draftOf(head(FINAL_ID, OCTOBER), [lineOf(OCTOBER, '0.1234', 12n)]),
  status: 'final',
  number: 1,
  finalisedAt: OCTOBER.to,
  finalisedBy: 'grace',
};
export const draftInvoice: Invoice = draftOf(head(DRAFT_ID, NOVEMBER), []);
