import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Permit } from '@radiant/nest-kit';
import { decodeEmbeddingsRequest } from '@radiant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { headerControls } from '../calls/call-controls.js';
import { TAGS } from '../calls/call-documentation.js';
import { IDEMPOTENCY_KEY } from '../idempotency/idempotency-documentation.js';
import { EmbeddingsCalls, type EmbeddingsList } from './embeddings-calls.js';
import { EMBEDDINGS_ANSWER, EMBEDDINGS_BODY } from './embeddings-documentation.js';

@ApiTags('OpenAI')
@ApiBearerAuth('key')
@Controller('v1/embeddings')
export class OpenAiEmbeddingsController {
  constructor(@Inject(EmbeddingsCalls) private readonly calls: EmbeddingsCalls) {}

  @Post()
  @Permit('inference.call')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Vectors of texts',
    description:
      "OpenAI's embeddings. PHI in every input is replaced by placeholders before it leaves. Fields that are not named " +
      'here are ignored and never forwarded.',
  })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiHeader(TAGS)
  @ApiBody(EMBEDDINGS_BODY)
  @ApiResponse(EMBEDDINGS_ANSWER)
  async embed(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EmbeddingsList> {
    const embeddings = decodeEmbeddingsRequest(request.body);
    const { list } = await this.calls.answer(reply, embeddings, headerControls(request.headers));
    return list;
  }
}
