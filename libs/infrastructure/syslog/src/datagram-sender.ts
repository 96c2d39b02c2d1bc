import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { datagram } from './frames.js';
import type { Receiver } from './receiver.js';
import { SyslogSender, Turns, unanswered, within } from './syslog-sender.js';

/** Syslog over UDP: nothing says whether a line arrived, except, sometimes, that nobody listens. */
export class DatagramSender extends SyslogSender {
  private readonly turns = new Turns();
  private socket: Socket | undefined;
  private refused = false;

  constructor(private readonly receiver: Receiver) {
    super();
  }

  send(lines: readonly string[]): Promise<void> {
    return this.turns.take(() => this.write(lines));
  }

  close(): Promise<void> {
    return this.turns.take(async () => this.drop());
  }

  private async write(lines: readonly string[]): Promise<void> {
    try {
      if (this.refused) throw unanswered();
      this.socket ??= await this.open();
      for (const line of lines) await this.sendOne(this.socket, datagram(line));
    } catch (error) {
      this.drop();
      throw error;
    }
  }

  /** A connected socket is told when nobody listens at the other end. */
  private async open(): Promise<Socket> {
    const { host, port, connectMs } = this.receiver;
    const { address, family } = await within(connectMs, lookup(host), () => undefined).catch((error: unknown) => {
      throw unanswered(error);
    });
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
    socket.on('error', () => {
      this.refused = true;
    });
    const connected = new Promise<void>((resolve, reject) => {
      socket.once('error', (error) => reject(unanswered(error)));
      socket.connect(port, address, resolve);
    });
    await within(connectMs, connected, () => socket.close());
    return socket;
  }

  private sendOne(socket: Socket, bytes: Buffer): Promise<void> {
    const sent = new Promise<void>((resolve, reject) => {
      socket.send(bytes, (error) => (error ? reject(unanswered(error)) : resolve()));
    });
    return within(this.receiver.writeMs, sent, () => undefined);
  }

  private drop(): void {
    this.socket?.close();
    this.socket = undefined;
    this.refused = false;
  }
}
