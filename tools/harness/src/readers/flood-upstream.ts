import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Of one answer, each of 8 KB: together more than sockets hold. */
const CHUNKS = 2_000;
const TEXT = ' take two of them a day'.repeat(350);

const frame = (rest: object): string =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'fake', ...rest })}\n\n`;
const CHUNK = frame({ choices: [{ index: 0, delta: { content: TEXT }, finish_reason: null }] });
const END = [
  frame({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
  frame({ choices: [], usage: { prompt_tokens: 10, completion_tokens: CHUNKS, total_tokens: CHUNKS + 10 } }),
  'data: [DONE]\n\n',
].join('');

/** An OpenAI-compatible server that streams some megabytes to everybody, as quickly as they are read. */
export class FloodUpstream {
  private readonly server = createServer((request, response) => void this.serve(request, response));

  /** @returns its address. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', 4_096, resolve));
    const address = this.server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the upstream has no address');
    return `http://127.0.0.1:${address.port}`;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    request.resume();
    await once(request, 'end');
    if (request.method !== 'POST') {
      response.setHeader('content-type', 'application/json').end('{"object":"list","data":[]}');
      return;
    }
    response.setHeader('content-type', 'text/event-stream');
    const closed = once(response, 'close');
    for (let sent = 0; sent < CHUNKS && !response.destroyed; sent += 1) {
      if (!response.write(CHUNK)) await Promise.race([once(response, 'drain'), closed]);
    }
    response.end(END);
  }
}
