import { Controller, Get, Inject, Param, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { usageExportForm, type ExportedUsage, type UsageExportForm, type UsageExportFormat } from '@radiant/billing';
import { ExportUsage, InvoiceIssuer } from '@radiant/governance';
import { tenantId } from '@radiant/kernel';
import { Permit, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { attached } from '../attachments.js';
import { inPieces } from '../in-pieces.js';
import { askedOf, UsageExportQuery } from './report-queries.js';

const FILES: Readonly<Record<UsageExportFormat, readonly [contentType: string, name: string]>> = {
  csv: ['text/csv; charset=utf-8', 'usage.csv'],
  jsonl: ['application/x-ndjson', 'usage.jsonl'],
  focus: ['text/csv; charset=utf-8', 'usage-focus-1.2.csv'],
};

@ApiTags('Reports')
@ApiBearerAuth('token')
@Controller('api/v2/tenants/:tenantId/usage')
@UsePipes(validated())
export class UsageExportController {
  constructor(
    @Inject(ExportUsage) private readonly exporting: ExportUsage,
    @Inject(InvoiceIssuer) private readonly issuer: InvoiceIssuer,
  ) {}

  @Get('export')
  @Permit('report.read')
  @ApiOperation({
    summary: 'Every call of the days, oldest first, as a file',
    description: '`csv`, `jsonl`, or `focus`: CSV with the columns of FOCUS 1.2 (FinOps).',
  })
  @ApiProduces('text/csv', 'application/x-ndjson')
  @ApiOkResponse({ description: 'The file, one line a call.', schema: { type: 'string' } })
  async export(
    @Param('tenantId') tenant: string,
    @Query() query: UsageExportQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const usage = await this.exporting.execute(actorOf(request), tenantId(tenant), askedOf(query));
    attached(reply, ...FILES[query.format]);
    await reply.send(inPieces(lines(usage, usageExportForm(query.format, this.issuer.name))));
  }
}

async function* lines(
  usage: AsyncIterable<ExportedUsage>,
  { header, line }: UsageExportForm,
): AsyncGenerator<string, void, undefined> {
  if (header !== '') yield header;
  for await (const one of usage) yield line(one);
}
