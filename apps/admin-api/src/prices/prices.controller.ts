import { Body, Controller, Inject, Param, Post, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiHeaders, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AddPrice } from '@radiant/governance';
import { modelId } from '@radiant/kernel';
import {
  ApiEnvelope,
  BodyExample,
  type Envelope,
  envelope,
  MomentField,
  PatternField,
  Permit,
  validated,
  WholeNumberField,
} from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import { OneModelAnswer, presentModel } from '../models/model-answers.js';
import { optionalInstant } from '../moments.js';
import { expectedOf, IF_MATCH, tagged } from '../revisions.js';

const AMOUNT = /^(?:0|[1-9][0-9]{0,6})(?:\.[0-9]{1,6})?$/;
const EXPECTED = 'USD per million tokens as a decimal with up to six digits after the point';

export class NewPriceBody {
  @PatternField(AMOUNT, EXPECTED, { example: '0.15', description: 'USD per million tokens; so are the others.' })
  readonly input_tokens!: string;

  @PatternField(AMOUNT, EXPECTED, { example: '0.6' })
  readonly output_tokens!: string;

  @PatternField(AMOUNT, EXPECTED, { optional: true, description: 'As `input_tokens` without it.' })
  readonly cached_input_tokens?: string;

  @PatternField(AMOUNT, EXPECTED, { optional: true, description: 'As `output_tokens` without it.' })
  readonly reasoning_tokens?: string;

  @WholeNumberField(0, 1_000_000, {
    optional: true,
    description: 'Added for the tenant; 2000 is 20 %. As in the version before without it.',
  })
  readonly markup_basis_points?: number;

  @MomentField({ optional: true, description: 'Now without it; never in the past.' })
  readonly effective_from?: string;
}

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
  @BodyExample(NewPriceBody, { input_tokens: '0.15', output_tokens: '0.6', markup_basis_points: 2000 })
  async add(
    @Param('id') id: string,
    @Body() body: NewPriceBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneModelAnswer>> {
    const asked = {
      inputTokens: body.input_tokens,
      outputTokens: body.output_tokens,
      cachedInputTokens: body.cached_input_tokens,
      reasoningTokens: body.reasoning_tokens,
      markupBasisPoints: body.markup_basis_points,
      effectiveFrom: optionalInstant(body.effective_from),
    };
    const model = await this.addition.execute(actorOf(request), modelId(id), asked, expectedOf(request));
    tagged(reply, model);
    return envelope(reply, { model: presentModel(model) });
  }
}
