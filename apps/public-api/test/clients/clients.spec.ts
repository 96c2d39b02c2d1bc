import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MODEL, startGateway, type Gateway } from '../gateway.js';
import { startClientProcess, type Asked, type ClientProcess, type Outcome } from './client-process.js';
import { startFailingServer } from './failing-server.js';
import { startRecorder, type Recorder, type Reply } from './recorder.js';
import { eventsOf, replyFaults } from './reply-faults.js';

const PROMPT = 'Patient Jane Doe, MRN 00482913, phone (555) 201-4477, asks whether ibuprofen is safe.';
const VALUES = ['Jane Doe', '00482913', '(555) 201-4477'];

/** Every package, by its file in `packages`. */
const CLIENTS = [
  'openai',
  'openai-responses',
  'anthropic',
  'ai-openai-compatible',
  'ai-openai',
  'ai-anthropic',
  'langchain',
  'llamaindex',
];

const CLIENTS_PAGE = readFileSync(new URL('../../../../docs/clients.md', import.meta.url), 'utf8');

jest.setTimeout(60_000);

let gateway: Gateway;
let recorder: Recorder;
let clients: ClientProcess;
beforeAll(async () => {
  gateway = await startGateway({ breaker: { consecutive: 1_000, failures: 1_000 } }); // faults are meant here
  recorder = await startRecorder(gateway.url);
  clients = startClientProcess();
});
afterAll(async () => {
  clients.close();
  await recorder.close();
  await gateway.close();
});
afterEach(() => {
  gateway.upstream.behave({});
  gateway.upstream.clear();
  recorder.greeting = '';
});

const sentUpstream = (): string => gateway.upstream.requests.map(({ body }) => body).join('\n');

async function outcomeOf<Value = string>(
  client: string,
  call: string,
  over: Partial<Asked> = {},
): Promise<Outcome<Value>> {
  const asked = { baseUrl: recorder.url, key: gateway.clinic.key, model: MODEL, prompt: PROMPT, maxRetries: 0 };
  return clients.run<Value>(client, call, { ...asked, ...over });
}

async function valueOf<Value = string>(client: string, call: string, over: Partial<Asked> = {}): Promise<Value> {
  const outcome = await outcomeOf<Value>(client, call, over);
  if (outcome.error) throw new Error(`${client} ${call}: ${JSON.stringify(outcome.error)}`);
  return outcome.value;
}

function expectHidden(): void {
  expect(gateway.upstream.requests.length).toBeGreaterThan(0);
  for (const { body } of gateway.upstream.requests) expect(body).toMatch(/\[PHI_NAME_\d{5}\]/);
  for (const value of VALUES) expect(sentUpstream()).not.toContain(value);
}

describe.each(CLIENTS)('%s', (client) => {
  it('gets the patient back in words, whole and streamed, and the model saw placeholders only', async () => {
    gateway.upstream.behave({ chunkCharacters: 3 });
    const [whole, streamed] = [await valueOf(client, 'words'), await valueOf(client, 'streamedWords')];
    for (const value of VALUES) expect(whole).toContain(value);
    expect(streamed).toBe(whole);
    expectHidden();
  });

  it('gets the patient back in the input of a tool, whole and streamed', async () => {
    gateway.upstream.behave({ chunkCharacters: 3 });
    for (const call of ['toolInput', 'streamedToolInput']) {
      expect(JSON.parse(await valueOf(client, call))).toEqual({ who: 'Jane Doe' });
    }
    expectHidden();
  });

  it('reads past what keeps a stream alive while a model is awaited', async () => {
    const ping = 'event: ping\ndata: {"type":"ping"}\n\n';
    recorder.greeting = (client.endsWith('anthropic') ? ping : ': keep-alive\n\n').repeat(3);
    expect(await valueOf(client, 'streamedWords')).toContain('Jane Doe');
  });

  it('gets placeholders where the policy says so', async () => {
    const said = await valueOf(client, 'streamedWords', { key: gateway.hospital.key });
    expect(said).toMatch(/\[PHI_NAME_\d{5}\]/);
    expect(said).not.toContain('Jane Doe');
  });

  it('is told what is wrong by its own class of errors', async () => {
    const refused = await outcomeOf(client, 'words', { key: 'sk-nobody' });
    expect(refused.error?.status).toBe(401);
    expect((await outcomeOf(client, 'streamedWords', { model: 'no-such-model' })).error?.status).toBe(404);
    gateway.upstream.behave({ fault: 'truncate' });
    expect((await outcomeOf(client, 'streamedWords')).error).toBeDefined();
  });
});

