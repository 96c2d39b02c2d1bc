import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** Streams that wait are kept alive one part after the other: in all, each every 20 s. */
const KEEP_ALIVE_MS = 200;
const KEEP_ALIVE_PARTS = 100;
const LONGEST_TEXT = 10;
const LONGEST_PIECE = 400;
/** Streams that get their pieces in turns; one that ends makes room. Else all would end in the same moment. */
const INTERLEAVED = 500;
/** Pieces, and how long to wait after them: a model is not faster, and two cores are not more. */
const AT_ONCE = 100;
const PAUSE_MS = 25;

/** A prompt of `patientOf` whose name and record number are placeholders. */
const HIDDEN = /patient \[PHI_NAME_\d+\], MRN \[PHI_MEDICAL_RECORD_\d+\], /;

/** What the upstream has seen. */
export interface Seen {
  readonly streams: number;
  /** Open before the first of them was answered further. */
  readonly open: number;
  /** Whose name or record number was not hidden. */
  readonly clear: number;
  readonly pieces: number;
}

interface Stream {
  readonly response: ServerResponse;
  /** What is still to be sent, the next last. */
  readonly pieces: Buffer[];
  /** From then on nothing may come between two pieces. */
  begun: boolean;
}

/**
 * An OpenAI-compatible server that says again what it was told. Each stream begins at once and waits; when all are let go
 * on, a piece of this one is sent after a piece of that one, cut wherever chance says: within events, within characters.
 */
export class EchoUpstream {
  private readonly streams: Stream[] = [];
  private clear = 0;
  private readonly server = createServer((request, response) => void this.serve(request, response));
  private part = 0;
  private readonly waiting = setInterval(() => {
    this.part = (this.part + 1) % KEEP_ALIVE_PARTS;
    for (let place = this.part; place < this.streams.length; place += KEEP_ALIVE_PARTS) {
      const stream = this.streams[place];
      if (stream && !stream.begun) stream.response.write(': wait\n\n');
    }
  }, KEEP_ALIVE_MS);

  /** @returns its address. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', 4_096, resolve));
    const address = this.server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the upstream has no address');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Sends everything, interleaved at random. Resolves when all has been handed to the network. */
  async release(): Promise<Seen> {
    const streams = [...this.streams];
    const seen = { streams: streams.length, open: streams.filter(({ response }) => !response.destroyed).length };
    let pieces = 0;
    for (let writes = 1; streams.length > 0; writes += 1) {
      if (writes % AT_ONCE === 0) await pause(PAUSE_MS);
      const place = Math.floor(Math.random() * Math.min(INTERLEAVED, streams.length));
      const stream = streams[place];
      const last = streams.at(-1);
      if (!stream || !last || stream.response.writableNeedDrain) continue;
      const piece = stream.pieces.pop();
      stream.begun = true;
      if (piece && !stream.response.destroyed) {
        stream.response.write(piece);
        pieces += 1;
        continue;
      }
      stream.response.end();
      streams[place] = last;
      streams.pop();
    }
    clearInterval(this.waiting);
    return { ...seen, clear: this.clear, pieces };
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    const received: Buffer[] = [];
    for await (const piece of request) if (piece instanceof Buffer) received.push(piece);
    if (request.method !== 'POST') {
      response.setHeader('content-type', 'application/json').end('{"object":"list","data":[]}');
      return;
    }
    const { model, messages } = JSON.parse(Buffer.concat(received).toString()) as {
      model: string;
      messages: { content: string }[];
    };
    const prompt = messages.at(-1)?.content ?? '';
    if (!HIDDEN.test(prompt)) this.clear += 1;
    const [first = '', ...rest] = framesOf(model, prompt);
    response.setHeader('content-type', 'text/event-stream').write(first);
    this.streams.push({ response, pieces: cut(Buffer.from(rest.join(''))).reverse(), begun: false });
  }
}

/** The events of an answer; the first has a text, so that the stream has begun for whoever reads it. */
function framesOf(model: string, text: string): string[] {
  const frame = (rest: object): string =>
    `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, ...rest })}\n\n`;
  const content = (each: string): string =>
    frame({ choices: [{ index: 0, delta: { content: each }, finish_reason: null }] });
  const characters = [...text];
  const texts = ['Echo: '];
  while (characters.length > 0) texts.push(characters.splice(0, 1 + Math.floor(Math.random() * LONGEST_TEXT)).join(''));
  return [
    ...texts.map(content),
    frame({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
    frame({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 } }),
    'data: [DONE]\n\n',
  ];
}

function cut(bytes: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const to = from + 1 + Math.floor(Math.random() * LONGEST_PIECE);
    pieces.push(bytes.subarray(from, to));
    from = to;
  }
  return pieces;
}
