import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { envelope, Permit, type Envelope } from '@radiant/nest-kit';
import { decodeNativeEmbeddingsRequest } from '@radiant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { nativeControls } from '../calls/call-controls.js';
import { TAGS } from '../calls/call-documentation.js';
import { IDEMPOTENCY_KEY } from '../idempotency/idempotency-documentation.js';
import { EmbeddingsCalls, type EmbeddingsList } from './embeddings-calls.js';
import { NATIVE_EMBEDDINGS_ANSWER, NATIVE_EMBEDDINGS_BODY } from './embeddings-documentation.js';

@ApiTags('Embeddings')
@ApiBearerAuth('key')
@Controller('api/v2/embeddings')
export class NativeEmbeddingsController {
  constructor(@Inject(EmbeddingsCalls) private readonly calls: EmbeddingsCalls) {}

  @Post()
  @Permit('inference.call')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Vectors of texts, native form',
    description: 'As `/v1/embeddings`, with `enable_phi` and `phi_categories` in the body, in the envelope.',
  })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiHeader(TAGS)
  @ApiBody(NATIVE_EMBEDDINGS_BODY)
  @ApiResponse(NATIVE_EMBEDDINGS_ANSWER)
  async embed(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Envelope<EmbeddingsList & { phi_mapping_id: string | undefined }>> {
    const { request: embeddings, controls: body } = decodeNativeEmbeddingsRequest(request.body);
    const controls = nativeControls(request.headers, {
      ...body,
      sessionId: undefined,
      useHistory: false,
      maxHistory: undefined,
      phiSpans: [],
    });
    const { list, mappingId } = await this.calls.answer(reply, embeddings, controls);
    return envelope(reply, { ...list, phi_mapping_id: mappingId });
  }
}