describe.each(['openai', 'ai-openai-compatible', 'ai-openai', 'ai-anthropic'])('the tools of %s', (client) => {
  it('are called with the patient, and the model hears of their results in placeholders', async () => {
    const { given, said } = await valueOf<{ given: string; said: string }>(client, 'toolLoop', {
      prompt: `${PROMPT} Please call lookup.`,
    });
    expect(given).toBe('Jane Doe');
    expect(said).toContain('Jane Doe is in ward 7.');
    expect(gateway.upstream.requests.length).toBe(2);
    expectHidden();
  });
});

describe('besides', () => {
  it('openai reads an answer in a given form', async () => {
    expect(await valueOf('openai', 'parsed')).toContain('Jane Doe');
    expectHidden();
  });

  it('openai, langchain and llamaindex read embeddings, in base64 and as floats', async () => {
    const model = 'demo-embed';
    const [byDefault, floats] = await valueOf<number[][][]>('openai', 'embeddings', { model });
    expect(floats?.map(({ length }) => length)).toEqual([8, 8]);
    expect(byDefault?.[1]).toEqual(floats?.[1]); // the first text's placeholders differ from call to call
    for (const client of ['langchain', 'llamaindex']) {
      const vectors = await valueOf<number[][]>(client, 'embeddings', { model });
      expect(vectors.map(({ length }) => length)).toEqual([256, 256]);
    }
    expectHidden();
  });

  it('openai keeps responses, goes on from them and takes them away', async () => {
    const { said, read, input, afterwards } = await valueOf<Record<string, unknown>>('openai-responses', 'kept');
    for (const text of [said, read, input]) expect(text).toContain('Jane Doe');
    expect(afterwards).toBe(404);
    expectHidden();
  });

  it('openai completes a text', async () => {
    const { whole, streamed } = await valueOf<{ whole: string; streamed: string }>('openai', 'completions');
    expect(whole).toContain('Jane Doe');
    expect(streamed).toBe(whole);
    expectHidden();
  });

  it('openai lists and finds models', async () => {
    const { listed, found } = await valueOf<{ listed: string[]; found: string }>('openai', 'models');
    expect([listed, found]).toEqual([expect.arrayContaining([MODEL]), MODEL]);
  });

  it('anthropic counts tokens', async () => {
    expect(await valueOf<number>('anthropic', 'counted')).toBeGreaterThan(10);
  });

  it('langchain reads responses', async () => {
    expect(await valueOf('langchain', 'responseWords')).toContain('Jane Doe');
    expectHidden();
  });

  it('openai hangs up, and the call upstream ends', async () => {
    gateway.upstream.behave({ chunkCharacters: 2, chunkIntervalMs: 20 });
    const aborted = gateway.upstream.nextAbort();
    expect(await valueOf<number>('openai', 'abort')).toBeLessThan(10);
    await aborted;
  });
});

describe('a status', () => {
  /** All that the gateway answers, but for those that mean success. */
  const STATUSES = [400, 401, 402, 403, 404, 405, 409, 412, 413, 415, 422, 429, 500, 502, 503, 504];

  it('makes each package repeat its call, or not, as the documentation says', async () => {
    const server = await startFailingServer();
    const rows = await Promise.all(
      CLIENTS.map(async (client) => {
        const calls = STATUSES.map(async (status) => {
          const over = { baseUrl: `${server.url}/${client}/${status}`, maxRetries: 1 };
          expect((await outcomeOf(client, 'words', over)).error).toBeDefined();
          return server.calls(client, status) > 1 ? 'yes' : 'no';
        });
        return [`\`${client}\``, ...(await Promise.all(calls))];
      }),
    );
    await server.close();
    const measured = [['', ...STATUSES.map(String)], ...rows].map((cells) => cells.join(' | ').trim());
    expect(tableOf(CLIENTS_PAGE, 'Which status makes')).toEqual(measured);
  });

  it.each(['status-429', 'status-503'] as const)('%s says when to come again, and openai does', async (fault) => {
    const status = Number(fault.slice(-3));
    gateway.upstream.behave({ fault });
    expect((await outcomeOf('openai', 'words')).error?.status).toBe(status);
    expect(recorder.replies.at(-1)?.retryAfter).toMatch(/^([1-9]|[1-5][0-9]|60)$/);
    gateway.upstream.behave({ fault }, gateway.upstream.requests.length);
    expect(await valueOf('openai', 'words', { maxRetries: 5 })).toContain('Jane Doe');
    expect(recorder.replies.slice(-2).map((reply) => reply.status)).toEqual([status, 200]);
  });
});

