import { Body, Controller, Inject, Param, Post, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiHeaders, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AddPrice } from '@radiant/governance';
import { modelId } from '@radiant/kernel';
import { ApiEnvelope, BodyExample, type Envelope, envelope, Permit, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { OneModelAnswer, presentModel } from '../models/model-answers.js';
import { NewPriceBody, newPriceOf } from './price-bodies.js';
import { expectedOf, IF_MATCH, tagged } from '../revisions.js';

@ApiTags('Models')
@ApiBearerAuth('token')
@Controller('api/v2/models')
@UsePipes(validated())
export class PricesController {
  constructor(@Inject(AddPrice) private readonly addition: AddPrice) {}

  @Post(':id/prices')
  @Permit('registry.govern')
  @ApiOperation({
    summary: 'Add a version to the price book of a model',
    description:
      'It is in force from its moment on, on every replica after five seconds at most; earlier versions and what was ' +
      'billed by them stay as they are.',
  })
  @ApiHeaders([IF_MATCH])
  @ApiEnvelope(OneModelAnswer, 201)
  @BodyExample(NewPriceBody, {
    input_tokens: '0.15',
    cached_input_tokens: '0.075',
    output_tokens: '0.6',
    tiers: [{ above_input_tokens: 200_000, input_tokens: '0.3' }],
    markup_basis_points: 2000,
  })
  async add(
    @Param('id') id: string,
    @Body() body: NewPriceBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneModelAnswer>> {
    const model = await this.addition.execute(actorOf(request), modelId(id), newPriceOf(body), expectedOf(request));
    tagged(reply, model);
    return envelope(reply, { model: presentModel(model) });
  }
}
