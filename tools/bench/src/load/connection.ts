import net from 'node:net';
import { nanoseconds } from './clock.js';
import type { RawRequest } from './raw-request.js';
import { ResponseParser } from './response-parser.js';

export interface ConnectionEvents {
  onBody?(bytes: Buffer, from: number, to: number, receivedAt: number): void;
  /** A whole answer has arrived. */
  onAnswer(status: number, bodyBytes: number): void;
  /** The connection ended before the whole answer had arrived; it is opened anew. */
  onFailure(): void;
}

/** One keep-alive connection that asks again and again, one question at a time. */
export class Connection {
  /** Time in ns at which the running request was written. */
  sentAt = 0;
  private socket: net.Socket;
  private connected = false;
  private waiting = false;
  private inFlight = false;
  private ended = false;
  private receivedAt = 0;

  constructor(
    private readonly request: RawRequest,
    private readonly events: ConnectionEvents,
  ) {
    this.socket = this.connect();
  }

  /** Asks now, or as soon as the connection is open. */
  send(): void {
    if (this.connected) this.write();
    else this.waiting = true;
  }

  end(): void {
    this.ended = true;
    this.socket.destroy();
  }

  private connect(): net.Socket {
    this.connected = false;
    const socket = net.connect({ host: this.request.host, port: this.request.port, noDelay: true });
    const parser = new ResponseParser({
      ...(this.events.onBody && {
        onBody: (bytes, from, to) => this.events.onBody?.(bytes, from, to, this.receivedAt),
      }),
      onEnd: (status, bodyBytes, close) => this.answered(status, bodyBytes, close),
      onMalformed: () => socket.destroy(),
    });
    socket.on('connect', () => {
      this.connected = true;
      if (this.waiting) this.write();
    });
    socket.on('data', (bytes) => {
      if (this.events.onBody) this.receivedAt = nanoseconds();
      parser.feed(bytes);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.lost(socket));
    return socket;
  }

  private write(): void {
    this.waiting = false;
    this.inFlight = true;
    this.sentAt = nanoseconds();
    this.socket.write(this.request.next());
  }

  private answered(status: number, bodyBytes: number, close: boolean): void {
    this.inFlight = false;
    if (close) this.reopen();
    this.events.onAnswer(status, bodyBytes);
  }

  private lost(socket: net.Socket): void {
    if (this.ended || socket !== this.socket) return;
    const failed = this.inFlight || this.waiting;
    this.inFlight = this.waiting = false;
    this.reopen();
    if (failed) this.events.onFailure();
  }

  private reopen(): void {
    const old = this.socket;
    this.socket = this.connect();
    old.destroy();
  }
}
