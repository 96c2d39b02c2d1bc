import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { rerankReading } from '@radiant/inference';
import { Permit } from '@radiant/nest-kit';
import { decodeRerankRequest } from '@radiant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { headerControls } from '../calls/call-controls.js';
import { TAGS } from '../calls/call-documentation.js';
import { IDEMPOTENCY_KEY } from '../idempotency/idempotency-documentation.js';
import { ReadingCalls } from '../reading/reading-calls.js';
import { RANKING, RERANK_BODY } from './rerank-documentation.js';

interface RankingAnswer {
  readonly id: string;
  readonly results: readonly {
    readonly index: number;
    readonly relevance_score: number;
    readonly document?: { readonly text: string | undefined };
  }[];
  readonly meta: { readonly tokens: { readonly input_tokens: number } };
}

@ApiTags('Rerank')
@ApiBearerAuth('key')
@Controller('v1/rerank')
export class RerankController {
  constructor(@Inject(ReadingCalls) private readonly calls: ReadingCalls) {}

  @Post()
  @Permit('inference.call')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Documents in the order in which they answer a query',
    description:
      'The form of Cohere, Jina and LiteLLM. PHI in the query and in every document is replaced by placeholders before it ' +
      "leaves; documents in the answer are the caller's own. Fields that are not named here are ignored and never forwarded.",
  })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiHeader(TAGS)
  @ApiBody(RERANK_BODY)
  @ApiResponse(RANKING)
  async rank(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<RankingAnswer> {
    const asked = decodeRerankRequest(request.body);
    const { answer, promptTokens } = await this.calls.answer(
      reply,
      rerankReading(asked),
      headerControls(request.headers),
    );
    return {
      id: request.id,
      results: answer.slice(0, asked.top).map(({ index, score }) => ({
        index,
        relevance_score: score,
        ...(asked.returnsDocuments && { document: { text: asked.documents[index] } }),
      })),
      meta: { tokens: { input_tokens: promptTokens } },
    };
  }
}
