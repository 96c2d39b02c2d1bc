import { randomUUID } from 'node:crypto';
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createDynamoClient } from '@radiant/dynamodb';
import { MODEL, startGateway, type Gateway, type TestTenant } from './gateway.js';

jest.setTimeout(180_000);

const PROMPT = 'Patient Jane Doe, MRN 00482913, asks whether ibuprofen is safe.';
const VALUES = ['Jane Doe', '00482913'];
const UNKNOWN = { code: 'NOT_FOUND', message: 'there is no such session' };

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());
afterEach(() => {
  gateway.upstream.behave({});
  gateway.upstream.clear();
});

interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers are looked into freely here
}

const ask = async (path: string, init: RequestInit & { tenant?: TestTenant } = {}): Promise<Asked> => {
  const response = await gateway.send(path, init);
  const text = await response.text();
  const json = response.headers.get('content-type')?.startsWith('application/json');
  return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : undefined };
};
const as = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } });
const chat = (session: string, content: string, over: object = {}, init: RequestInit & { tenant?: TestTenant } = {}) =>
  ask('/api/v2/chat/completions', {
    ...init,
    method: 'POST',
    body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content }], session_id: session, ...over }),
  });
/** Without a body, and so without a content type. */
const remove = (session: string, credential = gateway.clinic.key): Promise<Response> =>
  fetch(`${gateway.url}/api/v2/sessions/${session}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${credential}` },
  });
const read = (session: string, init: RequestInit & { tenant?: TestTenant } = {}) =>
  ask(`/api/v2/sessions/${session}`, init);
const items = async (): Promise<Record<string, unknown>[]> => {
  const { endpoint, table } = gateway.dynamodb;
  const client = createDynamoClient({ endpoint, region: 'us-east-1', maxSockets: 2 });
  const found: Record<string, unknown>[] = [];
  for (const TableName of [table, `${table}-sessions`]) {
    found.push(...((await client.send(new ScanCommand({ TableName }))).Items ?? []));
  }
  client.destroy();
  return found;
};
const sentUpstream = (): string => gateway.upstream.requests.map(({ body }) => body).join('\n');

