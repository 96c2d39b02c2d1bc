import type { CallControls, Reading, ReadTexts, ReadTextsAnswer } from '@radiant/inference';
import type { Clock } from '@radiant/kernel';
import type { FastifyReply } from 'fastify';
import { callFacts } from '../calls/call-facts.js';
import { callHeaders } from '../calls/send-answer.js';

/** Runs a decoded call that is answered with numbers, for every route that has one. */
export class ReadingCalls {
  constructor(
    private readonly read: ReadTexts,
    private readonly clock: Clock,
  ) {}

  /** Sets the headers of the call on `reply`. */
  async answer<Answer>(
    reply: FastifyReply,
    reading: Reading<Answer>,
    controls: CallControls,
  ): Promise<ReadTextsAnswer<Answer>> {
    const answered = await this.read.execute({ ...callFacts(reply, controls, this.clock), reading });
    reply.headers(callHeaders(reply, answered));
    return answered;
  }
}
