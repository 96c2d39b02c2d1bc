import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Log, readEnvironment, type Running } from '@radiant/nest-kit';
import { startPublicApi } from '../src/start-public-api.js';
import { MODEL, startGateway, type Gateway } from './gateway.js';

jest.setTimeout(180_000);

let gateway: Gateway;
let replica: Running;
beforeAll(async () => {
  gateway = await startGateway();
  await gateway.sql(
    `update tenants set phi_config = jsonb_set(phi_config, '{reidentification,mapping_ttl_hours}', '2') where id = $1`,
    [gateway.hospital.id],
  );
  replica = await startPublicApi(readEnvironment(gateway.variables), new Log('test', 'error'), '127.0.0.1');
});
afterAll(async () => {
  await replica.close();
  await gateway.close();
});

const chat = (content: string, over: object = {}): object => ({
  model: MODEL,
  messages: [{ role: 'user', content }],
  ...over,
});

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
  readonly code: string | undefined;
}

async function ask(path: string, body: object, key: string, over: Parameters<Gateway['send']>[1] = {}) {
  const { headers, ...init } = over;
  const response = await gateway.send(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'idempotency-key': key, ...Object(headers) },
    ...init,
  });
  return answerOf(response);
}

async function answerOf(response: Response): Promise<Answer> {
  const body = await response.text();
  const code = /"code":"([a-zA-Z_]+)"/.exec(body)?.[1];
  return { status: response.status, body, headers: response.headers, code };
}

const upstreamCalls = (): number => gateway.upstream.requests.length;
const billedCalls = async (): Promise<number> => {
  await gateway.settled();
  const [row] = await gateway.sql('select count(*)::int as count from usage_records');
  return Number(row?.['count']);
};

