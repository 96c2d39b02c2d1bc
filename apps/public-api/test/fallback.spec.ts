import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startDemoProvider, type DemoProvider } from '@radiant/demo-provider';
import { FAULTS, startFaultProxy, type Fault, type FaultProxy } from './fault-proxy.js';
import { startGateway, type Gateway } from './gateway.js';

jest.setTimeout(360_000);

const PHI = ['Jane Doe', '219-09-9999'];
const PROMPT = `Patient ${PHI.join(', SSN ')} asks whether she may take ibuprofen before her operation on Monday.`;
const CALLS = 24;
/** While it is open nobody asks, here longer than all tests take. */
const OPEN_MS = 60_000;

let gateway: Gateway;
let proxy: FaultProxy;
let spare: DemoProvider;
beforeAll(async () => {
  gateway = await startGateway({
    deadlines: { connectMs: 500, firstByteMs: 250, idleMs: 250, totalMs: 10_000 },
    breaker: { openMs: OPEN_MS },
  });
  proxy = await startFaultProxy(gateway.upstream.url);
  spare = await startDemoProvider();
  await provider('spare', spare.url);
  for (const fault of [...Object.keys(FAULTS), 'sometimes', 'embeds']) {
    await provider(fault, `${proxy.url}/${fault === 'embeds' ? 'status-500' : fault}`);
    await rule(`safe-${fault}`, fault, 'spare');
    await rule(`alone-${fault}`, fault);
  }
});
afterAll(async () => {
  await gateway.close();
  await proxy.close();
  await spare.close();
});

/** A provider with one model of the same name. */
async function provider(id: string, url: string): Promise<void> {
  await gateway.sql(
    "insert into providers (id, name, type, auth_type, base_url) values ($1::text, $1::text, 'external', 'none', $2)",
    [id, url],
  );
  await gateway.sql(
    `insert into models (id, provider_id, name, display_name, type, specialty, supports_streaming)
     values ($1::text, $1::text, 'upstream-' || $1::text, $1::text, 'external', 'general', true)`,
    [id],
  );
  await gateway.sql(
    `insert into model_prices (model_id, version, effective_from, input_picos, cached_input_picos, output_picos,
       reasoning_picos, markup_basis_points) values ($1, 1, '2026-01-01', $2::bigint, 0, $2::bigint, 0, 0)`,
    [id, id === 'spare' ? 2_000_000 : 1_000_000],
  );
}

async function rule(name: string, ...targets: string[]): Promise<void> {
  await gateway.sql('insert into routing_rules values ($1, $2, 1, now(), now())', [
    name,
    JSON.stringify(targets.map((model_id, priority) => ({ model_id, priority, weight: 1 }))),
  ]);
}

interface Answered {
  readonly status: number;
  readonly model: string | undefined;
  readonly content: string;
  /** Whether a stream ended with an error event. */
  readonly broken: boolean;
  readonly headers: Headers;
}

async function ask(model: string, stream: boolean): Promise<Answered> {
  const body = JSON.stringify({ model, stream, messages: [{ role: 'user', content: PROMPT }] });
  const response = await gateway.send('/v1/chat/completions', { method: 'POST', body });
  const text = await response.text();
  const { status, headers } = response;
  if (status !== 200) return { status, model: undefined, content: '', broken: false, headers };
  const events = (stream ? text.split('\n\n') : [text])
    .map((event) => event.replace(/^data: /, ''))
    .filter((event) => event.startsWith('{'))
    .map((event) => JSON.parse(event));
  const content = events
    .flatMap(({ choices = [] }) => choices)
    .map(({ message, delta }) => (message ?? delta).content ?? '')
    .join('');
  return { status, headers, model: events[0].model, content, broken: events.some(({ error }) => error !== undefined) };
}

/** Placeholders are drawn anew for each call, and here they are restored. */
const whole = async (): Promise<string> => (await ask('spare', false)).content;

