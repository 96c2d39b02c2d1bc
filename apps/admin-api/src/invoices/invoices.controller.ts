import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  StreamableFile,
  UsePipes,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { invoiceCsv, invoiceId, invoiceNumber, type Invoice } from '@radiant/billing';
import {
  CreditInvoice,
  DiscardInvoice,
  DraftInvoice,
  FinaliseInvoice,
  ListInvoices,
  ReadInvoice,
} from '@radiant/governance';
import { tenantId } from '@radiant/kernel';
import { ApiEnvelope, BodyExample, type Envelope, envelope, pagination, Permit, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { attached } from '../attachments.js';
import { PageQuery, sliceOf } from '../paging.js';
import { InvoicesAnswer, OneInvoiceAnswer, presentInvoice } from './invoice-answers.js';
import { invoicePdf } from './invoice-pdf.js';
import { CreditNoteBody, DraftInvoiceBody, FinaliseInvoiceBody, InvoiceQuery } from './invoice-bodies.js';

export class DiscardedAnswer {
  @ApiProperty({ example: true })
  readonly discarded!: boolean;
}

@ApiTags('Invoices')
@ApiBearerAuth('token')
@Controller('api/v2/tenants/:tenantId/invoices')
@UsePipes(validated())
export class InvoicesController {
  constructor(
    @Inject(ListInvoices) private readonly lists: ListInvoices,
    @Inject(ReadInvoice) private readonly reading: ReadInvoice,
    @Inject(DraftInvoice) private readonly drafting: DraftInvoice,
    @Inject(FinaliseInvoice) private readonly finalising: FinaliseInvoice,
    @Inject(CreditInvoice) private readonly crediting: CreditInvoice,
    @Inject(DiscardInvoice) private readonly discarding: DiscardInvoice,
  ) {}

  @Get()
  @Permit('invoice.read')
  @ApiOperation({ summary: 'Invoices and credit notes of a tenant, newest first' })
  @ApiEnvelope(InvoicesAnswer)
  async list(
    @Param('tenantId') tenant: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<InvoicesAnswer>> {
    const found = await this.lists.execute(actorOf(request), tenantId(tenant), sliceOf(query));
    return envelope(reply, { invoices: found.items.map(presentInvoice) }, pagination(query.page, query.limit, found));
  }

  @Post()
  @HttpCode(200)
  @Permit('invoice.change')
  @ApiOperation({
    summary: 'Draft the invoice of a period, or bring its draft up to date',
    description:
      'Repeating it makes no second invoice; one that is final is answered as it is. What came late for earlier periods, ' +
      'or was corrected there, stands on it as adjustments.',
  })
  @ApiEnvelope(OneInvoiceAnswer)
  @BodyExample(DraftInvoiceBody, { month: '2026-10' })
  async draft(
    @Param('tenantId') tenant: string,
    @Body() { month, from, to }: DraftInvoiceBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneInvoiceAnswer>> {
    const drafted = await this.drafting.execute(actorOf(request), tenantId(tenant), { month, from, to });
    return envelope(reply, { invoice: presentInvoice(drafted) });
  }

  @Get(':id')
  @Permit('invoice.read')
  @ApiOperation({ summary: 'An invoice or credit note, as JSON, CSV or PDF' })
  @ApiEnvelope(OneInvoiceAnswer, 200, ['text/csv', 'application/pdf'])
  async read(
    @Param('tenantId') tenant: string,
    @Param('id') id: string,
    @Query() { format }: InvoiceQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneInvoiceAnswer> | string | StreamableFile> {
    const invoice = await this.reading.execute(actorOf(request), tenantId(tenant), invoiceId(id));
    if (format === 'json') return envelope(reply, { invoice: presentInvoice(invoice) });
    if (format === 'pdf') {
      const page = await invoicePdf(invoice);
      attached(reply, 'application/pdf', `${fileName(invoice)}.pdf`);
      return new StreamableFile(page);
    }
    attached(reply, 'text/csv; charset=utf-8', `${fileName(invoice)}.csv`);
    return invoiceCsv(invoice);
  }

  @Post(':id/finalise')
  @HttpCode(200)
  @Permit('invoice.change')
  @ApiOperation({
    summary: 'Make a draft final, under the next number',
    description: 'With what the ledger holds at that moment. A final invoice never changes.',
  })
  @ApiEnvelope(OneInvoiceAnswer)
  @BodyExample(FinaliseInvoiceBody, { expected_total: '12.34' })
  async finalise(
    @Param('tenantId') tenant: string,
    @Param('id') id: string,
    @Body() body: FinaliseInvoiceBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneInvoiceAnswer>> {
    const { expected_total: total } = body;
    const final = await this.finalising.execute(actorOf(request), tenantId(tenant), invoiceId(id), total);
    return envelope(reply, { invoice: presentInvoice(final) });
  }

  @Post(':id/credit-notes')
  @Permit('invoice.change')
  @ApiOperation({ summary: 'Issue a credit note on a final invoice' })
  @ApiEnvelope(OneInvoiceAnswer, 201)
  @BodyExample(CreditNoteBody, { reason: 'cancellation' })
  async credit(
    @Param('tenantId') tenant: string,
    @Param('id') id: string,
    @Body() { reason }: CreditNoteBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneInvoiceAnswer>> {
    const note = await this.crediting.execute(actorOf(request), tenantId(tenant), invoiceId(id), reason);
    return envelope(reply, { invoice: presentInvoice(note) });
  }

  @Delete(':id')
  @HttpCode(200)
  @Permit('invoice.change')
  @ApiOperation({ summary: 'Take a draft away' })
  @ApiEnvelope(DiscardedAnswer)
  async discard(
    @Param('tenantId') tenant: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<DiscardedAnswer>> {
    await this.discarding.execute(actorOf(request), tenantId(tenant), invoiceId(id));
    return envelope(reply, { discarded: true });
  }
}

/** Ids and numbers only: a customer's name is in no header. */
const fileName = (invoice: Invoice): string => (invoiceNumber(invoice) ?? `draft-${invoice.id}`).toLowerCase();
