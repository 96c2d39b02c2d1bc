import type { BooksTotal, Difference, VerifiedTenant } from '@radiant/billing';

/** A difference as one line, its figures in USD. */
export const differenceLine = ({ tenantId, kind, subject, part, expected, found }: Difference): string =>
  `DIFFERENCE ${kind} tenant ${tenantId} ${subject} ${part}: expected ${expected.toString()}, found ${found.toString()}\n`;

/** What came after the last document of its period: nothing is wrong with it. */
export const lateLine = ({ tenantId, subject, part, expected, found }: Difference): string =>
  `LATE invoice tenant ${tenantId} ${subject} ${part}: the ledger has ${expected.toString()}, its documents ${found.toString()}; the next invoice has the rest\n`;

export const tenantLine = ({ tenantId, total }: VerifiedTenant): string => `tenant ${tenantId}: ${figures(total)}\n`;

export function summary(total: BooksTotal, elapsedMs: number): string {
  const verdict =
    total.differences === 0
      ? 'The books add up'
      : `THE BOOKS DO NOT ADD UP: ${total.differences} differences of ${total.difference.toString()} USD`;
  return `${total.tenants} tenants, ${figures(total)}\n${verdict} (${(elapsedMs / 1_000).toFixed(1)} s)\n`;
}

const figures = (total: BooksTotal): string => {
  const { receivable, provider, margin } = total.accounts;
  const sum = receivable.plus(provider).plus(margin);
  return [
    `${total.calls} calls billed ${total.billed.toString()} at a cost of ${total.cost.toString()} USD`,
    `ledger receivable ${receivable.toString()}, provider ${provider.toString()}, margin ${margin.toString()}, sum ${sum.toString()}`,
    `${total.reservations} reservations of ${total.held.toString()}`,
    `${total.invoices} final documents of ${total.invoiced.toString()}, ${total.late.toString()} for the next`,
  ].join('; ');
};