describe('a provider that fails before its answer has begun', () => {
  const EARLY: readonly Fault[] = ['reset', 'silent', 'garbage', 'status-500', 'status-503', 'status-429'];
  it.each([...EARLY.flatMap((fault) => [[fault, false] as const, [fault, true] as const])])(
    '(%s, streamed: %s) is noticed by no caller, and after ten failures at most not asked',
    async (fault, stream) => {
      const expected = await whole();
      const before = { proxy: proxy.count(fault), spare: spare.requests.length };
      for (let call = 0; call < CALLS; call += 1) {
        const { status, model, content, broken } = await ask(`safe-${fault}`, stream);
        expect({ status, model, content, broken }).toEqual({
          status: 200,
          model: 'spare',
          content: expected,
          broken: false,
        });
      }
      expect(spare.requests.length - before.spare).toBe(CALLS);
      expect(proxy.count(fault) - before.proxy).toBeLessThanOrEqual(fault === 'status-429' ? CALLS / 2 : 10);
    },
  );

  it.each(['reset-early', 'stall-early'] as const)('(%s) has said nothing yet, so another may', async (fault) => {
    const expected = await whole();
    for (let call = 0; call < CALLS; call += 1) {
      expect(await ask(`safe-${fault}`, true)).toMatchObject({ model: 'spare', content: expected, broken: false });
    }
    expect(proxy.count(fault)).toBeLessThanOrEqual(10);
  });

  it('leaves a receipt that names who answered and what exactly was sent there, and a bill of that one alone', async () => {
    const { headers } = await ask('safe-sometimes', false); // before it is broken
    expect(headers.get('x-radiant-receipt')).toMatch(/^[0-9a-f-]{36}$/);
    proxy.sometimes = () => 'status-500';
    const answered = await ask('safe-sometimes', true);
    proxy.sometimes = () => undefined;
    const requestId = answered.headers.get('x-request-id') ?? '';
    const sent = spare.requests.at(-1)?.body ?? '';
    const failed = proxy.requests.at(-1)?.body ?? '';
    expect([JSON.parse(failed).model, JSON.parse(sent).model]).toEqual(['upstream-sometimes', 'upstream-spare']);
    expect({ ...JSON.parse(failed), model: '' }).toEqual({ ...JSON.parse(sent), model: '' }); // hidden once, and alike
    const response = await gateway.send(`/api/v2/receipts/${requestId}`);
    const { receipt } = ((await response.json()) as { data: { receipt: object } }).data;
    expect(receipt).toMatchObject({
      id: answered.headers.get('x-radiant-receipt'),
      providerId: 'spare',
      modelId: 'spare',
      outboundSha256: createHash('sha256').update(sent).digest('hex'),
      outcome: 'completed',
    });
    await gateway.settled();
    const bills = await gateway.sql(
      'select model_id, provider_id, cost_picos, (input_tokens + output_tokens)::integer as tokens from usage_records where request_id = $1',
      [requestId],
    );
    expect(bills).toEqual([
      { model_id: 'spare', provider_id: 'spare', tokens: expect.any(Number), cost_picos: expect.anything() },
    ]);
    expect(Number(bills[0]?.['cost_picos'])).toBe(2_000_000 * Number(bills[0]?.['tokens']));
    const trail = await gateway.sql('select action, provider_id from audit_logs where request_id = $1', [requestId]);
    expect(trail.map(({ action, provider_id }) => `${String(action)} ${String(provider_id)}`).sort()).toEqual([
      'inference.call sometimes',
      'inference.call spare',
      'inference.fail sometimes',
      'inference.settle spare',
    ]);
  });

  it('does not take embeddings down with it', async () => {
    const body = JSON.stringify({ model: 'safe-embeds', input: PROMPT, encoding_format: 'float' });
    const response = await gateway.send('/v1/embeddings', { method: 'POST', body });
    expect(await response.json()).toMatchObject({ model: 'spare', data: [{ object: 'embedding' }] });
  });

  it('and is the only one is asked again within a tenth of all calls', async () => {
    let request = 0;
    proxy.sometimes = () => (request++ % 4 === 3 ? 'status-500' : undefined);
    const before = proxy.count('sometimes');
    const answers = [];
    for (let call = 0; call < 100; call += 1) answers.push((await ask('alone-sometimes', false)).status);
    proxy.sometimes = () => undefined;
    const asked = proxy.count('sometimes') - before;
    // earlier tests of this file have saved up ten retries
    expect(asked).toBeGreaterThan(100);
    expect(asked).toBeLessThanOrEqual(100 + 10 + 10);
    expect(answers.filter((status) => status !== 200).length).toBeLessThan(25);
  });
});

describe('a provider that breaks off in the midst of its answer', () => {
  it.each(['cut', 'stall'] as const)('(%s) is not continued by another: no text comes twice', async (fault) => {
    const expected = await whole();
    const before = spare.requests.length;
    const answers: Answered[] = [];
    for (let call = 0; call < CALLS; call += 1) answers.push(await ask(`safe-${fault}`, true));
    const broken = answers.filter((answer) => answer.broken);
    for (const { content } of broken) {
      expect(content.length).toBeGreaterThan(0);
      expect(content.length).toBeLessThan(expected.length);
      expect(expected.startsWith(content)).toBe(true);
    }
    expect(broken.length).toBeLessThanOrEqual(10);
    expect(answers.slice(10).map(({ model, content }) => [model, content])).toEqual(
      Array.from({ length: CALLS - 10 }, () => ['spare', expected]),
    );
    expect(spare.requests.length - before).toBe(CALLS - broken.length);
  });
});

describe('while calls are kept from a provider', () => {
  it('the gateway says that it is degraded, stays in service, and names the provider in its log alone', async () => {
    const ready = await gateway.send('/api/v2/ready');
    const text = await ready.text();
    expect(ready.status).toBe(503);
    expect(JSON.parse(text).data).toMatchObject({
      status: 'degraded',
      checks: { database: { status: 'healthy' }, providers: { status: 'unhealthy' } },
    });
    expect(text).not.toContain('status-500');
    expect((await gateway.send('/health/ready')).status).toBe(204);
    const turns = gateway.logLines.filter((line) => line.includes('breaker of a provider'));
    expect(turns.some((line) => line.includes('status-500') && line.includes('open'))).toBe(true);
  });
});

describe('what is sent to whichever provider', () => {
  it('holds nothing that was to be hidden', () => {
    const bodies = [...proxy.requests, ...spare.requests].map(({ body }) => body);
    expect(bodies.length).toBeGreaterThan(300);
    for (const value of PHI) expect(bodies.filter((body) => body.includes(value))).toEqual([]);
  });
});
