import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DecidePriceImport, ListPriceImports, ProposePrices, ReadPriceImport } from '@radiant/governance';
import { ApiEnvelope, BodyExample, type Envelope, envelope, pagination, Permit, validated } from '@radiant/nest-kit';
import { priceImportId } from '@radiant/registry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { optionalInstant } from '../moments.js';
import { PageQuery, sliceOf } from '../paging.js';
import {
  OnePriceImportAnswer,
  presentPriceImport,
  presentSummary,
  PriceImportsAnswer,
} from './price-import-answers.js';
import { PriceFileBody, PriceImportDecisionBody } from './price-import-bodies.js';

@ApiTags('Models')
@ApiBearerAuth('token')
@Controller('api/v2/price-imports')
@UsePipes(validated())
export class PriceImportsController {
  constructor(
    @Inject(ListPriceImports) private readonly lists: ListPriceImports,
    @Inject(ReadPriceImport) private readonly read: ReadPriceImport,
    @Inject(ProposePrices) private readonly propose: ProposePrices,
    @Inject(DecidePriceImport) private readonly decision: DecidePriceImport,
  ) {}

  @Get()
  @Permit('registry.read')
  @ApiOperation({ summary: 'Price files that were brought, newest first' })
  @ApiEnvelope(PriceImportsAnswer)
  async list(
    @Query() query: PageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<PriceImportsAnswer>> {
    const found = await this.lists.execute(sliceOf(query));
    return envelope(
      reply,
      { priceImports: found.items.map(presentSummary) },
      pagination(query.page, query.limit, found),
    );
  }

  @Post()
  @Permit('registry.govern')
  @ApiOperation({
    summary: 'Bring a price file: what it would change',
    description:
      'It is compared with the newest prices and kept as a proposal. No price changes before it is approved.',
  })
  @ApiEnvelope(OnePriceImportAnswer, 201)
  @BodyExample(PriceFileBody, {
    source: 'prices.json',
    file: {
      'gpt-4o': {
        litellm_provider: 'openai',
        mode: 'chat',
        input_cost_per_token: 0.0000025,
        output_cost_per_token: 0.00001,
      },
    },
  })
  async bring(
    @Body() { source, file }: PriceFileBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OnePriceImportAnswer>> {
    const found = await this.propose.execute(actorOf(request), { source, file });
    return envelope(reply, { priceImport: presentPriceImport(found) });
  }

  @Get(':id')
  @Permit('registry.read')
  @ApiOperation({ summary: 'What a price file would change, and how it was decided' })
  @ApiEnvelope(OnePriceImportAnswer)
  async get(
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OnePriceImportAnswer>> {
    return envelope(reply, { priceImport: presentPriceImport(await this.read.execute(priceImportId(id))) });
  }

  @Post(':id/decision')
  @HttpCode(200)
  @Permit('registry.govern')
  @ApiOperation({
    summary: 'Take its prices over, all or some, or reject it',
    description:
      'Each price that is taken over is a new version with the markup of the one before; versions before it and what was ' +
      'billed by them stay as they are. All or nothing: 409 when a price has changed since the file was brought. ' +
      'Who brought the file may reject it; approving is for another super administrator (403).',
  })
  @ApiEnvelope(OnePriceImportAnswer)
  @BodyExample(PriceImportDecisionBody, { decision: 'approve', models: ['openai/gpt-4o'] })
  async decide(
    @Param('id') id: string,
    @Body() body: PriceImportDecisionBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OnePriceImportAnswer>> {
    const decided = await this.decision.execute(actorOf(request), priceImportId(id), {
      decision: body.decision,
      models: body.models,
      effectiveFrom: optionalInstant(body.effective_from),
    });
    return envelope(reply, { priceImport: presentPriceImport(decided) });
  }
}
