import type { CallControls, CompleteChat, InferenceCall, StreamChat } from '@radiant/inference';
import type { Clock } from '@radiant/kernel';
import type { Log } from '@radiant/nest-kit';
import { encodeCompletion, type ChatRequest } from '@radiant/protocol';
import type { FastifyReply } from 'fastify';
import { callFacts } from '../calls/call-facts.js';
import { KeptAlive } from './kept-alive.js';
import { sendCompletion, sendStream } from './send-chat.js';

/** Runs a decoded chat call and sends its answer, for every route that has the chat shape. */
export class ChatCalls {
  constructor(
    private readonly complete: CompleteChat,
    private readonly stream: StreamChat,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** @param present makes the body of an answer in one piece from OpenAI's completion object. */
  async answer(
    reply: FastifyReply,
    request: ChatRequest,
    controls: CallControls,
    present: (completion: object, mappingId: string | undefined) => object,
  ): Promise<void> {
    const alive = request.stream ? new KeptAlive(reply, this.log) : undefined;
    const call: InferenceCall = {
      ...callFacts(reply, controls, this.clock),
      ...(alive && { onWaiting: () => alive.begin() }),
      request,
    };
    if (alive) {
      const streamed = await alive.until(this.stream.execute(call));
      if (streamed) await sendStream(reply, streamed, request.includeUsage, this.log);
      return;
    }
    const completed = await this.complete.execute(call);
    const completion = encodeCompletion(completed.completion, completed.model);
    await sendCompletion(reply, completed, present(completion, completed.mappingId));
  }
}
