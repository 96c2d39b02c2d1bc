import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeaders, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { envelope, Permit } from '@radiant/nest-kit';
import { chatSources, decodeNativeChatRequest } from '@radiant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { nativeControls } from '../calls/call-controls.js';
import { CONTROL_HEADERS } from '../calls/call-documentation.js';
import { ChatCalls } from '../calls/chat-calls.js';
import { NATIVE_CHAT_BODY, NATIVE_CHAT_COMPLETION } from './chat-documentation.js';
import { openAiShape } from './openai-shape.js';

@ApiTags('Chat')
@ApiBearerAuth('key')
@Controller('api/v2/chat')
export class NativeChatController {
  constructor(@Inject(ChatCalls) private readonly calls: ChatCalls) {}

  @Post('completions')
  @Permit('inference.call')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Chat with a model, native form',
    description:
      'As `/v1/chat/completions`, with `session_id`, `enable_phi` and `phi_categories` in the body and the answer in ' +
      'the envelope. A stream is sent as the same server-sent events.',
  })
  @ApiHeaders(CONTROL_HEADERS)
  @ApiBody(NATIVE_CHAT_BODY)
  @ApiProduces('application/json', 'text/event-stream')
  @ApiResponse(NATIVE_CHAT_COMPLETION)
  complete(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { request: chat, controls: body } = decodeNativeChatRequest(request.body);
    const controls = nativeControls(request.headers, body);
    const shape = openAiShape(chat, (completion, mappingId) =>
      envelope(reply, { ...completion, session_id: controls.sessionId, phi_mapping_id: mappingId }),
    );
    return this.calls.answer(reply, chat, controls, shape, { sources: chatSources(chat) });
  }
}
