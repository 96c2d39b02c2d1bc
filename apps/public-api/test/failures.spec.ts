import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '@radiant/embedded/testing';
import { startGateway, MODEL, type Gateway } from './gateway.js';

const PROMPT = 'Patient Jane Doe, SSN 219-09-9999';
/** What the demo provider writes into the bodies of its failures. */
const UPSTREAM_SECRETS = /sk-|secret|traceback|Jane Doe|219-09-9999/i;

jest.setTimeout(180_000); // records follow their calls

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({
    deadlines: { connectMs: 500, firstByteMs: 400, idleMs: 400, totalMs: 5_000 },
    breaker: { consecutive: 1_000, failures: 1_000 }, // one provider, and nothing but failures
  });
});
afterAll(() => gateway.close());
afterEach(() => {
  gateway.upstream.behave({});
  gateway.upstream.clear();
});

const ask = (extra: object = {}): Promise<Response> =>
  gateway.send('/v1/chat/completions', {
    method: 'POST',
    body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: PROMPT }], ...extra }),
  });
const billed = async (): Promise<Record<string, unknown>[]> => {
  await gateway.settled();
  return gateway.sql('select * from usage_records order by created_at');
};

describe('a provider that nobody reaches', () => {
  it('has its breaker opened by the looks at it, and the log says why', async () => {
    const lonely = await startGateway({
      variables: { LITELLM_URL: 'http://127.0.0.1:1', RADIANT_PROVIDER_CHECK_SECONDS: '1' },
      breaker: { consecutive: 1 },
    });
    const turned = (): string | undefined => lonely.logLines.find((line) => line.includes('the breaker of a provider'));
    expect(JSON.parse((await until(turned)) ?? '')).toMatchObject({
      providerId: expect.any(String),
      breaker: 'open',
      errorCode: 'provider_error',
      cause: 'ECONNREFUSED',
    });
    await lonely.close();
  });
});

