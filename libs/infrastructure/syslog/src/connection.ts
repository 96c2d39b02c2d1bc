import type { Socket } from 'node:net';
import type { Receiver } from './receiver.js';
import { unanswered, within } from './syslog-sender.js';

const KEEP_ALIVE_MS = 30_000;
/** For the receiver to hang up as well. */
const END_MS = 2_000;

/** One connection to a receiver, from its opening to its end. */
export class Connection {
  private gone = false;
  private hungUpInOrder = false;
  private lastWriteAt = -Infinity;

  private constructor(
    private readonly socket: Socket,
    private readonly receiver: Receiver,
  ) {
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.on('end', () => {
      this.hungUpInOrder = performance.now() - this.lastWriteAt >= receiver.quietMs;
      this.gone = true;
    });
    socket.on('error', () => {
      this.hungUpInOrder = false;
    });
    socket.once('close', () => {
      this.gone = true;
    });
    socket.resume(); // nothing is expected, and without reading no end is seen
  }

  /**
   * @param open begins to connect. @param ready the event when that is done, certificate and all.
   * @throws DomainError `service_unavailable`.
   */
  static async open(open: () => Socket, ready: 'connect' | 'secureConnect', receiver: Receiver): Promise<Connection> {
    const socket = open();
    const connected = new Promise<void>((resolve, reject) => {
      socket.once(ready, resolve);
      socket.once('error', (error) => reject(unanswered(error)));
      socket.once('close', () => reject(unanswered()));
    });
    await within(receiver.connectMs, connected, () => socket.destroy());
    return new Connection(socket, receiver);
  }

  get ended(): boolean {
    return this.gone;
  }

  /** Whether everything that was written has been read, by all that TCP can tell. */
  get readToTheEnd(): boolean {
    return this.hungUpInOrder || this.lastWriteAt === -Infinity;
  }

  /** Resolves when the system took the bytes. @throws DomainError `service_unavailable`; the connection is of no use then. */
  async write(bytes: Buffer): Promise<void> {
    this.lastWriteAt = performance.now();
    const written = new Promise<void>((resolve, reject) => {
      this.socket.write(bytes, (error) => (error ? reject(unanswered(error)) : resolve()));
    });
    await within(this.receiver.writeMs, written, () => this.destroy());
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** Hangs up in order. */
  async end(): Promise<void> {
    if (this.socket.destroyed) return;
    const closed = new Promise<void>((resolve) => this.socket.once('close', () => resolve()));
    this.socket.end();
    await within(END_MS, closed, () => this.destroy()).catch(() => undefined);
  }
}