describe('a session', () => {
  it('is there when the reply has ended, streamed or not, on either route', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    await chat(ids[0]!, PROMPT);
    await chat(ids[1]!, PROMPT, { stream: true });
    await ask('/v1/chat/completions', {
      method: 'POST',
      headers: { 'x-radiant-session-id': ids[2]! },
      body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: PROMPT }], stream: true }),
    });
    for (const id of ids) {
      const { status, body } = await read(id);
      expect(status).toBe(200);
      expect(body.data.session).toMatchObject({ id, model: MODEL, turns: 1, mappingId: id });
      const [asked, answered, ...others] = body.data.session.messages;
      expect(asked).toMatchObject({ role: 'user', content: PROMPT });
      expect(answered).toMatchObject({ role: 'assistant', content: expect.stringContaining('Jane Doe') });
      expect(others).toEqual([]);
    }
    const { body } = await ask('/api/v2/sessions?limit=2');
    expect(body.data.sessions.map(({ id }: { id: string }) => id)).toEqual([ids[2], ids[1]]);
    expect(body.meta.pagination).toEqual({ page: 1, limit: 2, total: 3, hasMore: true });
    expect(Date.parse(body.data.sessions[0].expiresAt) - Date.parse(body.data.sessions[0].updatedAt)).toBe(
      30 * 86_400_000,
    );
  });

  it('keeps one placeholder for one value, whatever replica or turn', async () => {
    const id = randomUUID();
    await chat(id, PROMPT);
    await chat(id, 'Is Jane Doe allergic?');
    const names = sentUpstream().match(/\[PHI_NAME_\d+\]/g);
    expect(new Set(names).size).toBe(1);
    expect((await read(id)).body.data.session).toMatchObject({ turns: 2 });
  });

  it('stays with placeholders where the policy restores nothing', async () => {
    const id = randomUUID();
    const tenant = gateway.hospital;
    await chat(id, PROMPT, {}, { tenant });
    const { text } = await read(id, { tenant });
    expect(text).toMatch(/\[PHI_NAME_\d{5}\]/);
    for (const value of VALUES) expect(text).not.toContain(value);
  });

  it('puts its history before the new messages when it is asked to', async () => {
    const id = randomUUID();
    await chat(id, PROMPT);
    await chat(id, 'And paracetamol?', { use_history: true });
    const { messages } = JSON.parse(gateway.upstream.requests[1]!.body) as { messages: { content: string }[] };
    expect(messages.map(({ content }) => content)).toEqual([
      expect.stringMatching(/^Patient \[PHI_NAME_\d{5}\]/),
      expect.stringContaining('[PHI_NAME_'),
      'And paracetamol?',
    ]);
    await chat(id, 'And aspirin?', { use_history: true, max_history: 1 });
    expect(JSON.parse(gateway.upstream.requests[2]!.body).messages).toHaveLength(2);
    for (const value of VALUES) expect(sentUpstream()).not.toContain(value);
    const { session } = (await read(id)).body.data;
    expect(session).toMatchObject({ turns: 3 });
    expect(session.messages).toHaveLength(3);
  });

  it('refuses history without a session, and more of it than there may be', async () => {
    const body = { model: MODEL, messages: [{ role: 'user', content: 'x' }], use_history: true };
    const send = (over: object) =>
      ask('/api/v2/chat/completions', { method: 'POST', body: JSON.stringify({ ...body, ...over }) });
    expect((await send({})).body.error).toMatchObject({ code: 'VALIDATION_ERROR' });
    expect((await send({ session_id: randomUUID(), max_history: 51 })).status).toBe(400);
    expect(gateway.upstream.requests).toEqual([]);
  });

  it('loses nothing to turns that run at once', async () => {
    const id = randomUUID();
    const people = ['Jane Doe', 'Mary Smith', 'John Brown', 'Peter Miller'];
    const answers = await Promise.all(people.map((name) => chat(id, `Patient ${name} is here.`)));
    for (const [index, { status, body }] of answers.entries()) {
      expect(status).toBe(200);
      expect(body.data.choices[0].message.content).toContain(people[index]);
    }
    expect((await read(id)).body.data.session).toMatchObject({ turns: people.length });
  });
});

describe('whose session it is', () => {
  it('nobody else of the tenant sees it or goes on with it, and nothing leaves', async () => {
    const id = randomUUID();
    const mine = await gateway.token({ userId: 'nurse-1' });
    const other = await gateway.token({ userId: 'nurse-2' });
    expect((await chat(id, PROMPT, {}, as(mine))).status).toBe(200);
    gateway.upstream.clear();
    for (const stranger of [as(other), {}, { tenant: gateway.hospital }]) {
      expect(await read(id, stranger)).toMatchObject({ status: 404, body: { error: UNKNOWN } });
    }
    for (const credential of [other, gateway.clinic.key, gateway.hospital.key]) {
      expect((await remove(id, credential)).status).toBe(404);
    }
    for (const stranger of [as(other), {}]) {
      expect(await chat(id, 'And now?', {}, stranger)).toMatchObject({ status: 404, body: { error: UNKNOWN } });
      expect(await chat(id, 'And now?', { stream: true }, stranger)).toMatchObject({ status: 404 });
    }
    expect(gateway.upstream.requests).toEqual([]);
    const lists = await Promise.all(
      [as(other), { tenant: gateway.hospital }].map((init) => ask('/api/v2/sessions', init)),
    );
    for (const { text } of lists) expect(text).not.toContain(id);
    expect((await read(id, as(mine))).body.data.session).toMatchObject({ turns: 1 });
  });

  it('nobody else of the tenant learns by its placeholders what it hid', async () => {
    const id = randomUUID();
    const mine = await gateway.token({ userId: 'nurse-1' });
    const other = await gateway.token({ userId: 'nurse-2' });
    await chat(id, PROMPT, {}, as(mine));
    const sanitize = (token: string) =>
      ask('/api/v2/phi/sanitize', {
        ...as(token),
        method: 'POST',
        body: JSON.stringify({ text: 'Is Jane Doe here?', session_id: id }),
      });
    expect(await sanitize(other)).toMatchObject({ status: 404, body: { error: UNKNOWN } });
    expect(await sanitize(mine)).toMatchObject({ status: 200, body: { data: { mappingId: id } } });
  });

  it('two tenants may choose the same id and share nothing', async () => {
    const id = randomUUID();
    await chat(id, PROMPT);
    await chat(id, 'Patient Mary Smith is here.', {}, { tenant: gateway.hospital });
    expect((await read(id)).text).toContain('Jane Doe');
    const foreign = (await read(id, { tenant: gateway.hospital })).text;
    expect(foreign).not.toContain('Jane Doe');
    expect(foreign).toContain('is here.');
  });

  it('goes to one of two who begin it at once', async () => {
    const id = randomUUID();
    const tokens = await Promise.all(['nurse-3', 'nurse-4'].map((userId) => gateway.token({ userId })));
    const statuses = (await Promise.all(tokens.map((token) => chat(id, PROMPT, {}, as(token))))).map(
      ({ status }) => status,
    );
    expect(statuses.toSorted()).toEqual([200, 404]);
  });

  it('an administrator reads it with placeholders, and the trail says so', async () => {
    const id = randomUUID();
    await chat(id, PROMPT);
    const { status, text, headers } = await read(id, as(await gateway.token({ userId: 'chief', groups: ['admin'] })));
    expect(status).toBe(200);
    expect(text).toMatch(/\[PHI_NAME_\d{5}\]/);
    for (const value of VALUES) expect(text).not.toContain(value);
    const rows = await gateway.sql(
      "select admin_id, resource_id from audit_logs where action = 'session.read' and request_id = $1",
      [headers.get('x-request-id')],
    );
    expect(rows).toEqual([{ admin_id: 'chief', resource_id: id }]);
  });

  it('takes what is no UUID for unknown', async () => {
    for (const id of ['x', '%00', `${randomUUID()}'--`]) expect((await read(id)).status).toBe(404);
  });
});

