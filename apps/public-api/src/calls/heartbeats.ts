import type { ServerResponse } from 'node:http';

/** Proxies end connections that say nothing for longer than twice this, in ms. */
export const HEARTBEAT_MS = 5_000;

/** How streams that say nothing are kept alive. */
export class Heartbeats {
  /** @param everyMs how often it is looked whether a stream has said something: it is silent for twice that at most. */
  constructor(private readonly everyMs: number) {}

  /** @param beat whole events that clients pass over. */
  over(raw: ServerResponse, beat: string): Heartbeat {
    return new Heartbeat(raw, beat, this.everyMs);
  }
}

/** Of one stream, until it is stopped. */
export class Heartbeat {
  private spoken = true;
  private readonly timer: NodeJS.Timeout;

  constructor(raw: ServerResponse, beat: string, everyMs: number) {
    this.timer = setInterval(() => {
      if (!this.spoken && !raw.destroyed && !raw.writableNeedDrain) raw.write(beat);
      this.spoken = false;
    }, everyMs);
  }

  /** Told whenever the stream says something of its own. */
  spoke(): void {
    this.spoken = true;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
