import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { moderationReading } from '@radiant/inference';
import { Permit } from '@radiant/nest-kit';
import { decodeModerationRequest, type ModerationResult } from '@radiant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { headerControls } from '../calls/call-controls.js';
import { TAGS } from '../calls/call-documentation.js';
import { IDEMPOTENCY_KEY } from '../idempotency/idempotency-documentation.js';
import { ReadingCalls } from '../reading/reading-calls.js';
import { MODERATION, MODERATIONS_BODY } from './moderations-documentation.js';

interface ModerationAnswer {
  readonly id: string;
  readonly model: string;
  readonly results: readonly ModerationResult[];
}

@ApiTags('OpenAI')
@ApiBearerAuth('key')
@Controller('v1/moderations')
export class ModerationsController {
  constructor(@Inject(ReadingCalls) private readonly calls: ReadingCalls) {}

  @Post()
  @Permit('inference.call')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Whether texts and images are harmful',
    description:
      "OpenAI's moderations, of a model that has them. PHI in every text is replaced by placeholders before it leaves. " +
      'Fields that are not named here are ignored and never forwarded.',
  })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiHeader(TAGS)
  @ApiBody(MODERATIONS_BODY)
  @ApiResponse(MODERATION)
  async moderate(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ModerationAnswer> {
    const reading = moderationReading(decodeModerationRequest(request.body));
    const { answer, model } = await this.calls.answer(reply, reading, headerControls(request.headers));
    return { id: answer.id ?? `modr-${request.id}`, model, results: answer.results };
  }
}
