import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Fields of a request that OpenAI's reference knows and the gateway may send; others are refused. */
const FIELDS = [
  ...['model', 'input', 'max_output_tokens', 'temperature', 'top_p', 'parallel_tool_calls', 'reasoning', 'tools'],
  ...['tool_choice', 'text', 'user', 'stream', 'store'],
];
const USAGE = {
  input_tokens: 60,
  input_tokens_details: { cached_tokens: 30 },
  output_tokens: 15,
  output_tokens_details: { reasoning_tokens: 10 },
  total_tokens: 75,
};

interface Item {
  readonly content?: string | readonly { readonly text?: string }[];
}
interface ResponsesBody {
  readonly model: string;
  readonly input: readonly Item[];
  readonly stream?: boolean;
  readonly store?: boolean;
  readonly tools?: readonly { readonly name: string }[];
}

/** A server that answers `POST /v1/responses` as OpenAI's API reference has it: it says what the user said last. */
export interface FakeResponses {
  readonly url: string;
  readonly requests: { readonly headers: IncomingMessage['headers']; readonly text: string }[];
  /** How the next answers end. */
  end: 'completed' | 'incomplete' | 'failed';
  close(): Promise<void>;
}

export async function startFakeResponses(key: string): Promise<FakeResponses> {
  const server = createServer((request, response) => void answer(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const fake: FakeResponses = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    end: 'completed',
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const piece of request) text += String(piece);
    fake.requests.push({ headers: request.headers, text });
    if (request.method !== 'POST' || request.url !== '/v1/responses') return refuse(response, 404);
    if (request.headers.authorization !== `Bearer ${key}`) return refuse(response, 401);
    const body = JSON.parse(text) as ResponsesBody;
    const strange = Object.keys(body).some((field) => !FIELDS.includes(field));
    if (strange || !body.model || body.store !== false || body.input.length === 0) return refuse(response, 400);
    if (body.stream === true) stream(response, body, fake.end);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(ended(body, fake.end)));
  }
  return fake;
}

const refuse = (response: ServerResponse, status: number): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { type: 'invalid_request_error', message: 'a text of the provider' } }));
};

const lastSaid = ({ input }: ResponsesBody): string =>
  input
    .flatMap(({ content = [] }) => (typeof content === 'string' ? [content] : content.map(({ text }) => text ?? '')))
    .at(-1) ?? '';

const head = (body: ResponsesBody): object => ({
  ...{ id: 'resp_fake', object: 'response', created_at: 1_770_000_000, model: body.model },
});

/** What it thought, what it said, what it called. */
function output(body: ResponsesBody): readonly object[] {
  const text = lastSaid(body);
  const [tool] = body.tools ?? [];
  const given = JSON.stringify({ said: text });
  return [
    { id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text: `They said: ${text}` }] },
    {
      ...{ id: 'msg_1', type: 'message', status: 'completed', role: 'assistant' },
      content: [{ type: 'output_text', text: `You said: ${text}`, annotations: [] }],
    },
    ...(tool
      ? [
          {
            id: 'fc_1',
            type: 'function_call',
            status: 'completed',
            call_id: 'call_fake',
            name: tool.name,
            arguments: given,
          },
        ]
      : []),
  ];
}

const ended = (body: ResponsesBody, end: FakeResponses['end']): object => ({
  ...head(body),
  status: end,
  error: end === 'failed' ? { code: 'server_error', message: lastSaid(body) } : null,
  incomplete_details: end === 'incomplete' ? { reason: 'max_output_tokens' } : null,
  output: output(body),
  usage: USAGE,
});

function stream(response: ServerResponse, body: ResponsesBody, end: FakeResponses['end']): void {
  let sequence_number = 0;
  const send = (type: string, fields: object): void => {
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, sequence_number, ...fields })}\n\n`);
    sequence_number += 1;
  };
  const text = lastSaid(body);
  const [thought, message, call] = output(body);
  const deltas = (type: string, whole: string, fields: object): void =>
    pieces(whole).forEach((delta) => send(type, { ...fields, delta }));
  response.setHeader('content-type', 'text/event-stream');
  send('response.created', { response: { ...head(body), status: 'in_progress', output: [] } });
  send('response.output_item.added', { output_index: 0, item: { ...thought, summary: [] } });
  deltas('response.reasoning_summary_text.delta', `They said: ${text}`, { output_index: 0, summary_index: 0 });
  send('response.output_item.done', { output_index: 0, item: thought });
  send('response.output_item.added', { output_index: 1, item: { ...message, content: [] } });
  deltas('response.output_text.delta', `You said: ${text}`, { output_index: 1, content_index: 0 });
  send('response.output_item.done', { output_index: 1, item: message });
  if (call) {
    send('response.output_item.added', { output_index: 2, item: { ...call, arguments: '' } });
    deltas('response.function_call_arguments.delta', JSON.stringify({ said: text }), { output_index: 2 });
    send('response.output_item.done', { output_index: 2, item: call });
  }
  send(`response.${end}`, { response: ended(body, end) });
  response.end();
}

/** Five characters each, so that placeholders are cut. */
const pieces = (text: string): readonly string[] => text.match(/[\s\S]{1,5}/g) ?? [];
