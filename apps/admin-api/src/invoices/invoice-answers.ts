import { ApiProperty } from '@nestjs/swagger';
import {
  centsText,
  CREDIT_REASONS,
  CURRENCY,
  INVOICE_KINDS,
  INVOICE_LINE_KINDS,
  INVOICE_STATUSES,
  invoiceNumber,
  type Invoice,
  type InvoiceLine,
} from '@radiant/billing';
import { shown } from '../moments.js';

export class InvoiceLineAnswer {
  @ApiProperty({
    enum: [...INVOICE_LINE_KINDS],
    description: '`adjustment`: what came late for an earlier period, or was corrected there; `credit`: taken back.',
  })
  readonly kind!: string;

  @ApiProperty({ example: 'demo-chat-small' })
  readonly modelId!: string;

  @ApiProperty({ format: 'date-time', description: 'Of calls admitted from here on' })
  readonly periodStart!: string;

  @ApiProperty({ format: 'date-time', description: 'and before here.' })
  readonly periodEnd!: string;

  @ApiProperty({ example: 1204 })
  readonly requests!: number;

  @ApiProperty({ example: 351_200 })
  readonly inputTokens!: number;

  @ApiProperty({ example: 40_960 })
  readonly cachedInputTokens!: number;

  @ApiProperty({ example: 91_050 })
  readonly outputTokens!: number;

  @ApiProperty({ example: 0 })
  readonly reasoningTokens!: number;

  @ApiProperty({ example: '12.341500000001', description: 'Decimal USD, as the ledger has it.' })
  readonly exactAmount!: string;

  @ApiProperty({ example: '12.34', description: 'The same in whole cents; all lines add up to the total.' })
  readonly amount!: string;
}

export class InvoiceAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ format: 'uuid' })
  readonly tenantId!: string;

  @ApiProperty({ enum: [...INVOICE_KINDS] })
  readonly kind!: string;

  @ApiProperty({ enum: [...INVOICE_STATUSES] })
  readonly status!: string;

  @ApiProperty({ type: String, nullable: true, example: 'INV-000042', description: 'null for drafts.' })
  readonly number!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The invoice that it is about.' })
  readonly creditedInvoiceId!: string | null;

  @ApiProperty({ type: String, enum: [...CREDIT_REASONS], nullable: true })
  readonly reason!: string | null;

  @ApiProperty({ example: 'Hospital IT' })
  readonly issuer!: string;

  @ApiProperty({ example: 'Clinic' })
  readonly customer!: string;

  @ApiProperty({ format: 'date-time' })
  readonly periodStart!: string;

  @ApiProperty({ format: 'date-time' })
  readonly periodEnd!: string;

  @ApiProperty({ example: 'Europe/Berlin' })
  readonly timeZone!: string;

  @ApiProperty({ type: [InvoiceLineAnswer] })
  readonly lines!: readonly InvoiceLineAnswer[];

  @ApiProperty({ example: '12.341500000001', description: 'Decimal USD.' })
  readonly exactTotal!: string;

  @ApiProperty({ example: '12.34' })
  readonly total!: string;

  @ApiProperty({ example: CURRENCY })
  readonly currency!: string;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty()
  readonly createdBy!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly finalisedAt!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly finalisedBy!: string | null;
}

export class OneInvoiceAnswer {
  @ApiProperty()
  readonly invoice!: InvoiceAnswer;
}

export class InvoicesAnswer {
  @ApiProperty({ type: [InvoiceAnswer] })
  readonly invoices!: readonly InvoiceAnswer[];
}

const presentLine = (line: InvoiceLine): InvoiceLineAnswer => ({
  kind: line.kind,
  modelId: line.modelId,
  periodStart: shown(line.period.from),
  periodEnd: shown(line.period.to),
  requests: line.requests,
  inputTokens: line.inputTokens,
  cachedInputTokens: line.cachedInputTokens,
  outputTokens: line.outputTokens,
  reasoningTokens: line.reasoningTokens,
  exactAmount: line.exact.toString(),
  amount: centsText(line.cents),
});

export const presentInvoice = (invoice: Invoice): InvoiceAnswer => ({
  id: invoice.id,
  tenantId: invoice.tenantId,
  kind: invoice.kind,
  status: invoice.status,
  number: invoiceNumber(invoice) ?? null,
  creditedInvoiceId: invoice.credits ?? null,
  reason: invoice.reason ?? null,
  issuer: invoice.issuer,
  customer: invoice.customer,
  periodStart: shown(invoice.period.from),
  periodEnd: shown(invoice.period.to),
  timeZone: invoice.timeZone,
  lines: invoice.lines.map(presentLine),
  exactTotal: invoice.exact.toString(),
  total: centsText(invoice.cents),
  currency: CURRENCY,
  createdAt: shown(invoice.createdAt),
  createdBy: invoice.createdBy,
  finalisedAt: shown(invoice.finalisedAt),
  finalisedBy: invoice.finalisedBy ?? null,
});
