import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createEncryptedServer } from 'node:tls';
import type { Certificate } from './certificate.js';

/** Takes octet-counted messages apart, in whatever pieces they come. */
export class Frames {
  private held = Buffer.alloc(0);

  take(bytes: Buffer): string[] {
    this.held = Buffer.concat([this.held, bytes]);
    const messages: string[] = [];
    for (;;) {
      const space = this.held.indexOf(0x20);
      const length = Number(this.held.toString('latin1', 0, space));
      if (space < 1 || this.held.length < space + 1 + length) return messages;
      messages.push(this.held.toString('utf8', space + 1, space + 1 + length));
      this.held = this.held.subarray(space + 1 + length);
    }
  }
}

/** A syslog receiver on this machine that can be killed and come back on the same port. */
export class Receiver {
  readonly messages: string[] = [];
  connections = 0;
  /** A receiver that hangs: it takes connections and reads nothing. */
  reads = true;
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private readonly waiting = new Set<() => void>();

  private constructor(private readonly certificate: Certificate | undefined) {}

  static async start(certificate?: Certificate): Promise<Receiver> {
    const receiver = new Receiver(certificate);
    await receiver.listen();
    return receiver;
  }

  port = 0;

  async listen(): Promise<void> {
    const accept = (socket: Socket): void => this.accept(socket);
    this.server = this.certificate ? createEncryptedServer(this.certificate, accept) : createServer(accept);
    this.server.on('connection', (socket: Socket) => this.sockets.add(socket));
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** As when its process is killed: what was not read is lost, and the peer is told so. */
  async kill(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server?.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.sockets) socket.resetAndDestroy();
    this.sockets.clear();
    await closed;
  }

  /** Ends all connections in order. */
  hangUp(): void {
    for (const socket of this.sockets) socket.end();
  }

  /** Resolves once `done` holds, looked at after every message and connection. */
  async until(done: () => boolean): Promise<void> {
    while (!done()) await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  private accept(socket: Socket): void {
    this.connections += 1;
    const frames = new Frames();
    socket.on('error', () => undefined);
    socket.on('close', () => this.changed());
    socket.on('data', (bytes: Buffer) => {
      this.messages.push(...frames.take(bytes));
      this.changed();
    });
    if (!this.reads) socket.pause();
    this.changed();
  }

  private changed(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}
