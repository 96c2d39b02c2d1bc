import { PutCommand, ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createDynamoClient } from '@radiant/dynamodb';
import { bookDifferences, MODEL, startGateway, type Gateway, type TestTenant } from './gateway.js';

jest.setTimeout(60_000);

let gateway: Gateway;
let store: DynamoDBDocumentClient;
beforeAll(async () => {
  gateway = await startGateway();
  store = createDynamoClient({ endpoint: gateway.dynamodb.endpoint, region: 'us-east-1', maxSockets: 2 });
  await gateway.sql(`update tenants set settings = settings || '{"cache": {"enabled": true, "ttl_seconds": 600}}'`);
  await gateway.sql(`update model_prices set other_rates = '{"cache_hits": "1000000000"}' where model_id = $1`, [
    MODEL,
  ]);
});
afterAll(async () => {
  store.destroy();
  await gateway.close();
});
beforeEach(() => gateway.upstream.clear());

interface Said {
  readonly text: string;
  readonly cache: string | null;
  readonly requestId: string | null;
}
interface Asked {
  readonly path?: string;
  readonly stream?: boolean;
  readonly tenant?: TestTenant;
  readonly headers?: Record<string, string>;
  readonly extra?: object;
}

const PATHS = { openai: '/v1/chat/completions', anthropic: '/v1/messages' };

/** Asks, and joins what is said, streamed or not, in either shape. */
async function ask(content: string, asked: Asked = {}): Promise<Said> {
  const { path = PATHS.openai, stream = false, tenant = gateway.clinic, headers = {}, extra } = asked;
  const body = { model: MODEL, messages: [{ role: 'user', content }], max_tokens: 500, stream, ...extra };
  const response = await gateway.send(path, { method: 'POST', tenant, headers, body: JSON.stringify(body) });
  const text = await response.text();
  expect(response.status).toBe(200);
  const events = stream ? [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data]) => JSON.parse(data ?? '')) : [];
  return {
    text: stream ? events.map(pieceOf).join('') : wholeOf(JSON.parse(text)),
    cache: response.headers.get('x-radiant-cache'),
    requestId: response.headers.get('x-request-id'),
  };
}
interface Event {
  readonly choices?: readonly { readonly delta: { readonly content?: string } }[];
  readonly delta?: { readonly text?: string };
}
const pieceOf = ({ choices, delta }: Event): string => choices?.[0]?.delta.content ?? delta?.text ?? '';
interface Whole {
  readonly choices?: readonly { readonly message: { readonly content: string } }[];
  readonly content?: readonly { readonly text?: string }[];
}
const wholeOf = ({ choices, content }: Whole): string =>
  choices?.[0]?.message.content ?? content?.map(({ text = '' }) => text).join('') ?? '';

let question = 0;
/** A question that was not asked before, about somebody. */
const next = (): ((name: string) => string) => {
  question += 1;
  const about = `${question} tablets of ibuprofen`;
  return (name) => `Patient: ${name}\nMay take ${about} a day? ${name} asks.`;
};

