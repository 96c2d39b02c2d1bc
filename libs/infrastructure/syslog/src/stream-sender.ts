import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectEncrypted, rootCertificates } from 'node:tls';
import { Connection } from './connection.js';
import { octetCounted } from './frames.js';
import type { Receiver } from './receiver.js';
import { SyslogSender, Turns, unanswered } from './syslog-sender.js';

/** Syslog over TCP or TLS. */
export class StreamSender extends SyslogSender {
  private readonly turns = new Turns();
  private connection: Connection | undefined;

  private constructor(private readonly open: () => Promise<Connection>) {
    super();
  }

  static plain(receiver: Receiver): StreamSender {
    const { host, port } = receiver;
    return new StreamSender(() => Connection.open(() => connectPlain({ host, port }), 'connect', receiver));
  }

  /** @param ca authorities in PEM beside those that Node knows. */
  static encrypted(receiver: Receiver, ca?: string): StreamSender {
    const { host, port, name } = receiver;
    const connect = (): Socket =>
      connectEncrypted({
        host,
        port,
        ...(name !== undefined && { servername: name }),
        ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
        rejectUnauthorized: true, // said, as a variable of the environment can turn the default off
      });
    return new StreamSender(() => Connection.open(connect, 'secureConnect', receiver));
  }

  send(lines: readonly string[]): Promise<void> {
    return this.turns.take(() => this.write(lines));
  }

  close(): Promise<void> {
    return this.turns.take(async () => {
      await this.connection?.end();
      this.connection = undefined;
    });
  }

  private async write(lines: readonly string[]): Promise<void> {
    if (this.connection?.ended) {
      const { readToTheEnd } = this.connection;
      this.connection = undefined;
      if (!readToTheEnd) throw unanswered();
    }
    this.connection ??= await this.open();
    try {
      for (const piece of octetCounted(lines)) await this.connection.write(piece);
    } catch (error) {
      this.connection.destroy();
      this.connection = undefined;
      throw error;
    }
  }
}
