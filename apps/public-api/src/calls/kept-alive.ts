import type { Log } from '@radiant/nest-kit';
import type { FastifyReply } from 'fastify';
import type { StreamShape } from './answer-shape.js';
import type { Heartbeat, Heartbeats } from './heartbeats.js';
import { beginStream, endWithError } from './send-answer.js';

/** A stream that waits for its model: begun before anything is known of its answer, and kept alive. */
export class KeptAlive {
  private heartbeat: Heartbeat | undefined;

  constructor(
    private readonly reply: FastifyReply,
    private readonly written: StreamShape,
    private readonly log: Log,
    private readonly heartbeats: Heartbeats,
  ) {}

  /** From now on the status is 200, whatever comes. */
  begin(): void {
    if (this.heartbeat) return;
    const { raw } = this.reply;
    beginStream(this.reply, {});
    raw.write(this.written.keepAlive);
    this.heartbeat = this.heartbeats.over(raw, this.written.keepAlive);
  }

  /**
   * Waits for the answer.
   * @returns undefined when it failed after the stream was begun, which then has said so.
   * @throws what fails before.
   */
  async until<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await answer;
    } catch (error) {
      if (!this.heartbeat) throw error;
      endWithError(this.reply, error, this.written, this.log);
      return undefined;
    } finally {
      this.heartbeat?.stop();
    }
  }
}
