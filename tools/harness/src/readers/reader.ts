import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const BODY = JSON.stringify({
  model: 'demo-chat-small',
  stream: true,
  max_tokens: 40_000,
  messages: [{ role: 'user', content: 'Which of these tablets may be taken together, and how long before a meal?' }],
});

/** One who asks for a stream, reads its beginning, and then does not read on. */
export class Reader {
  private constructor(private readonly socket: Socket) {}

  /** Resolves when the stream has begun. Rejects when it was refused. */
  static async begin(url: string, apiKey: string): Promise<Reader> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => undefined);
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${apiKey}\r\n` +
        `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(BODY)}\r\n\r\n${BODY}`,
    );
    await once(socket, 'readable');
    const first = String(socket.read(64) ?? '');
    if (!first.startsWith('HTTP/1.1 200')) throw new Error(`a stream was refused: ${first.split('\r\n')[0] ?? ''}`);
    return new Reader(socket);
  }

  leave(): void {
    this.socket.destroy();
  }
}
