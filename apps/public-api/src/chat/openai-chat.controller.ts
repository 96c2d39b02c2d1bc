import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeaders, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Permit } from '@radiant/nest-kit';
import { chatSources, decodeChatRequest } from '@radiant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { headerControls } from '../calls/call-controls.js';
import { CONTROL_HEADERS } from '../calls/call-documentation.js';
import { ChatCalls } from '../calls/chat-calls.js';
import { CHAT_BODY, CHAT_COMPLETION } from './chat-documentation.js';
import { openAiShape } from './openai-shape.js';

@ApiTags('OpenAI')
@ApiBearerAuth('key')
@Controller('v1/chat')
export class OpenAiChatController {
  constructor(@Inject(ChatCalls) private readonly calls: ChatCalls) {}

  @Post('completions')
  @Permit('inference.call')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Chat with a model',
    description:
      "OpenAI's chat completions. PHI in every text is replaced by placeholders before it leaves and, where the tenant's " +
      'policy allows it, put back into the answer. Fields that are not named here are ignored and never forwarded.',
  })
  @ApiHeaders(CONTROL_HEADERS)
  @ApiBody(CHAT_BODY)
  @ApiProduces('application/json', 'text/event-stream')
  @ApiResponse(CHAT_COMPLETION)
  complete(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const chat = decodeChatRequest(request.body);
    const sources = chatSources(chat);
    return this.calls.answer(reply, chat, headerControls(request.headers), openAiShape(chat), { sources });
  }
}
