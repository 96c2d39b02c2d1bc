import { CREDIT_REASONS } from '@radiant/billing';
import { ChoiceField, OneOf, PatternField } from '@radiant/nest-kit';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class DraftInvoiceBody {
  @PatternField(/^\d{4}-\d{2}$/, 'a month such as 2026-10', {
    optional: true,
    example: '2026-10',
    description: "A calendar month in the tenant's time zone.",
  })
  readonly month?: string;

  @PatternField(DAY, 'a day such as 2026-10-01', {
    optional: true,
    description: "In the place of a month: the first day, in the tenant's time zone,",
  })
  readonly from?: string;

  @PatternField(DAY, 'a day such as 2026-10-16', { optional: true, description: 'and the first day after it.' })
  readonly to?: string;
}

export class FinaliseInvoiceBody {
  @PatternField(/^-?\d{1,16}\.\d{2}$/, 'decimal USD with two fraction digits, e.g. "12.34"', {
    optional: true,
    example: '12.34',
    description: 'The total that was read: refused (412) when it is another one by now.',
  })
  readonly expected_total?: string;
}

export class CreditNoteBody {
  @ChoiceField(CREDIT_REASONS, {
    description:
      '`cancellation`: all that is left of the invoice, whose period may be invoiced again then; `correction`: what the ' +
      'ledger holds less than was invoiced.',
  })
  readonly reason!: string;
}

const INVOICE_FORMATS = ['json', 'csv', 'pdf'] as const;
export type InvoiceFormat = (typeof INVOICE_FORMATS)[number];

export class InvoiceQuery {
  @OneOf(INVOICE_FORMATS)
  readonly format: InvoiceFormat = 'json';
}
