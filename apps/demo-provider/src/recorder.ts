import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

export interface RecordedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Lower-case names; without the headers that carry credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names of the credential headers that came along; their values are not kept. */
  readonly credentials: readonly string[];
  /** The body's text exactly as received. */
  readonly body: string;
}

const KEPT_REQUESTS = 1_000;
/** Large bodies push out older requests sooner: 32 Mi UTF-16 units are kept in all. */
const KEPT_CHARACTERS = 32 * 1_024 * 1_024;

/** Keeps the last requests and counts what clients did, in memory alone. */
export class Recorder {
  readonly requests: RecordedRequest[] = [];
  connections = 0;
  aborted = 0;
  private characters = 0;
  private closed = false;
  private readonly cutHere = new WeakSet<ServerResponse>();
  private held: Promise<void> | undefined;
  private readonly awaitingRequest: ((request: RecordedRequest) => void)[] = [];
  private readonly awaitingAbort: (() => void)[] = [];

  record(request: RecordedRequest): void {
    this.requests.push(request);
    this.characters += request.body.length;
    while (this.requests.length > KEPT_REQUESTS || (this.characters > KEPT_CHARACTERS && this.requests.length > 1)) {
      this.characters -= this.requests.shift()?.body.length ?? 0;
    }
    for (const resolve of this.awaitingRequest.splice(0)) resolve(request);
  }

  lastChat(): RecordedRequest | undefined {
    return this.requests.findLast(({ path }) => path.startsWith('/v1/chat/completions'));
  }

  /** A signal that aborts when the connection of `response` closes before the whole answer was handed over. */
  watch(response: ServerResponse): AbortSignal {
    const gone = new AbortController();
    response.once('close', () => {
      if (response.writableFinished) return;
      gone.abort();
      if (!this.closed && !this.cutHere.has(response)) this.countAbort();
    });
    return gone.signal;
  }

  /** Closes the connection from this side; that is no abort by the client. */
  cut(response: ServerResponse): void {
    this.cutHere.add(response);
    response.destroy();
  }

  nextRequest(): Promise<RecordedRequest> {
    return new Promise((resolve) => this.awaitingRequest.push(resolve));
  }

  nextAbort(): Promise<void> {
    return new Promise((resolve) => this.awaitingAbort.push(resolve));
  }

  /** @returns lets those requests be answered that come from now on. */
  hold(): () => void {
    let release = (): void => undefined;
    this.held = new Promise((resolve) => (release = resolve));
    return () => {
      this.held = undefined;
      release();
    };
  }

  /** Resolves when a request that has come may be answered. @throws when its client has gone. */
  async released(clientGone: AbortSignal): Promise<void> {
    if (!this.held) return;
    await Promise.race([this.held, once(clientGone, 'abort')]);
    clientGone.throwIfAborted();
  }

  clear(): void {
    this.requests.length = 0;
    this.characters = 0;
    this.connections = 0;
    this.aborted = 0;
  }

  /** Connections that close from here on are closed by the shutdown. */
  stop(): void {
    this.closed = true;
  }

  private countAbort(): void {
    this.aborted += 1;
    for (const resolve of this.awaitingAbort.splice(0)) resolve();
  }
}
