import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer as a client got it. */
export interface Reply {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly body: string;
  readonly streamed: boolean;
  readonly retryAfter: string | undefined;
}

/** Stands between clients and the gateway, hands on every byte, and keeps what was answered. */
export interface Recorder {
  readonly url: string;
  readonly replies: readonly Reply[];
  /** Comes before the first byte of every stream and is not recorded. */
  greeting: string;
  close(): Promise<void>;
}

export async function startRecorder(gatewayUrl: string): Promise<Recorder> {
  const replies: Reply[] = [];
  const server = http.createServer((request, response) => {
    const onward = http.request(gatewayUrl + request.url, { method: request.method, headers: request.headers });
    request.pipe(onward);
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy()); // the client hung up, or has it all
    onward.on('response', (answer) => {
      const pieces: Buffer[] = [];
      const streamed = (answer.headers['content-type'] ?? '').includes('event-stream');
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      if (streamed) response.write(recorder.greeting);
      answer.on('data', (piece: Buffer) => {
        pieces.push(piece);
        response.write(piece);
      });
      answer.on('end', () => {
        replies.push({
          method: request.method ?? '',
          path: new URL(request.url ?? '', gatewayUrl).pathname,
          status: answer.statusCode ?? 0,
          body: Buffer.concat(pieces).toString(),
          streamed,
          retryAfter: answer.headers['retry-after'],
        });
        response.end();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const recorder: Recorder = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    replies,
    greeting: '',
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return recorder;
}
