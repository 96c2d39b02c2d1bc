import { Body, Controller, HttpCode, Inject, Post, Req, Res, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CorrectUsage, PreviewCorrection } from '@radiant/governance';
import { tenantId } from '@radiant/kernel';
import { ApiEnvelope, BodyExample, type Envelope, envelope, Permit, validated } from '@radiant/nest-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../actor.js';
import {
  CorrectionPreviewAnswer,
  OneCorrectionAnswer,
  presentCorrection,
  presentFigures,
} from './correction-answers.js';
import { askedCorrection, CorrectionBody, CorrectionPreviewBody } from './correction-bodies.js';

const RERATED = {
  tenant_id: '7b0d6a52-8a0f-4f5e-9a51-0f6f2f6f0a11',
  reason: 'price',
  model_id: 'demo-chat-small',
  month: '2026-10',
  price_version: 2,
};

@ApiTags('Usage corrections')
@ApiBearerAuth('token')
@Controller('api/v2/usage-corrections')
@UsePipes(validated())
export class CorrectionsController {
  constructor(
    @Inject(PreviewCorrection) private readonly previewing: PreviewCorrection,
    @Inject(CorrectUsage) private readonly correcting: CorrectUsage,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @Permit('usage.correct')
  @ApiOperation({
    summary: 'What a correction would change',
    description:
      'Of one call (`request_id` with `usage`, `price_version` or both), or of all calls of a model in a period at ' +
      "another version of its price. A markup of the tenant's own stays; otherwise that of the price is added.",
  })
  @ApiEnvelope(CorrectionPreviewAnswer)
  @BodyExample(CorrectionPreviewBody, RERATED)
  async preview(
    @Body() body: CorrectionPreviewBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<CorrectionPreviewAnswer>> {
    const figures = await this.previewing.execute(
      actorOf(request),
      tenantId(body.tenant_id, 'tenant_id'),
      askedCorrection(body),
    );
    return envelope(reply, { preview: presentFigures(figures) });
  }

  @Post()
  @Permit('usage.correct')
  @ApiOperation({
    summary: 'Correct what calls used or cost',
    description:
      'Nothing that stands is changed: each call gets a reversal and a correction in the ledger. Reports, exports and ' +
      'budgets follow at once; what was invoiced goes on the next invoice as an adjustment.',
  })
  @ApiEnvelope(OneCorrectionAnswer, 201)
  @BodyExample(CorrectionBody, {
    ...RERATED,
    id: '0d2f8a3e-2f34-4b7d-8a43-9d5b8f6d3c21',
    expected_calls: 1,
    expected_billed: '0.0000612375',
  })
  async correct(
    @Body() body: CorrectionBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<OneCorrectionAnswer>> {
    const run = await this.correcting.execute(
      actorOf(request),
      tenantId(body.tenant_id, 'tenant_id'),
      body.id,
      askedCorrection(body),
      { calls: body.expected_calls, billedAfter: body.expected_billed },
    );
    return envelope(reply, { correction: presentCorrection(run) });
  }
}
