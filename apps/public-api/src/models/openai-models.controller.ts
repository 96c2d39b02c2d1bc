import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DomainError } from '@radiant/kernel';
import { mayUseModel } from '@radiant/identity';
import { RouteCall } from '@radiant/inference';
import { Permit, principalOf } from '@radiant/nest-kit';
import { Registry, type Model } from '@radiant/registry';
import type { FastifyRequest } from 'fastify';

export class OpenAiModel {
  @ApiProperty({ example: 'demo-chat-small' })
  readonly id!: string;

  @ApiProperty({ enum: ['model'], example: 'model' })
  readonly object!: 'model';

  @ApiProperty({ example: 1767225600, description: 'Seconds since 1970.' })
  readonly created!: number;

  @ApiProperty({ example: 'demo' })
  readonly owned_by!: string;
}

export class OpenAiModelList {
  @ApiProperty({ enum: ['list'], example: 'list' })
  readonly object!: 'list';

  @ApiProperty({ type: [OpenAiModel] })
  readonly data!: readonly OpenAiModel[];
}

@ApiTags('OpenAI')
@ApiBearerAuth('key')
@Controller('v1/models')
export class OpenAiModelsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(RouteCall) private readonly routing: RouteCall,
  ) {}

  @Get()
  @Permit('model.read')
  @ApiOperation({ summary: 'The models that a call may name' })
  @ApiResponse({ status: 200, type: OpenAiModelList })
  async list(@Req() request: FastifyRequest): Promise<OpenAiModelList> {
    return { object: 'list', data: (await this.usable(request)).map(present) };
  }

  @Get(':id')
  @Permit('model.read')
  @ApiOperation({ summary: 'One model' })
  @ApiResponse({ status: 200, type: OpenAiModel })
  async get(@Param('id') id: string, @Req() request: FastifyRequest): Promise<OpenAiModel> {
    const model = (await this.usable(request)).find((served) => served.id === id);
    if (!model) throw new DomainError('not_found', 'no such model', { field: 'model' });
    return present(model);
  }

  /** The served models that the tenant's settings and the key's scopes let the caller use. */
  private async usable(request: FastifyRequest): Promise<readonly Model[]> {
    const { tenantId, scopes } = principalOf(request);
    const models = (await this.registry.served()).filter(({ id }) => mayUseModel(scopes, id));
    const allowed = await Promise.all(models.map(({ providerId }) => this.routing.allows(tenantId, providerId)));
    return models.filter((_, index) => allowed[index]);
  }
}

const present = (model: Model): OpenAiModel => ({
  id: model.id,
  object: 'model',
  created: Math.floor(model.createdAt / 1000),
  owned_by: model.providerId,
});
