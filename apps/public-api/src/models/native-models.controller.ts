import { Controller, Get, Inject, Param, Query, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '@radiant/kernel';
import { ApiEnvelope, envelope, type Envelope, Permit, validated } from '@radiant/nest-kit';
import { Registry } from '@radiant/registry';
import type { FastifyReply } from 'fastify';
import { presentModel, presentSlice } from './present-registry.js';
import { ModelsAnswer, OneModelAnswer } from './registry-answers.js';
import { ModelsQuery } from './registry-queries.js';

@ApiTags('Models')
@ApiBearerAuth('key')
@Controller('api/v2/models')
@UsePipes(validated({ unknownFields: 'ignored' }))
export class NativeModelsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('model.read')
  @ApiOperation({ summary: 'Models by display name; all filters that are given must match' })
  @ApiEnvelope(ModelsAnswer)
  async list(
    @Query() query: ModelsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ModelsAnswer>> {
    const slice = { limit: query.limit, offset: query.offset };
    const page = await this.registry.offered(
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
    const models = page.items.map((model) => presentModel(model, this.clock.now()));
    return envelope(reply, { models, pagination: presentSlice(slice, page) });
  }

  @Get(':id')
  @Permit('model.read')
  @ApiOperation({ summary: 'One model' })
  @ApiEnvelope(OneModelAnswer)
  async get(
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneModelAnswer>> {
    return envelope(reply, { model: presentModel(await this.registry.offeredModel(id), this.clock.now()) });
  }
}
