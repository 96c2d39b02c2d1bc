import { Body, Controller, Get, Inject, Param, Patch, Post, Put, Query, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiHeaders, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AddModel, ChangeModel, type ModelChange } from '@radiant/governance';
import { modelId, providerId } from '@radiant/kernel';
import { ApiEnvelope, BodyExample, type Envelope, envelope, Permit, validated } from '@radiant/nest-kit';
import { RegistryStore, RegistryView } from '@radiant/registry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { DrainBody } from '../drain-body.js';
import { presentSlice } from '../registry-paging.js';
import { expectedOf, IF_MATCH, tagged } from '../revisions.js';
import { ModelsAnswer, OneModelAnswer, presentModel } from './model-answers.js';
import { modelChange, ModelChangeBody, ModelsQuery, NewModelBody, ThermalBody, thermalChange } from './model-bodies.js';

@ApiTags('Models')
@ApiBearerAuth('token')
@Controller('api/v2/models')
@UsePipes(validated())
export class ModelsController {
  constructor(
    @Inject(RegistryStore) private readonly registry: RegistryStore,
    @Inject(AddModel) private readonly addition: AddModel,
    @Inject(ChangeModel) private readonly change: ChangeModel,
  ) {}

  @Get()
  @Permit('registry.read')
  @ApiOperation({ summary: 'Models by display name, of every status; all filters that are given must match' })
  @ApiEnvelope(ModelsAnswer)
  async list(
    @Query() query: ModelsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ModelsAnswer>> {
    const slice = { limit: query.limit, offset: query.offset };
    const page = (await this.view()).models(
      {
        providerId: query.provider_id,
        specialty: query.specialty,
        status: query.status,
        type: query.type,
        supportsVision: query.supports_vision,
        supportsStreaming: query.supports_streaming,
      },
      slice,
    );
    return envelope(reply, { models: page.items.map(presentModel), pagination: presentSlice(slice, page) });
  }

  @Post()
  @Permit('registry.change')
  @ApiOperation({
    summary: 'Take in a model',
    description: 'For all tenants; it is served once it has a price. Nothing is ever deleted: deprecate it instead.',
  })
  @ApiEnvelope(OneModelAnswer, 201)
  @BodyExample(NewModelBody, {
    id: 'example/large',
    provider_id: 'demo',
    name: 'large-2026',
    display_name: 'Example Large',
    specialty: 'general',
    capabilities: ['chat'],
    context_window: 200000,
  })
  async add(
    @Body() body: NewModelBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneModelAnswer>> {
    const model = await this.addition.execute(actorOf(request), {
      ...modelChange(body),
      id: modelId(body.id, 'id'),
      providerId: providerId(body.provider_id, 'provider_id'),
      name: body.name,
      displayName: body.display_name,
      specialty: body.specialty,
    });
    return answer(reply, model);
  }

  @Get(':id')
  @Permit('registry.read')
  @ApiOperation({ summary: 'One model, with its ETag and every version of its price' })
  @ApiEnvelope(OneModelAnswer)
  async get(
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneModelAnswer>> {
    return answer(reply, (await this.view()).model(id));
  }

  @Patch(':id')
  @Permit('registry.change')
  @ApiOperation({
    summary: 'Change a model, e.g. deprecate it',
    description: 'What is not named stays. Every replica of the gateway obeys a change after five seconds at most.',
  })
  @ApiHeaders([IF_MATCH])
  @ApiEnvelope(OneModelAnswer)
  @BodyExample(ModelChangeBody, { status: 'deprecated', deprecation_date: '2027-01-31' })
  update(
    @Param('id') id: string,
    @Body() body: ModelChangeBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneModelAnswer>> {
    return this.changed(id, modelChange(body), request, reply);
  }

  @Put(':id')
  @Permit('registry.change')
  @ApiOperation({ summary: 'As PATCH: what is not named stays' })
  @ApiHeaders([IF_MATCH])
  @ApiEnvelope(OneModelAnswer)
  @BodyExample(ModelChangeBody, { display_name: 'Example Large' })
  put(
    @Param('id') id: string,
    @Body() body: ModelChangeBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneModelAnswer>> {
    return this.changed(id, modelChange(body), request, reply);
  }

  @Patch(':id/thermal')
  @Permit('registry.operate')
  @ApiOperation({ summary: 'Change how a self-hosted model is kept running; operators may' })
  @ApiHeaders([IF_MATCH])
  @ApiEnvelope(OneModelAnswer)
  @BodyExample(ThermalBody, { thermal_state: 'WARM' })
  thermal(
    @Param('id') id: string,
    @Body() body: ThermalBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneModelAnswer>> {
    return this.changed(id, thermalChange(body), request, reply);
  }

  @Patch(':id/drain')
  @Permit('registry.operate')
  @ApiOperation({
    summary: 'Keep new calls from a model, or let them come again; operators may',
    description: 'Every replica of the gateway obeys after five seconds at most. Calls under way come to their end.',
  })
  @ApiHeaders([IF_MATCH])
  @ApiEnvelope(OneModelAnswer)
  @BodyExample(DrainBody, { draining: true })
  drain(
    @Param('id') id: string,
    @Body() { draining }: DrainBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneModelAnswer>> {
    return this.changed(id, { draining }, request, reply);
  }

  private async changed(
    id: string,
    change: ModelChange,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Envelope<OneModelAnswer>> {
    return answer(reply, await this.change.execute(actorOf(request), modelId(id), change, expectedOf(request)));
  }

  private async view(): Promise<RegistryView> {
    return new RegistryView(await this.registry.load());
  }
}

function answer(reply: FastifyReply, model: Parameters<typeof presentModel>[0]): Envelope<OneModelAnswer> {
  tagged(reply, model);
  return envelope(reply, { model: presentModel(model) });
}
