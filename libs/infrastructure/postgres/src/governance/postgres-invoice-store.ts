import {
  CREDIT_REASONS,
  INVOICE_KINDS,
  INVOICE_LINE_KINDS,
  INVOICE_STATUSES,
  invoiceId,
  InvoiceStore,
  type Invoice,
  type InvoiceId,
  type InvoiceLine,
  type Period,
} from '@radiant/billing';
import {
  DomainError,
  modelId,
  Money,
  tenantId,
  type Instant,
  type Page,
  type Slice,
  type TenantId,
} from '@radiant/kernel';
import { storedWord } from '../stored-value.js';
import type { Statements } from './statements.js';
import { instantOf } from './stored-date.js';

interface InvoiceRecord {
  readonly id: string;
  readonly tenant_id: string;
  readonly kind: string;
  readonly status: string;
  readonly issuer: string;
  readonly number: string | null;
  readonly credits: string | null;
  readonly reason: string | null;
  readonly customer: string;
  readonly period_start: Date;
  readonly period_end: Date;
  readonly time_zone: string;
  readonly exact_picos: string;
  readonly total_cents: string;
  readonly created_at: Date;
  readonly created_by: string;
  readonly finalised_at: Date | null;
  readonly finalised_by: string | null;
}

interface LineRecord {
  readonly invoice_id: string;
  readonly kind: string;
  readonly model_id: string;
  readonly period_start: Date;
  readonly period_end: Date;
  readonly requests: string;
  readonly input_tokens: string;
  readonly cached_input_tokens: string;
  readonly output_tokens: string;
  readonly reasoning_tokens: string;
  readonly exact_picos: string;
  readonly amount_cents: string;
}

/** The documents of one tenant. */
export class PostgresInvoiceStore extends InvoiceStore {
  constructor(
    private readonly statements: Statements,
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async list(slice: Slice): Promise<Page<Invoice>> {
    const { items, total } = await this.statements.page<InvoiceRecord>(
      { columns: '*', table: 'invoices', where: 'tenant_id = $1', parameters: [this.tenantId], newest: 'created_at' },
      slice,
    );
    return { items: await this.withLines(items), total };
  }

  async find(id: InvoiceId): Promise<Invoice | undefined> {
    const rows = await this.statements.rows<InvoiceRecord>('select * from invoices where tenant_id = $1 and id = $2', [
      this.tenantId,
      id,
    ]);
    return (await this.withLines(rows))[0];
  }

  async overlapping({ from, to }: Period): Promise<readonly Invoice[]> {
    await this.hold();
    const rows = await this.statements.rows<InvoiceRecord>(
      `select * from invoices i where i.tenant_id = $1 and (i.period_start < $3 and i.period_end > $2 or exists (
         select from invoice_lines l where l.tenant_id = i.tenant_id and l.invoice_id = i.id
           and l.period_start < $3 and l.period_end > $2))
       order by i.created_at, i.id`,
      [this.tenantId, new Date(from), new Date(to)],
    );
    return this.withLines(rows);
  }

  async put(draft: Invoice): Promise<void> {
    await this.discard(draft.id);
    await this.statements.add('invoices', {
      tenant_id: draft.tenantId,
      id: draft.id,
      kind: draft.kind,
      issuer: draft.issuer,
      credits: draft.credits ?? null,
      reason: draft.reason ?? null,
      customer: draft.customer,
      period_start: new Date(draft.period.from),
      period_end: new Date(draft.period.to),
      time_zone: draft.timeZone,
      exact_picos: draft.exact.picos.toString(),
      total_cents: draft.cents.toString(),
      created_at: new Date(draft.createdAt),
      created_by: draft.createdBy,
    });
    for (const [index, line] of draft.lines.entries()) await this.addLine(draft, line, index + 1);
  }

  async discard(id: InvoiceId): Promise<boolean> {
    await this.hold(); // or one that is being made final would come back
    const taken = await this.statements.changed(
      "delete from invoices where tenant_id = $1 and id = $2 and status = 'draft'",
      [this.tenantId, id],
    );
    return taken > 0;
  }

  async finalise(id: InvoiceId, by: string, at: Instant): Promise<Invoice> {
    const [row] = await this.statements.rows<{ readonly number: string | null }>(
      'select finalise_invoice($1, $2, $3, $4)::text as number',
      [this.tenantId, id, new Date(at), by],
    );
    const final = row?.number == null ? undefined : await this.find(id);
    if (!final) throw new DomainError('conflict', 'the invoice is no draft');
    return final;
  }

  /** Documents of a tenant are decided on one after the other. */
  private hold(): Promise<void> {
    return this.statements.hold('invoices', this.tenantId, 'all');
  }

  private addLine({ tenantId: tenant, id }: Invoice, line: InvoiceLine, place: number): Promise<void> {
    return this.statements.add('invoice_lines', {
      tenant_id: tenant,
      invoice_id: id,
      line: place,
      kind: line.kind,
      model_id: line.modelId,
      period_start: new Date(line.period.from),
      period_end: new Date(line.period.to),
      requests: line.requests,
      input_tokens: line.inputTokens,
      cached_input_tokens: line.cachedInputTokens,
      output_tokens: line.outputTokens,
      reasoning_tokens: line.reasoningTokens,
      exact_picos: line.exact.picos.toString(),
      amount_cents: line.cents.toString(),
    });
  }

  private async withLines(rows: readonly InvoiceRecord[]): Promise<readonly Invoice[]> {
    if (rows.length === 0) return [];
    const lines = await this.statements.rows<LineRecord>(
      'select * from invoice_lines where tenant_id = $1 and invoice_id = any ($2) order by invoice_id, line',
      [this.tenantId, rows.map(({ id }) => id)],
    );
    return rows.map((row) =>
      invoiceOf(
        row,
        lines.filter(({ invoice_id }) => invoice_id === row.id),
      ),
    );
  }
}

const invoiceOf = (row: InvoiceRecord, lines: readonly LineRecord[]): Invoice => ({
  id: invoiceId(row.id),
  tenantId: tenantId(row.tenant_id),
  kind: storedWord(INVOICE_KINDS, row.kind),
  status: storedWord(INVOICE_STATUSES, row.status),
  number: row.number === null ? undefined : Number(row.number),
  credits: row.credits === null ? undefined : invoiceId(row.credits),
  reason: row.reason === null ? undefined : storedWord(CREDIT_REASONS, row.reason),
  issuer: row.issuer,
  customer: row.customer,
  period: { from: row.period_start.getTime(), to: row.period_end.getTime() },
  timeZone: row.time_zone,
  lines: lines.map(lineOf),
  exact: Money.ofPicos(BigInt(row.exact_picos)),
  cents: BigInt(row.total_cents),
  createdAt: row.created_at.getTime(),
  createdBy: row.created_by,
  finalisedAt: instantOf(row.finalised_at),
  finalisedBy: row.finalised_by ?? undefined,
});

const lineOf = (row: LineRecord): InvoiceLine => ({
  kind: storedWord(INVOICE_LINE_KINDS, row.kind),
  modelId: modelId(row.model_id),
  period: { from: row.period_start.getTime(), to: row.period_end.getTime() },
  requests: Number(row.requests),
  inputTokens: Number(row.input_tokens),
  cachedInputTokens: Number(row.cached_input_tokens),
  outputTokens: Number(row.output_tokens),
  reasoningTokens: Number(row.reasoning_tokens),
  exact: Money.ofPicos(BigInt(row.exact_picos)),
  cents: BigInt(row.amount_cents),
});