describe('what is kept', () => {
  it('says nothing of what was said to whoever reads the tables', async () => {
    await chat(randomUUID(), `${PROMPT} The weather is fine.`);
    const kept = await items();
    const bytes = Buffer.concat(
      kept.flatMap((item) => [Buffer.from(JSON.stringify(item)), Buffer.from((item['sealed'] as Uint8Array) ?? [])]),
    );
    for (const text of [...VALUES, 'weather', 'PHI_NAME_', 'assistant']) expect(bytes.includes(text)).toBe(false);
  });

  it('is gone for good once it was deleted, also for who copied it before', async () => {
    const id = randomUUID();
    await chat(id, PROMPT);
    const copies = (await items()).filter(({ pk }) => String(pk).endsWith(id));
    expect(copies).toHaveLength(2);
    const scope = `session#${id}`;
    expect(await gateway.sql('select wrapped is null as gone from data_keys where scope = $1', [scope])).toEqual([
      { gone: false },
    ]);
    const deleted = await remove(id);
    expect([deleted.status, await deleted.json()]).toMatchObject([200, { data: { id, deleted: true } }]);
    expect((await items()).filter(({ pk }) => String(pk).endsWith(id))).toEqual([]);
    expect(await gateway.sql('select wrapped is null as gone from data_keys where scope = $1', [scope])).toEqual([
      { gone: true },
    ]);
    expect(
      await gateway.sql("select outcome from audit_logs where action = 'session.delete' and resource_id = $1", [id]),
    ).toEqual([{ outcome: 'success' }]);
    await putBack(copies);
    expect((await read(id)).status).toBe(404);
    expect((await remove(id)).status).toBe(404);
    gateway.upstream.clear();
    expect(await chat(id, 'And now?')).toMatchObject({ status: 404, body: { error: UNKNOWN } });
    expect(gateway.upstream.requests).toEqual([]);
  });
});

async function putBack(copies: readonly Record<string, unknown>[]): Promise<void> {
  const { endpoint, table } = gateway.dynamodb;
  const client = createDynamoClient({ endpoint, region: 'us-east-1', maxSockets: 2 });
  for (const Item of copies) {
    await client.send(new PutCommand({ TableName: 'gsi1pk' in Item ? `${table}-sessions` : table, Item }));
  }
  client.destroy();
}
