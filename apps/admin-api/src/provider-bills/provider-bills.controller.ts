import { Body, Controller, Get, Inject, Post, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CURRENCY, differenceCsv } from '@radiant/billing';
import { CompareProviderBills, ImportProviderBill, ListProviderBills } from '@radiant/governance';
import { ApiEnvelope, BodyExample, type Envelope, envelope, pagination, Permit, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { attached } from '../attachments.js';
import { PageQuery, sliceOf } from '../paging.js';
import {
  BillComparisonAnswer,
  ImportedProviderBillAnswer,
  presentBill,
  presentDifference,
  presentTotalDifference,
  ProviderBillsAnswer,
} from './provider-bill-answers.js';
import { BillDifferenceQuery, ProviderBillBody } from './provider-bill-bodies.js';

@ApiTags('Provider bills')
@ApiBearerAuth('token')
@Controller('api/v2/provider-bills')
@UsePipes(validated())
export class ProviderBillsController {
  constructor(
    @Inject(ListProviderBills) private readonly lists: ListProviderBills,
    @Inject(ImportProviderBill) private readonly importing: ImportProviderBill,
    @Inject(CompareProviderBills) private readonly comparing: CompareProviderBills,
  ) {}

  @Get()
  @Permit('platform_report.read')
  @ApiOperation({ summary: 'Bills of providers that were brought, every version, newest first' })
  @ApiEnvelope(ProviderBillsAnswer)
  async list(
    @Query() query: PageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ProviderBillsAnswer>> {
    const found = await this.lists.execute(sliceOf(query));
    return envelope(reply, { providerBills: found.items.map(presentBill) }, pagination(query.page, query.limit, found));
  }

  @Post()
  @Permit('provider_bill.change')
  @ApiOperation({
    summary: 'Bring the bill of a provider, by model and day',
    description:
      'As CSV or as rows; amounts are exact. All rows or none: 400 names every bad line and field. The same lines under ' +
      'the same name again change nothing; other lines are a new version in the place of the one before. 409 where a bill ' +
      'of another name has a line of the same provider, model and day.',
  })
  @ApiEnvelope(ImportedProviderBillAnswer, 201)
  @BodyExample(ProviderBillBody, {
    name: 'demo 2026-10',
    rows: [
      { provider: 'demo', model: 'demo-chat-small', day: '2026-10-01', input_tokens: 35, output_tokens: 80, cost: '1' },
    ],
  })
  async bring(
    @Body() { name, csv, rows }: ProviderBillBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ImportedProviderBillAnswer>> {
    const { bill, added } = await this.importing.execute(actorOf(request), { name, csv, rows });
    return envelope(reply, { providerBill: presentBill(bill), added });
  }

  @Get('difference')
  @Permit('platform_report.read')
  @ApiOperation({
    summary: 'What providers bill against what the books say, by model and day',
    description:
      "Of all tenants, corrections included, on the clocks of `time_zone` (UTC without it): the provider's. A model is " +
      "known by the provider's own name of it and by its id here. As CSV it is every line as a file.",
  })
  @ApiEnvelope(BillComparisonAnswer, 200, ['text/csv'])
  async difference(
    @Query() query: BillDifferenceQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<BillComparisonAnswer> | string> {
    const { provider, from, to, time_zone: timeZone = 'UTC' } = query;
    const found = await this.comparing.execute(actorOf(request), { provider, from, to, timeZone });
    if (query.format === 'csv') {
      attached(reply, 'text/csv; charset=utf-8', 'provider-bills.csv');
      return differenceCsv(found);
    }
    const { limit, offset } = sliceOf(query);
    const items = found.lines.slice(offset, offset + limit);
    return envelope(
      reply,
      { total: presentTotalDifference(found), lines: items.map(presentDifference), currency: CURRENCY },
      pagination(query.page, query.limit, { items, total: found.lines.length }),
    );
  }
}
