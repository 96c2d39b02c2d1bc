import type { Log } from '@radiant/nest-kit';
import type { FastifyReply } from 'fastify';
import type { StreamShape } from './answer-shape.js';
import { beginStream, endWithError } from './send-answer.js';

/** Proxies end connections that say nothing for so long, and longer, in ms. */
const EVERY_MS = 10_000;

/** A stream that waits for its model: begun before anything is known of its answer, and kept alive. */
export class KeptAlive {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly reply: FastifyReply,
    private readonly written: StreamShape,
    private readonly log: Log,
  ) {}

  /** From now on the status is 200, whatever comes. */
  begin(): void {
    if (this.timer) return;
    const { raw } = this.reply;
    beginStream(this.reply, {});
    raw.write(this.written.keepAlive);
    this.timer = setInterval(() => raw.write(this.written.keepAlive), EVERY_MS);
  }

  /** Waits for the answer. @returns undefined when it failed after the stream was begun, which then has said so. @throws what fails before. */
  async until<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await answer;
    } catch (error) {
      if (!this.timer) throw error;
      endWithError(this.reply, error, this.written, this.log);
      return undefined;
    } finally {
      clearInterval(this.timer);
    }
  }
}
