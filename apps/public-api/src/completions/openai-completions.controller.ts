import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeaders, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Permit } from '@radiant/nest-kit';
import { decodeTextCompletionRequest } from '@radiant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { headerControls } from '../calls/call-controls.js';
import { CONTROL_HEADERS } from '../calls/call-documentation.js';
import { ChatCalls } from '../calls/chat-calls.js';
import { TEXT_COMPLETION, TEXT_COMPLETION_BODY } from './completions-documentation.js';
import { textCompletionShape } from './text-completion-shape.js';

@ApiTags('OpenAI')
@ApiBearerAuth('key')
@Controller('v1/completions')
export class OpenAiCompletionsController {
  constructor(@Inject(ChatCalls) private readonly calls: ChatCalls) {}

  @Post()
  @Permit('inference.call')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Complete a text, for older clients',
    description:
      "OpenAI's completions of one prompt, which is asked as a chat. Protected as `/v1/chat/completions` is.",
  })
  @ApiHeaders(CONTROL_HEADERS)
  @ApiBody(TEXT_COMPLETION_BODY)
  @ApiProduces('application/json', 'text/event-stream')
  @ApiResponse(TEXT_COMPLETION)
  complete(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { request: chat, sources } = decodeTextCompletionRequest(request.body);
    return this.calls.answer(reply, chat, headerControls(request.headers), textCompletionShape(chat), { sources });
  }
}
