import type { CallControls, CompleteChat, InferenceCall, StreamChat } from '@radiant/inference';
import type { Clock } from '@radiant/kernel';
import type { Log } from '@radiant/nest-kit';
import type { ChatRequest } from '@radiant/protocol';
import type { FastifyReply } from 'fastify';
import type { AnswerShape } from './answer-shape.js';
import { callFacts } from './call-facts.js';
import type { Heartbeats } from './heartbeats.js';
import { KeptAlive } from './kept-alive.js';
import { sendCompletion, sendStream } from './send-answer.js';

/** Runs a decoded chat call and sends its answer, for every route, in whatever shape. */
export class ChatCalls {
  constructor(
    private readonly complete: CompleteChat,
    private readonly stream: StreamChat,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly heartbeats: Heartbeats,
  ) {}

  /** @param more what of it is kept in its session, and what will be; how its shape names things. */
  async answer(
    reply: FastifyReply,
    request: ChatRequest,
    controls: CallControls,
    shape: AnswerShape,
    more: Pick<InferenceCall, 'recalled' | 'response' | 'sources'> = {},
  ): Promise<void> {
    const facts: InferenceCall = {
      ...callFacts(reply, controls, this.clock),
      requestType: shape.requestType,
      request,
      recalled: more.recalled,
      response: more.response,
      sources: more.sources,
    };
    if (request.stream) return this.answerStream(reply, facts, shape);
    const completed = await this.complete.execute(facts);
    await sendCompletion(reply, completed, shape.whole(completed));
  }

  /** Keeps nothing of the request: streams last for minutes, and many are open at once. */
  private answerStream(reply: FastifyReply, facts: InferenceCall, shape: AnswerShape): Promise<void> {
    reply.request.body = undefined;
    const written = shape.stream();
    const alive = new KeptAlive(reply, written, this.log, this.heartbeats);
    const onWaiting = (): void => {
      facts.onWaiting?.();
      alive.begin();
    };
    const streamed = alive.until(this.stream.execute({ ...facts, onWaiting }));
    return streamed.then((begun) => begun && sendStream(reply, begun, written, this.log, this.heartbeats));
  }
}
