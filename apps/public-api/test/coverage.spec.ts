import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MODEL, startGateway, type Gateway } from './gateway.js';

jest.setTimeout(180_000);

const PHI = 'Patient Jane Doe, SSN 219-09-9999';
/** What must not be read upstream, however it is written: in base64 and in names of things too. */
const LEAKED = /Jane.?Doe|219.?09.?9999/;

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());
afterEach(() => {
  gateway.upstream.behave({});
  gateway.upstream.clear();
});

const ask = (extra: object, path = '/v1/chat/completions'): Promise<Response> =>
  gateway.send(path, {
    method: 'POST',
    body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: 'Go on.' }], ...extra }),
  });
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const inMessages = (...messages: object[]): object => ({
  messages: [...messages, { role: 'user', content: 'Go on.' }],
});
const inParts = (...content: object[]): object => inMessages({ role: 'user', content });
const calling = (call: { id?: string; name?: string; arguments?: string }): object =>
  inMessages(
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        {
          id: call.id ?? 'call_1',
          type: 'function',
          function: { name: call.name ?? 'look', arguments: call.arguments ?? '{}' },
        },
      ],
    },
    { role: 'tool', tool_call_id: call.id ?? 'call_1', content: 'ok' },
  );
const defining = (over: object): object => ({
  tools: [{ type: 'function', function: { name: 'look', parameters: { type: 'object', properties: {} }, ...over } }],
});
const withParameters = (schema: object): object => defining({ parameters: { type: 'object', ...schema } });
const formatted = (over: object): object => ({
  response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: { type: 'object' }, ...over } },
});

/** PHI in every field that can hold a text, alone in the request. */
const PLANTED: Record<string, object> = {
  'a system message': inMessages({ role: 'system', content: PHI }),
  'a developer message': inMessages({ role: 'developer', content: PHI }),
  'an assistant message': inMessages({ role: 'assistant', content: PHI }),
  'a refusal': inMessages({ role: 'assistant', content: 'No.', refusal: PHI }),
  'a part that is a refusal': inMessages({ role: 'assistant', content: [{ type: 'refusal', refusal: PHI }] }),
  'a text part': inParts({ type: 'text', text: PHI }),
  "a participant's name": inMessages({ role: 'user', name: 'Patient_Jane_Doe', content: 'hi' }),
  'the arguments of a tool call': calling({ arguments: JSON.stringify({ note: PHI }) }),
  'arguments written in escapes': calling({ arguments: '{"note":"Patient J\\u0061ne Doe, SSN 219-09-\\u0039999"}' }),
  'a key of the arguments': calling({ arguments: JSON.stringify({ [PHI]: 1 }) }),
  'the name of a tool call': calling({ name: 'look_up_Jane_Doe_219-09-9999' }),
  'the id of a tool call': calling({ id: 'patient_Jane_Doe' }),
  "a tool's result": inMessages({ role: 'user', content: 'a' }, { role: 'tool', tool_call_id: 'c', content: PHI }),
  "a key of a tool's result": inMessages({ role: 'tool', tool_call_id: 'c', content: JSON.stringify({ [PHI]: [1] }) }),
  "a function's result": inMessages({ role: 'function', name: 'find_Jane_Doe', content: `{"a":"${PHI}"}` }),
  'a function call': inMessages({
    role: 'assistant',
    content: null,
    function_call: { name: 'find_Jane_Doe', arguments: `{"a":"${PHI}"}` },
  }),
  'the name of a tool': defining({ name: 'look_up_Jane_Doe' }),
  'the description of a tool': defining({ description: PHI }),
  'the description of a parameter': withParameters({ properties: { who: { type: 'string', description: PHI } } }),
  'the name of a parameter': withParameters({
    properties: { patient_Jane_Doe: { type: 'string' } },
    required: ['patient_Jane_Doe'],
  }),
  'the values of a parameter': withParameters({ properties: { who: { enum: [PHI, 'nobody'] } } }),
  'the default of a parameter': withParameters({ properties: { who: { default: { note: PHI } } } }),
  'a pattern': withParameters({ properties: { who: { pattern: `^${PHI}$` } } }),
  'a type that is none': withParameters({ properties: { who: { type: PHI } } }),
  'a keyword of its own': withParameters({ 'x-note': PHI, [PHI]: true }),
  'the name of the chosen tool': {
    ...defining({ name: 'look_up_Jane_Doe' }),
    tool_choice: { type: 'function', function: { name: 'look_up_Jane_Doe' } },
  },
  'the name of a format': formatted({ name: 'summary_of_Jane_Doe' }),
  'the description of a format': formatted({ description: PHI }),
  'the schema of a format': formatted({
    schema: { type: 'object', properties: { [PHI]: { const: PHI } }, title: PHI, $defs: { a: { $comment: PHI } } },
  }),
  'a stop sequence': { stop: ['END', PHI] },
  'one stop sequence': { stop: PHI },
  'the predicted output': { prediction: { type: 'content', content: PHI } },
  'parts of the predicted output': { prediction: { type: 'content', content: [{ type: 'text', text: PHI }] } },
  'the end user': { user: PHI },
  metadata: { metadata: { note: PHI, [PHI]: 'x' } },
  'unknown fields': { safety_identifier: PHI, prompt_cache_key: PHI, extra_body: { note: PHI }, store: PHI },
  'a text file': inParts({
    type: 'file',
    file: { filename: 'a.txt', file_data: `data:text/plain;base64,${base64(PHI)}` },
  }),
  'the name of a file': inParts({
    type: 'file',
    file: { filename: 'Patient_Jane_Doe.txt', file_data: `data:text/plain;base64,${base64('hello')}` },
  }),
  'a FHIR file': inParts({
    type: 'file',
    file: {
      file_data: `data:application/fhir+json,${encodeURIComponent(JSON.stringify({ resourceType: 'Patient', name: [{ text: 'Jane Doe' }], note: PHI }))}`,
    },
  }),
  'a drawing in letters': inParts({
    type: 'image_url',
    image_url: { url: `data:image/svg+xml;base64,${base64(`<svg><text>${PHI}</text></svg>`)}` },
  }),
  'the parameters of a data URL': inParts({
    type: 'image_url',
    image_url: { url: `data:text/plain;name=${encodeURIComponent('Jane Doe')};base64,${base64(PHI)}` },
  }),
};

