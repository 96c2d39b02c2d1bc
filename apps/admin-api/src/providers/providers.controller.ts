import { Body, Controller, Get, Inject, Param, Patch, Post, Put, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiHeaders, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AddProvider, ChangeProvider, type ProviderChange } from '@radiant/governance';
import { providerId } from '@radiant/kernel';
import { ApiEnvelope, BodyExample, type Envelope, envelope, Permit, validated } from '@radiant/nest-kit';
import { RegistryStore, RegistryView } from '@radiant/registry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { DrainBody } from '../drain-body.js';
import { ModelsAnswer, presentModel } from '../models/model-answers.js';
import { presentSlice, SliceQuery } from '../registry-paging.js';
import { expectedOf, IF_MATCH, tagged } from '../revisions.js';
import { OneProviderAnswer, presentProvider, ProvidersAnswer } from './provider-answers.js';
import { NewProviderBody, providerChange, ProviderChangeBody, ProvidersQuery } from './provider-bodies.js';

@ApiTags('Providers')
@ApiBearerAuth('token')
@Controller('api/v2/providers')
@UsePipes(validated())
export class ProvidersController {
  constructor(
    @Inject(RegistryStore) private readonly registry: RegistryStore,
    @Inject(AddProvider) private readonly addition: AddProvider,
    @Inject(ChangeProvider) private readonly change: ChangeProvider,
  ) {}

  @Get()
  @Permit('registry.read')
  @ApiOperation({ summary: 'Providers by name; all filters that are given must match' })
  @ApiEnvelope(ProvidersAnswer)
  async list(
    @Query() { limit, offset, type, status, hipaa_compliant }: ProvidersQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ProvidersAnswer>> {
    const slice = { limit, offset };
    const page = (await this.view()).providers({ type, status, hipaaCompliant: hipaa_compliant }, slice);
    return envelope(reply, { providers: page.items.map(presentProvider), pagination: presentSlice(slice, page) });
  }

  @Post()
  @Permit('registry.govern')
  @ApiOperation({
    summary: 'Take in a provider',
    description: 'For all tenants. Nothing is ever deleted: set `status` to `deprecated` instead.',
  })
  @ApiEnvelope(OneProviderAnswer, 201)
  @BodyExample(NewProviderBody, {
    id: 'example',
    name: 'Example AI',
    type: 'external',
    base_url: 'https://models.example.com',
    auth_type: 'api_key',
    credential: 'env:EXAMPLE_API_KEY',
    capabilities: ['chat'],
  })
  async add(
    @Body() body: NewProviderBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneProviderAnswer>> {
    const provider = await this.addition.execute(actorOf(request), {
      ...providerChange(body),
      id: providerId(body.id, 'id'),
      name: body.name,
      type: body.type,
    });
    tagged(reply, provider);
    return envelope(reply, { provider: presentProvider(provider) });
  }

  @Get(':id')
  @Permit('registry.read')
  @ApiOperation({ summary: 'One provider, with its ETag' })
  @ApiEnvelope(OneProviderAnswer)
  async get(
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneProviderAnswer>> {
    const provider = (await this.view()).provider(id);
    tagged(reply, provider);
    return envelope(reply, { provider: presentProvider(provider) });
  }

  @Get(':id/models')
  @Permit('registry.read')
  @ApiOperation({ summary: "A provider's active models" })
  @ApiEnvelope(ModelsAnswer)
  async models(
    @Param('id') id: string,
    @Query() { limit, offset }: SliceQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ModelsAnswer>> {
    const view = await this.view();
    const slice = { limit, offset };
    const page = view.models({ providerId: view.provider(id).id, status: 'active' }, slice);
    return envelope(reply, { models: page.items.map(presentModel), pagination: presentSlice(slice, page) });
  }

  @Patch(':id')
  @Permit('registry.change')
  @ApiOperation({
    summary: 'Change a provider, e.g. put it out of service',
    description: 'What is not named stays. Every replica of the gateway obeys a change after five seconds at most.',
  })
  @ApiHeaders([IF_MATCH])
  @ApiEnvelope(OneProviderAnswer)
  @BodyExample(ProviderChangeBody, { status: 'inactive' })
  async update(
    @Param('id') id: string,
    @Body() body: ProviderChangeBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneProviderAnswer>> {
    return this.changed(id, providerChange(body), request, reply);
  }

  @Put(':id')
  @Permit('registry.change')
  @ApiOperation({ summary: 'As PATCH: what is not named stays' })
  @ApiHeaders([IF_MATCH])
  @ApiEnvelope(OneProviderAnswer)
  @BodyExample(ProviderChangeBody, { hipaa_compliant: true })
  put(
    @Param('id') id: string,
    @Body() body: ProviderChangeBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneProviderAnswer>> {
    return this.update(id, body, request, reply);
  }

  @Patch(':id/drain')
  @Permit('registry.operate')
  @ApiOperation({
    summary: 'Keep new calls from a provider, or let them come again; operators may',
    description: 'Every replica of the gateway obeys after five seconds at most. Calls under way come to their end.',
  })
  @ApiHeaders([IF_MATCH])
  @ApiEnvelope(OneProviderAnswer)
  @BodyExample(DrainBody, { draining: true })
  drain(
    @Param('id') id: string,
    @Body() { draining }: DrainBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneProviderAnswer>> {
    return this.changed(id, { draining }, request, reply);
  }

  private async changed(
    id: string,
    change: ProviderChange,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Envelope<OneProviderAnswer>> {
    const provider = await this.change.execute(actorOf(request), providerId(id), change, expectedOf(request));
    tagged(reply, provider);
    return envelope(reply, { provider: presentProvider(provider) });
  }

  private async view(): Promise<RegistryView> {
    return new RegistryView(await this.registry.load());
  }
}
