import { Body, Controller, Delete, Get, Inject, Param, Patch, Post, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiHeaders, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AddAgreement, ChangeAgreement, ListAgreementWarnings } from '@radiant/governance';
import { Clock, DomainError, modelId, providerId } from '@radiant/kernel';
import {
  ApiEnvelope,
  BodyExample,
  type Envelope,
  envelope,
  instantOf,
  pagination,
  Permit,
  validated,
} from '@radiant/nest-kit';
import { agreementId, RegistryStore, type Agreement } from '@radiant/registry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { PageQuery, sliceOf } from '../paging.js';
import { presentSlice } from '../registry-paging.js';
import { expectedOf, IF_MATCH, tagged } from '../revisions.js';
import { BaasAnswer, BaaWarningsAnswer, OneBaaAnswer, presentBaa, presentWarning } from './baa-answers.js';
import { agreementChange, BaaChangeBody, BaasQuery, NewBaaBody } from './baa-bodies.js';

@ApiTags('Business associate agreements')
@ApiBearerAuth('token')
@Controller('api/v2/baas')
@UsePipes(validated())
export class BaasController {
  constructor(
    @Inject(RegistryStore) private readonly registry: RegistryStore,
    @Inject(AddAgreement) private readonly addition: AddAgreement,
    @Inject(ChangeAgreement) private readonly change: ChangeAgreement,
    @Inject(ListAgreementWarnings) private readonly warned: ListAgreementWarnings,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('registry.read')
  @ApiOperation({ summary: 'Agreements, those that end first before the others' })
  @ApiEnvelope(BaasAnswer)
  async list(
    @Query() { limit, offset, provider_id }: BaasQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<BaasAnswer>> {
    const { agreements } = await this.registry.load();
    const found = agreements
      .filter((agreement) => provider_id === undefined || agreement.providerId === provider_id)
      .sort((a, b) => a.expiresAt - b.expiresAt || (a.id < b.id ? -1 : 1));
    const slice = { limit, offset };
    const page = { items: found.slice(offset, offset + limit), total: found.length };
    const baas = page.items.map((agreement) => presentBaa(agreement, this.clock.now()));
    return envelope(reply, { baas, pagination: presentSlice(slice, page) });
  }

  @Post()
  @Permit('registry.govern')
  @ApiOperation({
    summary: 'Take down an agreement',
    description:
      'A call whose policy lets PHI leave in the clear goes only to a provider that is marked `hipaa_compliant` and has ' +
      'an agreement in force that covers model, region and service; any other is 403 `baa_required`.',
  })
  @ApiEnvelope(OneBaaAnswer, 201)
  @BodyExample(NewBaaBody, {
    provider_id: 'demo',
    document_reference: 'Contract 2026/17',
    services: ['chat', 'embeddings'],
    effective_from: '2026-01-01T00:00:00Z',
    expires_at: '2028-01-01T00:00:00Z',
  })
  async add(
    @Body() body: NewBaaBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneBaaAnswer>> {
    const agreement = await this.addition.execute(actorOf(request), {
      providerId: providerId(body.provider_id, 'provider_id'),
      ...(body.model_id !== undefined && { modelId: modelId(body.model_id, 'model_id') }),
      ...(typeof body.region === 'string' && { region: body.region }),
      documentReference: body.document_reference,
      services: body.services,
      effectiveFrom: instantOf(body.effective_from),
      expiresAt: instantOf(body.expires_at),
    });
    return this.answer(reply, agreement);
  }

  @Get('warnings')
  @Permit('registry.read')
  @ApiOperation({
    summary: 'Warnings of the ends of agreements, newest first',
    description: 'Raised once each, 30, 7 and 1 days before the end and when it has come, as an alert as well.',
  })
  @ApiEnvelope(BaaWarningsAnswer)
  async warnings(
    @Query() query: PageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<BaaWarningsAnswer>> {
    const found = await this.warned.execute(sliceOf(query));
    return envelope(reply, { warnings: found.items.map(presentWarning) }, pagination(query.page, query.limit, found));
  }

  @Get(':id')
  @Permit('registry.read')
  @ApiOperation({ summary: 'One agreement, with its ETag' })
  @ApiEnvelope(OneBaaAnswer)
  async get(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Envelope<OneBaaAnswer>> {
    const wanted = agreementId(id);
    const agreement = (await this.registry.load()).agreements.find((each) => each.id === wanted);
    if (!agreement) throw new DomainError('not_found', 'there is no such agreement');
    return this.answer(reply, agreement);
  }

  @Patch(':id')
  @Permit('registry.govern')
  @ApiOperation({ summary: 'Change an agreement; with whom and for which model it is stays' })
  @ApiHeaders([IF_MATCH])
  @ApiEnvelope(OneBaaAnswer)
  @BodyExample(BaaChangeBody, { expires_at: '2029-01-01T00:00:00Z' })
  async update(
    @Param('id') id: string,
    @Body() body: BaaChangeBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneBaaAnswer>> {
    const change = agreementChange(body);
    return this.answer(
      reply,
      await this.change.execute(actorOf(request), agreementId(id), change, expectedOf(request)),
    );
  }

  @Delete(':id')
  @Permit('registry.govern')
  @ApiOperation({ summary: 'End an agreement now; it stays on record' })
  @ApiHeaders([IF_MATCH])
  @ApiEnvelope(OneBaaAnswer)
  async end(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneBaaAnswer>> {
    return this.answer(reply, await this.change.end(actorOf(request), agreementId(id), expectedOf(request)));
  }

  private answer(reply: FastifyReply, agreement: Agreement): Envelope<OneBaaAnswer> {
    tagged(reply, agreement);
    return envelope(reply, { baa: presentBaa(agreement, this.clock.now()) });
  }
}
