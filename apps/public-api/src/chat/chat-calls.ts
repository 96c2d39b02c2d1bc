import type { CallControls, CompleteChat, InferenceCall, StreamChat } from '@radiant/inference';
import { requestId, type Clock } from '@radiant/kernel';
import { originOf, principalOf, type Log } from '@radiant/nest-kit';
import { encodeCompletion, type ChatRequest } from '@radiant/protocol';
import type { FastifyReply } from 'fastify';
import { KeptAlive } from './kept-alive.js';
import { departure, sendCompletion, sendStream } from './send-chat.js';

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
      requestId: requestId(reply.request.id),
      principal: principalOf(reply.request),
      request,
      controls,
      origin: originOf(reply.request),
      arrivedAt: this.clock.elapsed() - reply.elapsedTime,
      onDeparture: (receiptId) => void reply.header('x-radiant-receipt', receiptId),
      onLimits: (headers) => void reply.headers(headers),
      ...(alive && { onWaiting: () => alive.begin() }),
      onOver: (listener) => void reply.raw.once('close', listener),
      signal: departure(reply),
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
