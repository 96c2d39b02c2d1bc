import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** UTF-16 units that wait for a slow reader before the upstream is told to wait too. */
const MOST_WAITING = 65_536;
/** What an upstream may still send behind the end of its answer, in ms: then the connection serves the next call. */
const REST_MS = 250;

interface Waiting {
  readonly resolve: (result: IteratorResult<string, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

const DONE: IteratorResult<string, undefined> = { done: true, value: undefined };

/**
 * The text of a body as it arrives. It hears the body's events itself: a stream's own async iterator and a generator
 * around it cost more per piece than everything that is done with the piece.
 */
export class TextStream implements AsyncIterableIterator<string, undefined> {
  private readonly decoder = new StringDecoder('utf8'); // a character may be cut by the network
  private readonly pieces: string[] = [];
  /** Units of all of them. */
  private waiting = 0;
  private reader: Waiting | undefined;
  private ended = false;
  private left = false;
  private failure: Error | undefined;

  /**
   * @param failed makes the error that the reader gets from the body's.
   * @param over is called once, when nothing more will come or be read.
   */
  constructor(
    private readonly body: Readable,
    private readonly failed: (error: unknown) => Error,
    private readonly over: () => void,
    private readonly restMs = REST_MS,
  ) {
    body.on('data', (bytes: Buffer) => this.take(this.decoder.write(bytes)));
    body.once('end', () => {
      this.take(this.decoder.end());
      this.finish();
    });
    body.once('error', (error) => this.finish(this.failed(error)));
    body.once('close', () => this.finish(this.failed(new Error('closed'))));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<string, undefined>> {
    const value = this.pieces.shift();
    if (value !== undefined) {
      this.waiting -= value.length;
      if (this.pieces.length === 0 && this.body.isPaused()) this.body.resume();
      return Promise.resolve({ done: false, value });
    }
    if (this.failure !== undefined) return Promise.reject(this.failure);
    if (this.ended) return Promise.resolve(DONE);
    return new Promise((resolve, reject) => {
      this.reader = { resolve, reject };
    });
  }

  /** The body is destroyed, which closes the connection, unless it ends by itself within a moment. */
  return(): Promise<IteratorResult<string, undefined>> {
    if (!this.ended && !this.left) this.leave();
    return Promise.resolve(DONE);
  }

  private leave(): void {
    const { body } = this;
    this.left = true;
    this.pieces.length = 0;
    const timer = setTimeout(() => body.destroy(), this.restMs);
    body.once('close', () => clearTimeout(timer)).on('error', () => undefined);
    body.resume();
  }

  private take(text: string): void {
    if (text === '' || this.ended || this.left) return;
    const { reader } = this;
    if (reader) {
      this.reader = undefined;
      reader.resolve({ done: false, value: text });
      return;
    }
    this.pieces.push(text);
    this.waiting += text.length;
    if (this.waiting >= MOST_WAITING) this.body.pause();
  }

  private finish(failure?: Error): void {
    if (this.ended) return;
    this.ended = true;
    this.failure = failure;
    this.over();
    const { reader } = this;
    this.reader = undefined;
    if (failure === undefined) reader?.resolve(DONE);
    else reader?.reject(failure);
  }
}
