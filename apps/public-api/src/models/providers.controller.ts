import { Controller, Get, Inject, Param, Query, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiEnvelope, envelope, type Envelope, Permit, validated } from '@radiant/nest-kit';
import { Registry } from '@radiant/registry';
import type { FastifyReply } from 'fastify';
import { presentModelSummary, presentProvider, presentSlice } from './present-registry.js';
import { OneProviderAnswer, ProviderModelsAnswer, ProvidersAnswer } from './registry-answers.js';
import { ProvidersQuery, SliceQuery } from './registry-queries.js';

@ApiTags('Providers')
@ApiBearerAuth('key')
@Controller('api/v2/providers')
@UsePipes(validated({ unknownFields: 'ignored' }))
export class ProvidersController {
  constructor(@Inject(Registry) private readonly registry: Registry) {}

  @Get()
  @Permit('model.read')
  @ApiOperation({ summary: 'Providers by name; all filters that are given must match' })
  @ApiEnvelope(ProvidersAnswer)
  async list(
    @Query() query: ProvidersQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ProvidersAnswer>> {
    const slice = { limit: query.limit, offset: query.offset };
    const page = await this.registry.providers(
      { type: query.type, status: query.status, hipaaCompliant: query.hipaa_compliant },
      slice,
    );
    return envelope(reply, { providers: page.items.map(presentProvider), pagination: presentSlice(slice, page) });
  }

  @Get(':id')
  @Permit('model.read')
  @ApiOperation({ summary: 'One provider' })
  @ApiEnvelope(OneProviderAnswer)
  async get(
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneProviderAnswer>> {
    return envelope(reply, { provider: presentProvider(await this.registry.provider(id)) });
  }

  @Get(':id/models')
  @Permit('model.read')
  @ApiOperation({ summary: "A provider's active models" })
  @ApiEnvelope(ProviderModelsAnswer)
  async models(
    @Param('id') id: string,
    @Query() { limit, offset }: SliceQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<ProviderModelsAnswer>> {
    const slice = { limit, offset };
    const provider = await this.registry.provider(id);
    const page = await this.registry.offered({ providerId: provider.id, status: 'active' }, slice);
    return envelope(reply, {
      providerId: provider.id,
      models: page.items.map(presentModelSummary),
      pagination: presentSlice(slice, page),
    });
  }
}
