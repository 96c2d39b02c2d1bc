import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startGateway, usageRecords, type Gateway } from './gateway.js';

jest.setTimeout(270_000);

const MODEL = 'demo-embed';
const PATIENT = 'Patient Jane Doe, SSN 219-09-9999, asks whether ibuprofen is safe.';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

/** What the model was sent last. */
const lastSent = (): Record<string, unknown> => JSON.parse(gateway.upstream.requests.at(-1)?.body ?? '{}');
const post = (path: string, body: object): Promise<Response> =>
  gateway.send(path, { method: 'POST', body: JSON.stringify(body) });
const ofClinic = (phiConfig: object | null): Promise<unknown> =>
  gateway.sql('update tenants set phi_config = $2 where id = $1', [
    gateway.clinic.id,
    phiConfig && JSON.stringify(phiConfig),
  ]);

describe('embeddings', () => {
  it('come as the client of OpenAI asks for them, in base64 by default, and as floats', async () => {
    const openai = gateway.client(gateway.clinic);
    const byDefault = await openai.embeddings.create({ model: MODEL, input: 'Hello', dimensions: 16 });
    const floats = await openai.embeddings.create({
      model: MODEL,
      input: 'Hello',
      dimensions: 16,
      encoding_format: 'float',
    });
    expect(floats.data[0]?.embedding).toHaveLength(16);
    expect(byDefault.data[0]?.embedding).toEqual(floats.data[0]?.embedding.map(Math.fround));
    expect(floats).toMatchObject({ object: 'list', model: MODEL, data: [{ object: 'embedding', index: 0 }] });
    expect(floats.usage.total_tokens).toBe(floats.usage.prompt_tokens);
    expect(floats.usage.prompt_tokens).toBeGreaterThan(0);
  });

  it('come in the order of the inputs, equal ones for equal texts', async () => {
    const openai = gateway.client(gateway.clinic);
    const { data } = await openai.embeddings.create({ model: MODEL, input: ['one', 'two', 'one'], dimensions: 4 });
    const [first, second, third] = data.map(({ embedding }) => embedding);
    expect(data.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(third).toEqual(first);
    expect(second).not.toEqual(first);
  });

  it('are made of placeholders: the provider sees no patient in any input', async () => {
    const { data, response } = await gateway
      .client(gateway.clinic)
      .embeddings.create({ model: MODEL, input: ['Nothing here.', PATIENT], user: 'Jane Doe' })
      .withResponse();
    expect(data.data).toHaveLength(2);
    const sent = JSON.stringify(lastSent());
    expect(sent).toMatch(/\[PHI_NAME_\d+\].*\[PHI_SSN_\d+\]/);
    expect(sent).not.toMatch(/Jane|Doe|219-09-9999|user/);
    expect(response.headers.get('x-radiant-phi-mapping-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('x-radiant-receipt')).toMatch(/^[0-9a-f-]{36}$/);
    expect(Number(response.headers.get('x-radiant-overhead-ms'))).toBeGreaterThan(0);
  });

  it('of the native API come in the envelope', async () => {
    const response = await post('/api/v2/embeddings', { model: MODEL, input: PATIENT, dimensions: 2 });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      success: true,
      data: {
        object: 'list',
        data: [{ index: 0, embedding: [expect.any(Number), expect.any(Number)] }],
        model: MODEL,
        phi_mapping_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
  });

  it('are billed as input tokens, and audited as they leave and as they end', async () => {
    const response = await post('/v1/embeddings', { model: MODEL, input: PATIENT });
    const requestId = response.headers.get('x-request-id');
    const { usage } = (await response.json()) as { usage: { prompt_tokens: number } };
    const record = (await usageRecords(gateway, 1)).find((each) => each.requestId === requestId);
    expect(record).toMatchObject({
      requestType: 'embedding',
      inputTokens: usage.prompt_tokens,
      outputTokens: 0,
      estimated: false,
    });
    expect(Number(record?.cost)).toBeGreaterThan(0);
    const events = await gateway.sql('select action, phi from audit_logs where request_id = $1 order by action', [
      requestId,
    ]);
    expect(events.map(({ action }) => action)).toEqual(['inference.call', 'inference.settle']);
    expect(events[0]?.['phi']).toMatchObject({ NAME: 1, SSN: 1 });
  });

  it('of texts with PHI in base64 are refused, and those without it are made', async () => {
    const embedding = (text: string): Promise<Response> => {
      const data = Buffer.from(text).toString('base64');
      return post('/v1/embeddings', { model: MODEL, input: ['one', `see data:text/plain;base64,${data} there`] });
    };
    const refused = await embedding(PATIENT);
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { error: { code: 'phi_policy_blocked', param: 'input[1]' } },
    ]);
    expect((await embedding('The clinic opens at seven.')).status).toBe(200);
    expect((await embedding('\u0000\u0001\u0002\ufffd')).status).toBe(403);
  });

  it('of token numbers are refused while PHI is protected, and pass where it is not', async () => {
    const tokens = (): Promise<Response> => post('/v1/embeddings', { model: MODEL, input: [[1, 2], [3]] });
    const refused = await tokens();
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { error: { code: 'phi_policy_blocked', param: 'input' } },
    ]);
    const [kept] = await gateway.sql('select phi_config from tenants where id = $1', [gateway.clinic.id]);
    const reidentification = { allowed: true, requires_approval: false, mapping_ttl_hours: 24 };
    await ofClinic({ mode: 'disabled', categories: {}, reidentification });
    for (let response = await tokens(); response.status !== 200; response = await tokens()) {
      expect(response.status).toBe(403);
    }
    expect(lastSent()['input']).toEqual([[1, 2], [3]]);
    gateway.upstream.behave({ fault: 'no-usage' });
    const uncounted = (await tokens()).headers.get('x-request-id');
    gateway.upstream.behave({ fault: 'none' });
    await gateway.settled();
    const [row] = await gateway.sql('select input_tokens, estimated from usage_records where request_id = $1', [
      uncounted,
    ]);
    expect(row).toEqual({ input_tokens: '3', estimated: true });
    await ofClinic(kept?.['phi_config'] as object);
    for (let response = await tokens(); response.status !== 403; response = await tokens()) {
      expect(response.status).toBe(200);
    }
  });

  it.each([
    ['input', { model: MODEL }],
    ['input', { model: MODEL, input: [] }],
    ['dimensions', { model: MODEL, input: 'a', dimensions: 0 }],
    ['model', { input: 'a' }],
    ['model', { model: 'none', input: 'a' }],
  ])('are refused for a bad %s: %j', async (param, body) => {
    const response = await post('/v1/embeddings', body);
    expect([400, 404]).toContain(response.status);
    expect(await response.json()).toMatchObject({ error: { param } });
  });

  it('that the provider fails to make are an error in our own words, and cost nothing', async () => {
    gateway.upstream.behave({ fault: 'status-500' });
    const response = await post('/v1/embeddings', { model: MODEL, input: PATIENT });
    gateway.upstream.behave({});
    expect([response.status, await response.json()]).toMatchObject([502, { error: { code: 'provider_error' } }]);
    const requestId = response.headers.get('x-request-id');
    expect((await usageRecords(gateway, 1)).some((each) => each.requestId === requestId)).toBe(false);
  });
});
