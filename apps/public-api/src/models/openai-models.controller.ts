import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Permit, principalOf } from '@radiant/nest-kit';
import type { FastifyRequest } from 'fastify';
import { ModelInfoList } from './model-info-answers.js';
import { OpenAiModel, OpenAiModelList } from './openai-model-answers.js';
import { presentInfo, presentUsable } from './present-usable.js';
import { UsableModels } from './usable-models.js';

@ApiTags('OpenAI')
@ApiBearerAuth('key')
@Controller('v1')
export class OpenAiModelsController {
  constructor(@Inject(UsableModels) private readonly models: UsableModels) {}

  @Get('models')
  @Permit('model.read')
  @ApiOperation({
    summary: 'The models that a call may name',
    description: "OpenAI's list. `radiant` adds what a model can, how much it reads and writes, and what it costs.",
  })
  @ApiResponse({ status: 200, type: OpenAiModelList })
  async list(@Req() request: FastifyRequest): Promise<OpenAiModelList> {
    return { object: 'list', data: (await this.models.all(principalOf(request))).map(presentUsable) };
  }

  @Get('models/:id')
  @Permit('model.read')
  @ApiOperation({ summary: 'One model' })
  @ApiResponse({ status: 200, type: OpenAiModel })
  async get(@Param('id') id: string, @Req() request: FastifyRequest): Promise<OpenAiModel> {
    return presentUsable(await this.models.one(principalOf(request), id));
  }

  @Get('model/info')
  @Permit('model.read')
  @ApiOperation({
    summary: 'The same models as LiteLLM describes them',
    description: "The form of LiteLLM's proxy, which Cline and others read: sizes, abilities and the cost of a token.",
  })
  @ApiResponse({ status: 200, type: ModelInfoList })
  async info(@Req() request: FastifyRequest): Promise<ModelInfoList> {
    return { data: (await this.models.all(principalOf(request))).map(presentInfo) };
  }
}
