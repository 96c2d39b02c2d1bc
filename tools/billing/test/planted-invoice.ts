import { draftOf, invoiceId, outstandingLines, type UsageEntry } from '@radiant/billing';

const MARCH = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 3, 1) };

export const INVOICE = invoiceId('00000000-0000-4000-8000-00000000f001');

/** Statements of a superuser that put one call of March, the tenant's only one, on a final invoice of the third of April. */
export function plantedInvoice({ tenantId, modelId, usage, billedAmount }: UsageEntry): string {
  const share = {
    modelId,
    requests: 1,
    inputTokens: usage.inputTokens,
    cachedInputTokens: usage.cachedInputTokens,
    outputTokens: usage.outputTokens,
    reasoningTokens: usage.reasoningTokens,
    exact: billedAmount,
  };
  const { exact, cents, lines } = draftOf(
    {
      id: INVOICE,
      tenantId,
      issuer: 'IT',
      customer: 'Hospital',
      period: MARCH,
      timeZone: 'UTC',
      createdAt: MARCH.to,
      createdBy: 'grace',
    },
    outstandingLines('usage', MARCH, [share], []),
  );
  const rows = lines.map(
    (
      line,
      index,
    ) => `('${tenantId}', '${INVOICE}', ${index + 1}, 'usage', '${line.modelId}', '2026-03-01Z', '2026-04-01Z',
      ${line.requests}, ${line.inputTokens}, ${line.cachedInputTokens}, ${line.outputTokens}, ${line.reasoningTokens},
      ${line.exact.picos}, ${line.cents})`,
  );
  return `update ledger_entries set posted_at = '2026-03-10T12:00:01Z' where tenant_id = '${tenantId}';
    insert into invoices (tenant_id, id, kind, status, issuer, number, customer, period_start, period_end, time_zone,
      exact_picos, total_cents, created_at, created_by, finalised_at, finalised_by)
    values ('${tenantId}', '${INVOICE}', 'invoice', 'final', 'IT', 1, 'Hospital', '2026-03-01Z', '2026-04-01Z', 'UTC',
      ${exact.picos}, ${cents}, '2026-04-03Z', 'grace', '2026-04-03Z', 'grace');
    insert into invoice_lines values ${rows.join(', ')}`;
}