describe('Idempotency-Key', () => {
  it('stands in the trail with each reply that is shown again, and with who is shown it', async () => {
    const key = randomUUID();
    const body = chat('Patient Jane Doe, SSN 536-22-1234, asks.');
    const first = await ask('/v1/chat/completions', body, key);
    const again = await ask('/v1/chat/completions', body, key);
    const [asked, repeated] = [first, again].map(({ headers }) => headers.get('x-request-id'));
    const rows = await gateway.sql(
      'select action, outcome, resource_type, resource_id, api_key_id, phi_disclosed from audit_logs where request_id = $1',
      [repeated],
    );
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(rows).toEqual([
      {
        action: 'inference.reuse',
        outcome: 'success',
        resource_type: 'request',
        resource_id: asked,
        api_key_id: expect.any(String),
        phi_disclosed: null,
      },
    ]);
  });

  it.each([
    ['/v1/chat/completions', chat('Patient Jane Doe, SSN 536-22-1234, asks.')],
    ['/v1/chat/completions', chat('Patient Jane Doe, SSN 536-22-1234, asks.', { stream: true })],
    ['/v1/messages', chat('Patient Jane Doe, SSN 536-22-1234, asks.', { max_tokens: 99 })],
    ['/v1/messages', chat('Patient Jane Doe, SSN 536-22-1234, asks.', { max_tokens: 99, stream: true })],
    ['/v1/responses', { model: MODEL, input: 'Patient Jane Doe, SSN 536-22-1234, asks.' }],
    ['/v1/responses', { model: MODEL, input: 'Patient Jane Doe, SSN 536-22-1234, asks.', stream: true }],
    ['/api/v2/chat/completions', chat('a native call')],
    ['/api/v2/chat/completions', chat('a native stream', { stream: true })],
    ['/v1/embeddings', { model: 'demo-embed', input: ['a text'], encoding_format: 'base64' }],
    ['/api/v2/embeddings', { model: 'demo-embed', input: ['a text'] }],
  ])('repeats the exact bytes at %s, and neither calls nor bills again: %j', async (path, body) => {
    const key = randomUUID();
    const before = [upstreamCalls(), await billedCalls()];
    const first = await ask(path, body, key);
    const again = await ask(path, body, key);
    const elsewhere = await fetch(`http://127.0.0.1:${replica.port}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        authorization: `Bearer ${gateway.clinic.key}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
    }).then(answerOf);
    for (const repeated of [again, elsewhere]) {
      expect(repeated).toMatchObject({ status: 200, body: first.body });
      expect(repeated.headers.get('content-type')).toBe(first.headers.get('content-type'));
      expect(repeated.headers.get('x-radiant-receipt')).toBe(first.headers.get('x-radiant-receipt'));
      expect(repeated.headers.get('x-radiant-original-request')).toBe(first.headers.get('x-request-id'));
      expect(repeated.headers.get('idempotent-replayed')).toBe('true');
    }
    expect(first.headers.has('idempotent-replayed')).toBe(false);
    expect([upstreamCalls(), await billedCalls()]).toEqual(before.map((count) => Number(count) + 1));
  });

  it('refuses another body, another route and another wish under the same key', async () => {
    const key = randomUUID();
    await ask('/v1/chat/completions', chat('one'), key);
    const reused = { status: 422, code: 'idempotency_key_reused' };
    expect(await ask('/v1/chat/completions', chat('two'), key)).toMatchObject(reused);
    expect(await ask('/v1/chat/completions', chat('one', { stream: true }), key)).toMatchObject(reused);
    const strict = { headers: { 'x-radiant-restore': 'none' } };
    expect(await ask('/v1/chat/completions', chat('one'), key, strict)).toMatchObject(reused);
    expect(await ask('/api/v2/chat/completions', chat('one'), key)).toMatchObject({
      status: 422,
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('of ten calls that come together one is made; the others get 409 until it is over, and then its reply', async () => {
    const key = randomUUID();
    const before = upstreamCalls();
    const body = chat('all at once');
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('/v1/chat/completions', body, key)));
    const [winner, ...others] = answers.sort((a, b) => a.status - b.status);
    expect(winner?.status).toBe(200);
    for (const other of others) {
      if (other.status === 200) expect(other.body).toBe(winner?.body);
      else expect(other).toMatchObject({ status: 409, code: 'conflict' });
    }
    expect(await ask('/v1/chat/completions', body, key)).toMatchObject({ status: 200, body: winner?.body });
    expect(upstreamCalls()).toBe(before + 1);
  });

  it('is free again after a call that was refused before it left', async () => {
    const key = randomUUID();
    expect(await ask('/v1/chat/completions', chat('x', { model: 'no-such-model' }), key)).toMatchObject({
      status: 404,
    });
    expect(await ask('/v1/chat/completions', chat('x'), key)).toMatchObject({ status: 200 });
  });

  it('is free again after a call that left and cost nothing', async () => {
    const key = randomUUID();
    const body = chat('fails upstream');
    gateway.upstream.behave({ fault: 'status-400' });
    expect((await ask('/v1/chat/completions', body, key)).status).toBeGreaterThanOrEqual(400);
    gateway.upstream.behave({});
    await gateway.settled();
    expect(await ask('/v1/chat/completions', body, key)).toMatchObject({ status: 200 });
  });

  it("is each owner's own", async () => {
    const key = randomUUID();
    const first = await ask('/v1/chat/completions', chat('mine'), key);
    const other = await ask('/v1/chat/completions', chat('theirs'), key, { tenant: gateway.hospital });
    expect(other).toMatchObject({ status: 200 });
    const token = await gateway.token({ userId: 'nurse-7' });
    const person = await ask('/v1/chat/completions', chat('hers'), key, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(person).toMatchObject({ status: 200 });
    expect(person.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
  });

  it.each(['', ' ', 'with space', 'é', 'k'.repeat(256)])('refuses what is no key: %j', async (key) => {
    expect(await ask('/v1/chat/completions', chat('x'), key)).toMatchObject({ status: 400, code: 'validation_error' });
  });

  it('refuses to repeat what is not kept any more, rather than call again', async () => {
    const key = randomUUID();
    await ask('/v1/chat/completions', chat('old'), key);
    await gateway.settled();
    const before = upstreamCalls();
    await gateway.sql("update idempotent_calls set keep_until = now() - interval '1 second', claimed_until = now()");
    expect(await ask('/v1/chat/completions', chat('old'), key)).toMatchObject({
      status: 422,
      code: 'idempotency_reply_expired',
    });
    expect(upstreamCalls()).toBe(before);
  });

  it('keeps a reply no longer than the originals of its PHI', async () => {
    await ask('/v1/chat/completions', chat('brief'), randomUUID(), { tenant: gateway.hospital });
    const [row] = await gateway.sql(
      `select extract(epoch from keep_until - claimed_at)::int as seconds from idempotent_calls
       where tenant_id = $1 order by claimed_at desc limit 1`,
      [gateway.hospital.id],
    );
    expect(row).toEqual({ seconds: 7_200 });
  });

  it('stores neither the key, nor what was asked, nor what was answered in the clear', async () => {
    const key = 'Jane-Doe-536-22-1234';
    await ask('/v1/chat/completions', chat('Patient Jane Doe, SSN 536-22-1234, has a cold.'), key);
    const rows = await gateway.sql('select idempotent_calls::text as row, reply from idempotent_calls');
    for (const { row, reply } of rows) {
      const stored = `${String(row)}${reply instanceof Buffer ? reply.toString('latin1') : ''}`;
      expect(stored).not.toMatch(/Jane|536-22/);
    }
    expect(rows.some(({ reply }) => reply instanceof Buffer)).toBe(true);
  });

  it('a stream that its reader left is billed and not repeated', async () => {
    const key = randomUUID();
    const body = chat('leave early '.repeat(200), { stream: true });
    const controller = new AbortController();
    const response = await gateway.send('/v1/chat/completions', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'idempotency-key': key },
      signal: controller.signal,
    });
    await response.body?.getReader().read();
    controller.abort();
    await gateway.settled();
    const before = upstreamCalls();
    const again = await ask('/v1/chat/completions', body, key);
    expect([409, 422]).toContain(again.status);
    expect(upstreamCalls()).toBe(before);
  });
});
