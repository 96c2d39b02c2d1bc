import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

const USAGE = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };

/** An OpenAI-compatible server whose answers are the prompt's last text, placeholders and all. */
export class MirrorUpstream {
  private readonly server = createServer((request, response) => void serve(request, response));

  /** @returns its address. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the upstream has no address');
    return `http://127.0.0.1:${address.port}`;
  }
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.on('error', () => undefined);
  const received: Buffer[] = [];
  for await (const piece of request) if (piece instanceof Buffer) received.push(piece);
  response.setHeader('content-type', 'application/json');
  if (request.method !== 'POST') {
    response.end('{"object":"list","data":[]}');
    return;
  }
  const { model, messages } = JSON.parse(Buffer.concat(received).toString()) as {
    model: string;
    messages?: { content: unknown }[];
  };
  const last = messages?.at(-1)?.content;
  const message = { role: 'assistant', content: typeof last === 'string' ? last : 'no text' };
  const choices = [{ index: 0, message, finish_reason: 'stop' }];
  const data = [{ object: 'embedding', index: 0, embedding: [0] }];
  response.end(
    JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model, choices, data, usage: USAGE }),
  );
}
