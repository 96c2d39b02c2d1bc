import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Fields of a request that Anthropic's reference knows; it refuses others. */
const FIELDS = [
  ...['model', 'max_tokens', 'system', 'messages', 'tools', 'tool_choice', 'output_config', 'stop_sequences'],
  ...['temperature', 'top_p', 'top_k', 'metadata', 'stream', 'thinking'],
];
/** What it signs its thoughts with. */
export const SIGNATURE = Buffer.from(Array.from({ length: 60 }, (_, i) => 255 - ((i * 37) % 251))).toString('base64');
const USAGE = { input_tokens: 20, cache_read_input_tokens: 30, cache_creation_input_tokens: 10, output_tokens: 5 };

interface MessagesBody {
  readonly model: string;
  readonly max_tokens: number;
  readonly stream?: boolean;
  readonly thinking?: { readonly type: string };
  readonly tools?: readonly { readonly name: string }[];
  readonly messages: readonly { readonly role: string; readonly content: readonly { readonly text?: string }[] }[];
}

/** A server that answers `POST /v1/messages` as Anthropic's API reference has it: it says what the user said last. */
export interface FakeAnthropic {
  readonly url: string;
  readonly requests: { readonly headers: IncomingMessage['headers']; readonly text: string }[];
  /** Connections that it saw. */
  connections: number;
  /** Answers the next requests with this status, in Anthropic's form. */
  fail: number | undefined;
  close(): Promise<void>;
}

export async function startFakeAnthropic(key: string): Promise<FakeAnthropic> {
  const server = createServer((request, response) => void answer(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const fake: FakeAnthropic = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    connections: 0,
    fail: undefined,
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
  server.on('connection', () => (fake.connections += 1));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const piece of request) text += String(piece);
    fake.requests.push({ headers: request.headers, text });
    if (request.method !== 'POST' || request.url !== '/v1/messages') return refuse(response, 404, 'not_found_error');
    if (request.headers['x-api-key'] !== key) return refuse(response, 401, 'authentication_error');
    if (request.headers['anthropic-version'] !== '2023-06-01') return refuse(response, 400, 'invalid_request_error');
    if (fake.fail !== undefined) return refuse(response, fake.fail, 'api_error');
    const body = JSON.parse(text) as MessagesBody;
    const strange = Object.keys(body).some((field) => !FIELDS.includes(field));
    if (strange || !body.model || !(body.max_tokens > 0)) return refuse(response, 400, 'invalid_request_error');
    if (body.messages[0]?.role !== 'user') return refuse(response, 400, 'invalid_request_error');
    if (body.stream === true) stream(response, body);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(whole(body)));
  }
  return fake;
}

const refuse = (response: ServerResponse, status: number, type: string): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ type: 'error', error: { type, message: 'a text of Anthropic' } }));
};

const lastSaid = ({ messages }: MessagesBody): string =>
  messages.flatMap(({ content }) => content.map(({ text }) => text ?? '')).at(-1) ?? '';

const thinks = ({ thinking }: MessagesBody): boolean => thinking?.type === 'enabled';

function whole(body: MessagesBody): object {
  const text = lastSaid(body);
  const [tool] = body.tools ?? [];
  return {
    id: 'msg_fake',
    type: 'message',
    role: 'assistant',
    model: body.model,
    content: [
      ...(thinks(body) ? [{ type: 'thinking', thinking: `They said: ${text}`, signature: SIGNATURE }] : []),
      { type: 'text', text: `You said: ${text}` },
      ...(tool ? [{ type: 'tool_use', id: 'toolu_fake', name: tool.name, input: { said: text } }] : []),
    ],
    stop_reason: tool ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: USAGE,
  };
}

function stream(response: ServerResponse, body: MessagesBody): void {
  const text = lastSaid(body);
  const [tool] = body.tools ?? [];
  const send = (type: string, fields: object = {}): void =>
    void response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`);
  const block = (index: number, content_block: object, deltas: readonly object[]): void => {
    send('content_block_start', { index, content_block });
    for (const delta of deltas) send('content_block_delta', { index, delta });
    send('content_block_stop', { index });
  };
  response.setHeader('content-type', 'text/event-stream');
  send('message_start', {
    message: {
      id: 'msg_fake',
      type: 'message',
      role: 'assistant',
      model: body.model,
      content: [],
      stop_reason: null,
      usage: { ...USAGE, output_tokens: 1 },
    },
  });
  send('ping');
  const first = thinks(body) ? 1 : 0;
  if (thinks(body)) {
    const thought = pieces(`They said: ${text}`).map((thinking) => ({ type: 'thinking_delta', thinking }));
    const signed = { type: 'signature_delta', signature: SIGNATURE };
    block(0, { type: 'thinking', thinking: '', signature: '' }, [...thought, signed]);
  }
  const said = pieces(`You said: ${text}`).map((piece) => ({ type: 'text_delta', text: piece }));
  block(first, { type: 'text', text: '' }, said);
  if (tool) {
    const json = pieces(JSON.stringify({ said: text })).map((partial_json) => ({
      type: 'input_json_delta',
      partial_json,
    }));
    block(first + 1, { type: 'tool_use', id: 'toolu_fake', name: tool.name, input: {} }, json);
  }
  const stop_reason = tool ? 'tool_use' : 'end_turn';
  send('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: USAGE.output_tokens } });
  send('message_stop');
  response.end();
}

/** Five characters each, so that placeholders are cut. */
const pieces = (text: string): readonly string[] => text.match(/[\s\S]{1,5}/g) ?? [];