describe('the page of clients', () => {
  it('has examples that run as they stand there, and answer with the patient', async () => {
    const examples = [...CLIENTS_PAGE.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code);
    expect(examples.length).toBeGreaterThanOrEqual(CLIENTS.length);
    const directory = mkdtempSync(path.join(tmpdir(), 'radiant-examples-'));
    symlinkSync(
      fileURLToPath(new URL('../../../../node_modules', import.meta.url)),
      path.join(directory, 'node_modules'),
    );
    for (const [i, example] of examples.entries()) {
      const code = example
        .replaceAll('http://127.0.0.1:8080', recorder.url)
        .replaceAll('rad_dev_…', gateway.clinic.key);
      expect(code).not.toBe(example);
      const file = path.join(directory, `example-${i}.mjs`);
      writeFileSync(file, code);
      const { value, error } = await clients.logged(file);
      expect([example, error, value]).toEqual([example, undefined, expect.stringContaining('Jane Doe')]);
    }
    rmSync(directory, { recursive: true });
    for (const value of ['Jane Doe', '00482913']) expect(sentUpstream()).not.toContain(value);
  });
});

describe('every reply and every event of this run', () => {
  const kindOf = ({ method, path, status, streamed, body }: Reply): string =>
    [method, path, status < 400, streamed, /"(tool_calls|tool_use|function_call)"/.test(body)].join(' ');

  it('is as the published reference of its API says', () => {
    expect(recorder.replies.length).toBeGreaterThan(80);
    expect([...new Set(recorder.replies.flatMap(replyFaults))]).toEqual([]);
  });

  it('would not be, with a field less, or one more at any depth', () => {
    const kinds = new Map(recorder.replies.map((reply) => [kindOf(reply), reply]));
    expect(kinds.size).toBeGreaterThan(20);
    for (const reply of kinds.values()) {
      const written = reply.streamed ? eventsOf(reply.body) : [reply.body];
      const distinct = new Map(written.map((each) => [/"type":"[^"]*"/.exec(each)?.[0], /\{.*\}$/s.exec(each)?.[0]]));
      for (const data of distinct.values()) {
        if (data === undefined) continue; // [DONE]
        const known = JSON.parse(data);
        const [first = ''] = Object.keys(known);
        for (const broken of [{ ...known, [first]: undefined }, ...withOneMore(known)]) {
          const body = reply.body.replace(data, () => JSON.stringify(broken));
          expect([broken, replyFaults({ ...reply, body }).length > 0]).toEqual([broken, true]);
        }
      }
    }
  });
});

/** What the reference leaves open: schemas, inputs of tools, a caller's own. */
const OPEN = ['parameters', 'input', 'metadata', 'schema'];

/** Copies of a value, each with a field that nobody knows in one of the objects within it. */
function withOneMore(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => withOneMore(item).map((broken) => value.with(i, broken)));
  }
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, field]) =>
    OPEN.includes(name) ? [] : withOneMore(field).map((broken) => ({ ...value, [name]: broken })),
  );
  return [{ ...value, unknown: 1 }, ...inner];
}

/** The rows of the first table under a heading, without the line below its head. */
const tableOf = (page: string, heading: string): readonly string[] => {
  const rows = page.slice(page.indexOf(`## ${heading}`)).match(/(?:^\|.*\n)+/m)?.[0] ?? '';
  return rows
    .trim()
    .split('\n')
    .filter((_, row) => row !== 1)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
        .join(' | ')
        .trim(),
    );
};