/** The body that left, and what its data URLs say. */
const sentUpstream = (): string => {
  const body = gateway.upstream.requests.map((request) => request.body).join('\n');
  const attached = [...body.matchAll(/base64,([A-Za-z0-9+/=]+)/g)].map(([, data]) => Buffer.from(data ?? '', 'base64'));
  return [body, decodeURIComponent(JSON.stringify(JSON.parse(body))), ...attached].join('\n');
};

describe('PHI in every field of a chat request', () => {
  it.each(Object.keys(PLANTED))('never reaches the upstream: %s', async (field) => {
    for (const path of ['/v1/chat/completions', '/api/v2/chat/completions']) {
      gateway.upstream.clear();
      const response = await ask(PLANTED[field]!, path);
      expect([response.status, await response.text()]).toEqual([200, expect.anything()]);
      expect(gateway.upstream.requests).toHaveLength(1);
      expect(sentUpstream()).not.toMatch(LEAKED);
      expect(gateway.logLines.join('')).not.toMatch(LEAKED);
    }
  });

  it('goes upstream as text of the same kind: a file is a file, a drawing a drawing', async () => {
    await ask(PLANTED['a FHIR file']!);
    const [{ content }] = JSON.parse(gateway.upstream.requests[0]!.body).messages;
    const [, data] = /^data:application\/fhir\+json;base64,(.*)$/.exec(content[0].file.file_data) ?? [];
    const resource = JSON.parse(Buffer.from(data ?? '', 'base64').toString());
    expect(resource).toMatchObject({
      resourceType: 'Patient',
      name: [{ text: expect.stringMatching(/^\[PHI_NAME_/) }],
    });
  });

  it('tells end users apart by pseudonyms of their tenant, the same for the same user', async () => {
    for (const user of ['jane.doe@example.org', 'john', 'jane.doe@example.org']) await ask({ user });
    const users = gateway.upstream.requests.map(({ body }) => String(JSON.parse(body).user));
    expect(users[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(users[2]).toBe(users[0]);
    expect(new Set(users).size).toBe(2);
  });
});

describe('what a request says by itself', () => {
  it('trips no wire: a record number that equals a setting is hidden in the text and sent as the setting', async () => {
    const messages = [{ role: 'user', content: 'Patient MRN: 4096 and MRN: 1234567, asks again.' }];
    const response = await ask({ messages, max_tokens: 4096, seed: 1234567 });
    expect(response.status).toBe(200);
    const body = JSON.parse(gateway.upstream.requests[0]!.body);
    expect(body).toMatchObject({ max_tokens: 4096, seed: 1234567 });
    expect(body.messages[0].content).not.toMatch(/4096|1234567/);
  });
});

describe('parts that nothing can look into', () => {
  it.each([
    ['an image', 'image', { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }],
    ['an image at an address', 'image', { type: 'image_url', image_url: { url: 'https://x.example/a.png' } }],
    ['a recording', 'audio', { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }],
    ['a PDF', 'file', { type: 'file', file: { file_data: 'data:application/pdf;base64,JVBERi0=' } }],
    ['a text in another encoding', 'file', { type: 'file', file: { file_data: 'data:text/plain;base64,//79' } }],
    ['bytes of no stated type', 'file', { type: 'file', file: { file_data: base64(PHI) } }],
    ['a file at the provider', 'file', { type: 'file', file: { file_id: 'file-1' } }],
  ])('are refused by name and written down: %s', async (_, kind, part) => {
    const response = await ask(inParts({ type: 'text', text: 'see' }, part));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      error: { code: 'phi_policy_blocked', param: 'messages[0].content[1]' },
    });
    expect(gateway.upstream.requests).toHaveLength(0);
    const id = response.headers.get('x-request-id');
    const rows = await gateway.sql(
      "select outcome from audit_logs where action = 'inference.block' and request_id = $1",
      [id],
    );
    expect([kind, rows]).toEqual([kind, [{ outcome: 'refused' }]]);
  });
});

describe('an answer that names a hidden tool and hidden keys', () => {
  const tool = {
    name: 'look_up_Jane_Doe',
    parameters: { type: 'object', properties: { 'Jane Doe': { type: 'string' }, 'John Smith': { type: 'string' } } },
  };
  const messages = [{ role: 'user', content: `call it {"Jane Doe": "${PHI}", "John Smith": "2"}` }];
  const request = {
    messages,
    tools: [{ type: 'function', function: tool }],
    tool_choice: { type: 'function', function: { name: tool.name } },
  };

  it.each([false, true])('calls it by its own name, with its own keys; streamed: %s', async (stream) => {
    gateway.upstream.behave({ chunkCharacters: 3 });
    const response = await ask({ ...request, stream });
    const text = await response.text();
    const chunks: { choices: { delta?: Calls; message?: Calls }[] }[] = stream
      ? text
          .split('\n\n')
          .filter((event) => event.startsWith('data: {'))
          .map((event) => JSON.parse(event.slice(6)))
      : [JSON.parse(text)];
    const calls = chunks.flatMap(({ choices }) =>
      choices.flatMap((each) => (each.delta ?? each.message)?.tool_calls ?? []),
    );
    expect(calls.map((call) => call.function.name ?? '').join('')).toBe(tool.name);
    const args = JSON.parse(calls.map((call) => call.function.arguments ?? '').join(''));
    expect(Object.keys(args)).toEqual(['Jane Doe', 'John Smith']);
    expect(args['Jane Doe']).toBe(PHI);
    expect(sentUpstream()).not.toMatch(LEAKED);
  });
});

interface Calls {
  readonly tool_calls?: readonly { readonly function: { readonly name?: string; readonly arguments?: string } }[];
}
