import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiHeaders,
  ApiOperation,
  ApiProduces,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { TokenCounter } from '@radiant/billing';
import { Permit } from '@radiant/nest-kit';
import { decodeCountTokensRequest, decodeMessagesRequest, textSlots } from '@radiant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { headerControls } from '../calls/call-controls.js';
import { CONTROL_HEADERS } from '../calls/call-documentation.js';
import { ChatCalls } from '../calls/chat-calls.js';
import { ANTHROPIC_VERSION, COUNT_TOKENS_BODY, MESSAGE, MESSAGES_BODY, TOKEN_COUNT } from './messages-documentation.js';
import { messagesShape } from './messages-shape.js';

@ApiTags('Anthropic')
@ApiBearerAuth('key')
@ApiHeader(ANTHROPIC_VERSION)
@Controller('v1/messages')
export class MessagesController {
  constructor(
    @Inject(ChatCalls) private readonly calls: ChatCalls,
    @Inject(TokenCounter) private readonly tokens: TokenCounter,
  ) {}

  @Post()
  @Permit('inference.call')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Chat with a model, as Anthropic has it',
    description:
      "Anthropic's Messages API, for any model of `GET /v1/models`. PHI in every text is replaced by placeholders before " +
      "it leaves and, where the tenant's policy allows it, put back into the answer. Fields that are not named here are " +
      'ignored and never forwarded. `thinking`, signed thoughts and `cache_control` go on to providers of the kind `anthropic`.',
  })
  @ApiHeaders(CONTROL_HEADERS)
  @ApiBody(MESSAGES_BODY)
  @ApiProduces('application/json', 'text/event-stream')
  @ApiResponse(MESSAGE)
  create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const messages = decodeMessagesRequest(request.body);
    const shape = messagesShape(messages, request.id);
    const { sources } = messages;
    return this.calls.answer(reply, messages.request, headerControls(request.headers), shape, { sources });
  }

  @Post('count_tokens')
  @Permit('inference.call')
  @HttpCode(200)
  @ApiOperation({
    summary: 'How many tokens a request has',
    description: 'Counted here, in the texts alone: an estimate. No provider is asked, and nothing is billed.',
  })
  @ApiBody(COUNT_TOKENS_BODY)
  @ApiResponse(TOKEN_COUNT)
  async count(@Req() request: FastifyRequest): Promise<{ readonly input_tokens: number }> {
    const texts = textSlots(decodeCountTokensRequest(request.body)).map(({ text }) => text);
    return { input_tokens: await this.tokens.count(texts) };
  }
}
