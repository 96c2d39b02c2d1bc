import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { instant, type Instant } from './core-waits.js';

/** What a call asks of the upstream, in the text of its one message. */
export interface Wish {
  /** Names the call. */
  readonly call: string;
  /** Words of the answer, each of them one token; in a stream each is a chunk. */
  readonly words: number;
  /** Before the first word and between two, in ms. */
  readonly everyMs: number;
  /** After so many words the connection is cut; never when undefined. */
  readonly cutAfter?: number;
}

/** What became of a call here. */
export interface Served {
  times: number;
  /** Words handed to the network. */
  words: number;
  /** When the connection closed before the end. */
  closed: Instant | undefined;
}

const WORD = ' hello';
const PROMPT_TOKENS = 10;

/** An OpenAI-compatible server that counts what it was asked for. */
export class Upstream {
  readonly calls = new Map<string, Served>();
  /** Processes whose waits for a core are noted when a connection closes. */
  watched: readonly number[] = [];
  private readonly server = createServer((request, response) => void this.serve(request, response));
  private address = '';

  get url(): string {
    return this.address;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the upstream has no address');
    this.address = `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Calls that were made more than once. */
  get repeated(): number {
    return [...this.calls.values()].filter(({ times }) => times > 1).length;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    const pieces: Buffer[] = [];
    for await (const piece of request) if (piece instanceof Buffer) pieces.push(piece);
    if (request.method !== 'POST') {
      response.setHeader('content-type', 'application/json').end('{"object":"list","data":[]}');
      return;
    }
    const { wish, model, streamed } = asked(Buffer.concat(pieces).toString());
    const served = this.calls.get(wish.call) ?? { times: 0, words: 0, closed: undefined };
    served.times += 1;
    this.calls.set(wish.call, served);
    response.once('close', () => {
      if (!response.writableFinished) served.closed = instant(this.watched);
    });
    if (streamed) await stream(response, model, wish, served);
    else await whole(response, model, wish, served);
  }
}

async function whole(response: ServerResponse, model: string, wish: Wish, served: Served): Promise<void> {
  if (wish.everyMs > 0) await pause(wish.everyMs);
  served.words = wish.words;
  const message = { role: 'assistant', content: WORD.repeat(wish.words) };
  response.setHeader('content-type', 'application/json').end(
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model,
      choices: [{ index: 0, message, finish_reason: 'stop' }],
      usage: usageOf(wish.words),
    }),
  );
}

async function stream(response: ServerResponse, model: string, wish: Wish, served: Served): Promise<void> {
  const send = (rest: object): boolean =>
    response.write(
      `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, ...rest })}\n\n`,
    );
  response.setHeader('content-type', 'text/event-stream');
  for (let word = 0; word < wish.words; word += 1) {
    if (wish.everyMs > 0) await pause(wish.everyMs);
    if (response.destroyed) return;
    if (word === wish.cutAfter) {
      response.destroy();
      return;
    }
    served.words += 1;
    send({ choices: [{ index: 0, delta: { content: WORD }, finish_reason: null }] });
  }
  send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  send({ choices: [], usage: usageOf(wish.words) });
  response.end('data: [DONE]\n\n');
}

const usageOf = (words: number): object => ({
  prompt_tokens: PROMPT_TOKENS,
  completion_tokens: words,
  total_tokens: PROMPT_TOKENS + words,
});

function asked(body: string): { readonly wish: Wish; readonly model: string; readonly streamed: boolean } {
  const {
    model,
    stream: streamed,
    messages,
  } = JSON.parse(body) as {
    model: string;
    stream?: boolean;
    messages: { content: string }[];
  };
  return { wish: JSON.parse(messages[0]?.content ?? '') as Wish, model, streamed: streamed === true };
}