describe('an answer that is kept', () => {
  it.each([
    ['whole', 'whole', {}, {}],
    ['whole', 'streamed', {}, { stream: true }],
    ['streamed', 'whole', { stream: true }, {}],
    ['streamed', 'in the other shape', { stream: true }, { path: PATHS.anthropic }],
    ['whole', 'streamed in the other shape', {}, { path: PATHS.anthropic, stream: true }],
  ])('is asked for once for two people, each of whom gets her own name: %s, then %s', async (_, __, one, other) => {
    const about = next();
    const first = await ask(about('Zoë O’Neill'), one);
    const second = await ask(about('Ann Smith'), other);
    expect([first.cache, second.cache]).toEqual(['miss', 'hit']);
    expect(gateway.upstream.requests).toHaveLength(1);
    expect(first.text).toContain('Zoë O’Neill asks.');
    expect(second.text).toBe(first.text.replaceAll('Zoë O’Neill', 'Ann Smith'));
    expect(second.text).not.toContain('PHI_');
  });

  it('is not given to another tenant', async () => {
    const about = next();
    await ask(about('Zoë O’Neill'));
    const { cache, text } = await ask(about('Zoë O’Neill'), { tenant: gateway.hospital });
    expect(cache).toBe('miss');
    expect(gateway.upstream.requests).toHaveLength(2);
    const again = await ask(about('Ann Smith'), { tenant: gateway.hospital });
    expect(again.cache).toBe('hit');
    expect(again.text.replaceAll(/\d{5}/g, '')).toBe(text.replaceAll(/\d{5}/g, ''));
    expect(again.text).not.toBe(text); // the placeholders are those of its own call
    expect(again.text).toMatch(/\[PHI_NAME_\d{5}\]/);
  });

  it('is neither taken nor kept where the caller says no-store, and asked for anew where no-cache', async () => {
    const about = next();
    const noStore = { headers: { 'cache-control': 'no-store' } };
    await ask(about('Zoë O’Neill'), noStore);
    expect((await ask(about('Zoë O’Neill'))).cache).toBe('miss');
    expect((await ask(about('Zoë O’Neill'), noStore)).cache).toBe('miss');
    expect((await ask(about('Zoë O’Neill'), { headers: { 'cache-control': 'no-cache' } })).cache).toBe('miss');
    expect(gateway.upstream.requests).toHaveLength(4);
    expect((await ask(about('Zoë O’Neill'))).cache).toBe('hit');
  });

  it.each<[string, Asked]>([
    ['a stricter policy', { headers: { 'x-radiant-phi': 'DIAGNOSIS' } }],
    ['another parameter', { extra: { temperature: 0.5 } }],
    ['another model', { extra: { model: 'demo-chat-large' } }],
    ['a session', { headers: { 'x-radiant-session-id': '3f0e0f3e-0000-4000-8000-000000000001' } }],
    ['the probabilities of tokens', { extra: { logprobs: true } }],
  ])('answers no question with %s', async (_, other) => {
    const about = next();
    await ask(about('Zoë O’Neill'));
    expect((await ask(about('Zoë O’Neill'), other)).cache).toBe('miss');
    expect(gateway.upstream.requests).toHaveLength(2);
  });

  it('is one that came to its own end', async () => {
    const about = next();
    const short = { extra: { max_tokens: 5 } };
    await ask(about('Zoë O’Neill'), short);
    expect((await ask(about('Zoë O’Neill'), short)).cache).toBe('miss');
  });

  it('is done without where it can not be opened', async () => {
    const about = next();
    await ask(about('Zoë O’Neill'));
    const { Items = [] } = await store.send(new ScanCommand({ TableName: gateway.dynamodb.table }));
    const kept = Items.filter(({ pk }) => String(pk).includes('#answer#'));
    expect(kept.length).toBeGreaterThan(0);
    for (const item of kept) {
      const Item = { ...item, sealed: Buffer.from('no answer') };
      await store.send(new PutCommand({ TableName: gateway.dynamodb.table, Item }));
    }
    const { cache, text } = await ask(about('Ann Smith'));
    expect(cache).toBe('miss');
    expect(text).toContain('Ann Smith');
  });

  it('costs what a kept answer costs, leaves nothing, and says so in books, trail and receipt', async () => {
    const about = next();
    await ask(about('Zoë O’Neill'));
    const { requestId } = await ask(about('Ann Smith'));
    await gateway.settled();
    const [row] = await gateway.sql('select * from usage_records where request_id = $1', [requestId]);
    expect(row).toMatchObject({
      ...{ cost_picos: '0', billed_amount_picos: '1000000000', usage_detail: { cache_hits: 1 }, estimated: false },
      ...{ input_tokens: '0', output_tokens: '0', model_id: MODEL, request_type: 'chat.completion' },
    });
    const lines = 'select account, amount_picos from ledger_entries where request_id = $1 order by account';
    expect(await gateway.sql(lines, [requestId])).toEqual([
      { account: 'margin', amount_picos: '-1000000000' },
      { account: 'receivable', amount_picos: '1000000000' },
    ]);
    const found = await gateway.send(`/api/v2/receipts/${requestId}`);
    const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    const { data } = (await found.json()) as { data: { receipt: object } };
    expect(data.receipt).toMatchObject({ outcome: 'cached', outboundSha256: nothing, categories: { NAME: 2 } });
    const events = 'select action, outcome, subjects from audit_logs where request_id = $1 order by recorded_at';
    expect(await gateway.sql(events, [requestId])).toMatchObject([
      { action: 'inference.reuse', outcome: 'success' },
      { action: 'inference.settle', outcome: 'success' },
    ]);
  });

  it('is held at its own price where that is more than the call could cost: budgets are never overshot', async () => {
    const about = next();
    await ask(about('Zoë O’Neill'));
    expect((await ask(about('Zoë O’Neill'))).cache).toBe('hit');
    await gateway.settled();
    const budget = '00000000-0000-4000-8000-00000000cac4';
    await gateway.sql(
      `insert into budgets (tenant_id, id, period, limit_picos, hard, scope, created_by)
         select $1, $2, 'month', sum(billed_amount_picos) + 999999999, true, 'tenant', 'grace'
           from usage_records where tenant_id = $1`,
      [gateway.clinic.id, budget],
    );
    const body = { model: MODEL, messages: [{ role: 'user', content: about('Zoë O’Neill') }], max_tokens: 500 };
    const { status } = await gateway.send(PATHS.openai, { method: 'POST', body: JSON.stringify(body) });
    await gateway.sql('update budgets set ended_at = now() where id = $1', [budget]);
    expect(status).toBe(402);
  });

  it('is billed so that the books add up', async () => {
    expect(await bookDifferences(gateway)).toEqual([]);
  });
});

it('costs once under one key, however often it is repeated', async () => {
  const about = next();
  await ask(about('Zoë O’Neill'));
  const headers = { 'idempotency-key': 'kept-once' };
  const first = await ask(about('Ann Smith'), { headers });
  const again = await ask(about('Ann Smith'), { headers });
  expect([first.cache, again.text]).toEqual(['hit', first.text]);
  await gateway.settled();
  const [count] = await gateway.sql(
    `select count(*)::int as hits from usage_records where usage_detail = '{"cache_hits": 1}' and request_id = any ($1)`,
    [[first.requestId, again.requestId]],
  );
  expect(count).toEqual({ hits: 1 });
});
