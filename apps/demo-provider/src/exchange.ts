import { once } from 'node:events';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Behaviour, Fault } from './behaviour.js';
import type { JsonObject } from './json.js';
import type { Recorder } from './recorder.js';
import type { StreamEnd } from './stream-frames.js';
import { errorEvent, isStatusFault, type StatusFault, statusFault } from './upstream-errors.js';

/** Pace of `slow-headers` when no chunk interval is asked for, in ms for each byte. */
const SLOW_HEADER_INTERVAL_MS = 25;

type FaultInAnswer = Exclude<Fault, StatusFault | 'hang' | 'slow-headers'>;

/** One answer on the wire: waits, faults, backpressure, and an end as soon as the client goes away. */
export class Exchange {
  constructor(
    private readonly response: ServerResponse,
    private readonly clientGone: AbortSignal,
    private readonly behaviour: Behaviour,
    private readonly recorder: Recorder,
  ) {}

  /** Sends a JSON body. `told` is what `garbage` repeats. */
  async sendJson(body: JsonObject, told: string, headers: OutgoingHttpHeaders = {}): Promise<void> {
    await this.untilGone(async () => {
      const fault = await this.begin();
      const text = JSON.stringify(body);
      const half = text.slice(0, text.length / 2);
      switch (fault) {
        case 'answered':
          return;
        case 'garbage':
          return this.finish(200, headers, `upstream said: ${told}`);
        case 'error-event':
          return this.finish(200, headers, JSON.stringify(errorEvent()));
        case 'truncate':
          return this.finish(200, headers, half);
        case 'stall':
        case 'reset':
          this.head(200, { ...headers, 'content-length': Buffer.byteLength(text) });
          await this.write(half);
          return fault === 'reset' ? this.reset() : undefined;
        case 'none':
        case 'no-usage':
        case 'split':
          return this.finish(200, headers, text);
      }
    });
  }

  /** Sends server-sent events one by one, and pulls the next one only when the client has room for it. */
  async sendEvents(frames: Iterable<string>, end: StreamEnd, headers: OutgoingHttpHeaders = {}): Promise<void> {
    await this.untilGone(async () => {
      const fault = await this.begin();
      if (fault === 'answered') return;
      this.head(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
      let held = '';
      for (const frame of frames) {
        if (held !== '') {
          await this.write(held);
          await this.pause(this.behaviour.chunkIntervalMs);
        }
        held = frame;
      }
      // The last event and the end go together: a client that leaves at [DONE] has the whole answer.
      if (end === 'complete' && fault !== 'split') return void this.response.end(held);
      await this.write(held);
      if (end === 'complete') this.response.end();
      if (end === 'reset') await this.reset();
    });
  }

  /** The part before an answer, up to the faults that take its place. */
  private async begin(): Promise<'answered' | FaultInAnswer> {
    const { latencyMs, chunkIntervalMs, fault } = this.behaviour;
    await this.recorder.released(this.clientGone);
    if (latencyMs > 0) await this.pause(latencyMs);
    if (isStatusFault(fault)) {
      const { status, headers, body } = statusFault(fault);
      this.finish(status, headers, JSON.stringify(body));
      return 'answered';
    }
    if (fault === 'slow-headers') await this.dribbleHeaders(chunkIntervalMs || SLOW_HEADER_INTERVAL_MS);
    return fault === 'hang' || fault === 'slow-headers' ? 'answered' : fault;
  }

  /** A response head that gains one byte at a time and never ends. */
  private async dribbleHeaders(intervalMs: number): Promise<void> {
    this.response.socket?.write('HTTP/1.1 200 OK\r\nx-demo-slow: ');
    while (!this.clientGone.aborted) {
      this.response.socket?.write('.');
      await this.pause(intervalMs);
    }
  }

  private async write(text: string): Promise<void> {
    if (this.behaviour.fault !== 'split') return this.put(Buffer.from(text));
    for (const byte of Buffer.from(text)) {
      await this.put(Buffer.of(byte));
      // Bytes written in one turn of the event loop would travel in one packet.
      await this.pause(0);
    }
  }

  private async put(bytes: Buffer): Promise<void> {
    this.clientGone.throwIfAborted();
    if (!this.response.write(bytes)) await once(this.response, 'drain', { signal: this.clientGone });
  }

  /** Without a wait it still gives way to the event loop, where the client's leaving is noticed. */
  private async pause(ms: number): Promise<void> {
    await (ms > 0
      ? setTimeout(ms, undefined, { signal: this.clientGone })
      : setImmediate(undefined, { signal: this.clientGone }));
  }

  /** What was written before reaches the client, then the connection ends in the middle of the body. */
  private async reset(): Promise<void> {
    await new Promise<void>((resolve) => this.response.write('', () => resolve()));
    this.recorder.cut(this.response);
  }

  private finish(status: number, headers: OutgoingHttpHeaders, text: string): void {
    this.head(status, { ...headers, 'content-length': Buffer.byteLength(text) });
    this.response.end(text);
  }

  private head(status: number, headers: OutgoingHttpHeaders): void {
    this.response.writeHead(status, { 'content-type': 'application/json', 'x-demo-provider': 'true', ...headers });
  }

  private async untilGone(answer: () => Promise<void>): Promise<void> {
    try {
      await answer();
    } catch (error) {
      if (this.clientGone.aborted) return;
      this.recorder.cut(this.response);
      throw error;
    }
  }
}