describe('a provider that fails', () => {
  it.each([
    ['status-400', 400, 'validation_error'],
    ['status-401', 502, 'provider_error'],
    ['status-404', 502, 'provider_error'],
    ['status-429', 429, 'rate_limited'],
    ['status-500', 502, 'provider_error'],
    ['status-503', 503, 'service_unavailable'],
    ['garbage', 502, 'provider_error'],
  ] as const)(
    'with %s becomes our own %i %s, without a word of its body, and nothing is billed',
    async (fault, status, code) => {
      for (const stream of [false, true]) {
        if (stream && fault === 'garbage') continue; // its stream begins well: see below
        gateway.upstream.behave({ fault });
        const before = (await billed()).length;
        const response = await ask({ stream });
        const text = await response.text();
        expect(response.status).toBe(status);
        expect(JSON.parse(text)).toMatchObject({
          error: { code, message: expect.any(String), param: null, type: expect.any(String) },
        });
        expect(text).not.toMatch(UPSTREAM_SECRETS);
        expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
        expect(await billed()).toHaveLength(before);
      }
    },
  );

  it('is told in the log by the id of the request: what failed, and what lies behind it', async () => {
    const lineOf = async (fault: 'reset' | 'status-400' | 'status-401'): Promise<string> => {
      gateway.upstream.behave({ fault });
      const id = (await ask()).headers.get('x-request-id') ?? 'none';
      const written = (): string | undefined => gateway.logLines.find((line) => line.includes(id));
      return (await until(written)) ?? ''; // it follows the reply
    };
    expect(JSON.parse(await lineOf('reset'))).toMatchObject({
      level: 40,
      msg: 'request',
      status: 502,
      errorCode: 'provider_error',
      cause: expect.stringMatching(/^(ECONNRESET|UND_ERR_SOCKET)$/),
    });
    expect(JSON.parse(await lineOf('status-401'))).toMatchObject({ level: 40, cause: 'HTTP_401' });
    expect(JSON.parse(await lineOf('status-400'))).toMatchObject({ level: 30, errorCode: 'validation_error' });
  });

  it('says when to try again when it is limiting, within a minute', async () => {
    gateway.upstream.behave({ fault: 'status-429' });
    const seconds = Number((await ask()).headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  it('and never answers is given up after the first-byte deadline', async () => {
    gateway.upstream.behave({ fault: 'hang' });
    const response = await ask();
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ error: { code: 'provider_timeout' } });
  });

  it.each(['stall', 'reset', 'truncate', 'error-event', 'garbage'] as const)(
    'in the middle of a stream (%s) ends it with one error event and bills what arrived',
    async (fault) => {
      gateway.upstream.behave({ fault });
      const before = (await billed()).length;
      const response = await ask({ stream: true });
      expect(response.status).toBe(200);
      const text = await response.text();
      const events = text
        .trim()
        .split('\n\n')
        .map((event) => event.replace(/^data: /, ''));
      const last: unknown = JSON.parse(events.at(-1) ?? '');
      expect(last).toMatchObject({
        error: { code: expect.stringMatching(/^provider_(error|timeout)$/), type: 'api_error' },
      });
      expect(events.slice(0, -1).join()).not.toContain('"error"');
      expect(text).not.toContain('[DONE]');
      expect(JSON.stringify(last)).not.toMatch(UPSTREAM_SECRETS);
      const rows = await billed();
      expect(rows).toHaveLength(before + 1);
      expect(rows.at(-1)).toMatchObject({ estimated: true, request_type: 'chat.completion.stream' });
    },
  );

  it('and sends no usage is billed by our own count, flagged, and the caller sees the count', async () => {
    gateway.upstream.behave({ fault: 'no-usage' });
    for (const stream of [false, true]) {
      const response = await ask({ stream });
      const text = await response.text();
      if (!stream) expect(JSON.parse(text).usage.total_tokens).toBeGreaterThan(10);
      const row = (await billed()).at(-1);
      expect(row).toMatchObject({ estimated: true });
      expect(Number(row?.['input_tokens'])).toBeGreaterThan(5);
      expect(Number(row?.['output_tokens'])).toBeGreaterThan(5);
      expect(BigInt(String(row?.['cost_picos']))).toBeGreaterThan(0n);
    }
  });
});

describe('whatever fails', () => {
  it('no line of the log holds the prompt, the reply, the key or the upstream body, at debug level', () => {
    const log = gateway.logLines.join('');
    expect(log.split('\n').length).toBeGreaterThan(10);
    expect(log).not.toMatch(UPSTREAM_SECRETS);
    expect(log).not.toContain(gateway.clinic.key);
    expect(log).not.toContain('I was told');
  });

  it('a hostile host named in the request gets no connection', async () => {
    const hostile = {
      api_base: 'http://127.0.0.1:9',
      base_url: 'http://127.0.0.1:9',
      api_key: 'x',
      extra_headers: { a: 'b' },
    };
    const response = await ask({ ...hostile, metadata: hostile, extra_body: hostile });
    expect(response.status).toBe(200);
    expect(gateway.upstream.requests.at(-1)?.body).not.toMatch(/127\.0\.0\.1|api_key|extra/);
  });

  it('an image is refused while PHI is protected, and nothing is sent', async () => {
    const content = [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }];
    const response = await ask({ messages: [{ role: 'user', content }] });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      error: { code: 'phi_policy_blocked', param: 'messages[0].content[0]' },
    });
    expect(gateway.upstream.requests).toHaveLength(0);
  });

  it.each([
    ['/v1/chat/completions', 'demo-embed', 'chat', { messages: [{ role: 'user', content: PROMPT }] }],
    ['/v1/embeddings', MODEL, 'embeddings', { input: PROMPT }],
  ])('%s of a model that does something else is refused, never priced by rates that are not for it', async (...row) => {
    const [path, model, capability, body] = row;
    const refused = await gateway.send(path, { method: 'POST', body: JSON.stringify({ model, ...body }) });
    expect([refused.status, await refused.json()]).toEqual([
      400,
      {
        error: {
          message: `the model ${model} has not the capability ${capability}`,
          type: 'invalid_request_error',
          param: 'model',
          code: 'validation_error',
        },
      },
    ]);
    expect(gateway.upstream.requests).toHaveLength(0);
  });

  it('a model without a price is refused, never free', async () => {
    await gateway.sql(
      "insert into models (id, provider_id, name, display_name, type, specialty) values ('unpriced', 'demo', 'unpriced', 'Unpriced', 'external', 'general')",
    );
    const reply = async (): Promise<{ error: { code: string } }> =>
      (await (await ask({ model: 'unpriced' })).json()) as { error: { code: string } };
    const answer = await until(reply, ({ error }) => error.code !== 'not_found'); // once the registry's snapshot is renewed
    expect(answer).toMatchObject({ error: { code: 'model_not_priced' } });
    expect(gateway.upstream.requests).toHaveLength(0);
  });

  it("a tenant whose policy can't be read is refused, never served by a default", async () => {
    await gateway.sql(`update tenants set phi_config = '{"mode":"off"}' where id = $1`, [gateway.hospital.id]);
    const body = JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: PROMPT }] });
    const response = await gateway.send('/v1/chat/completions', { method: 'POST', body, tenant: gateway.hospital });
    expect(response.status).toBe(503);
    expect(gateway.upstream.requests).toHaveLength(0);
  });
});

describe('a caller', () => {
  it('who hangs up while he sends is no defect of the gateway', async () => {
    const before = gateway.logLines.length;
    const lines = (): string => gateway.logLines.slice(before).join('');
    const head = `POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${gateway.clinic.key}\r\n`;
    // again, until one has left after reading of his body had begun, which nobody outside can see
    while (!/left by its sender|defect/.test(lines())) {
      const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
      socket.write(`${head}content-type: application/json\r\nexpect: 100-continue\r\ncontent-length: 500\r\n\r\n`);
      await once(socket, 'data'); // told to go on, he leaves
      socket.write('{"messages":[', () => socket.destroy());
      await once(socket, 'close');
    }
    expect(lines()).not.toContain('defect');
  });
});
