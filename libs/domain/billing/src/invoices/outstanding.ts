import { Money, type ModelId } from '@radiant/kernel';
import { roundedToCents, sharedOut } from '../minor-units.js';
import type { Period } from '../ports/usage-reports.js';
import type { Invoice, InvoiceLine, InvoiceLineKind, UsedQuantities } from './invoice.js';

/** What the ledger holds for one model and period. */
export interface LedgerShare extends UsedQuantities {
  readonly modelId: ModelId;
  /** The sum of its lines of the account `receivable`. */
  readonly exact: Money;
}

const NOTHING: UsedQuantities & { readonly exact: Money } = {
  requests: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  exact: Money.zero,
};

/**
 * Lines for what the ledger holds of a period and final documents do not have yet, by model. Their exact amounts are the
 * differences to the pico-USD; their cents add up to what the ledger's sum rounds to, less the cents that stand in
 * `documents` already. So the documents of a period together are always the rounded sum of its ledger.
 */
export function outstandingLines(
  kind: InvoiceLineKind,
  period: Period,
  shares: readonly LedgerShare[],
  documents: readonly Invoice[],
): readonly InvoiceLine[] {
  const invoiced = linesOf(documents, period);
  const models = [...new Set([...shares, ...invoiced].map(({ modelId }) => modelId))].sort();
  const differences = models
    .map((modelId) => ({ modelId, ...difference(modelId, shares, invoiced) }))
    .filter(({ exact, requests }) => exact.picos !== 0n || requests !== 0);
  const total = roundedToCents(sum(shares)) - invoiced.reduce((cents, line) => cents + line.cents, 0n);
  const cents = sharedOut(
    differences.map(({ exact }) => exact),
    total,
  );
  return differences.map((line, index) => ({
    kind,
    modelId: line.modelId,
    period,
    requests: line.requests,
    inputTokens: line.inputTokens,
    cachedInputTokens: line.cachedInputTokens,
    outputTokens: line.outputTokens,
    reasoningTokens: line.reasoningTokens,
    exact: line.exact,
    cents: cents[index] ?? 0n,
  }));
}

/** Lines that take back all that is left of an invoice after the credit notes on it. */
export function cancellingLines(invoice: Invoice, creditNotes: readonly Invoice[]): readonly InvoiceLine[] {
  const lines = [invoice, ...creditNotes].flatMap((document) => document.lines);
  const periods = new Map(lines.map(({ period }) => [`${period.from} ${period.to}`, period]));
  return [...periods.values()].flatMap((period) => {
    const standing = linesOf([invoice, ...creditNotes], period);
    const models = [...new Set(standing.map(({ modelId }) => modelId))].sort();
    return models.map((modelId) => {
      const own = standing.filter((line) => line.modelId === modelId);
      const left = difference(modelId, [], own);
      return {
        kind: 'credit' as const,
        modelId,
        period,
        requests: left.requests,
        inputTokens: left.inputTokens,
        cachedInputTokens: left.cachedInputTokens,
        outputTokens: left.outputTokens,
        reasoningTokens: left.reasoningTokens,
        exact: left.exact,
        cents: -own.reduce((cents, line) => cents + line.cents, 0n),
      };
    });
  });
}

/** Exact and rounded sum of lines. */
export const totalsOf = (lines: readonly InvoiceLine[]): Pick<Invoice, 'exact' | 'cents'> => ({
  exact: sum(lines),
  cents: lines.reduce((cents, line) => cents + line.cents, 0n),
});

const linesOf = (documents: readonly Invoice[], { from, to }: Period): readonly InvoiceLine[] =>
  documents
    .filter(({ status }) => status === 'final')
    .flatMap(({ lines }) => lines)
    .filter(({ period }) => period.from === from && period.to === to);

const sum = (parts: readonly { readonly exact: Money }[]): Money =>
  parts.reduce((total, { exact }) => total.plus(exact), Money.zero);

function difference(
  modelId: ModelId,
  shares: readonly LedgerShare[],
  invoiced: readonly InvoiceLine[],
): UsedQuantities & { readonly exact: Money } {
  const held = added(shares.filter((share) => share.modelId === modelId));
  const had = added(invoiced.filter((line) => line.modelId === modelId));
  return {
    requests: held.requests - had.requests,
    inputTokens: held.inputTokens - had.inputTokens,
    cachedInputTokens: held.cachedInputTokens - had.cachedInputTokens,
    outputTokens: held.outputTokens - had.outputTokens,
    reasoningTokens: held.reasoningTokens - had.reasoningTokens,
    exact: held.exact.minus(had.exact),
  };
}

const added = (
  parts: readonly (UsedQuantities & { readonly exact: Money })[],
): UsedQuantities & { readonly exact: Money } =>
  parts.reduce(
    (total, part) => ({
      requests: total.requests + part.requests,
      inputTokens: total.inputTokens + part.inputTokens,
      cachedInputTokens: total.cachedInputTokens + part.cachedInputTokens,
      outputTokens: total.outputTokens + part.outputTokens,
      reasoningTokens: total.reasoningTokens + part.reasoningTokens,
      exact: total.exact.plus(part.exact),
    }),
    NOTHING,
  );
