import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '@radiant/embedded/testing';
import { startGateway, type Gateway, type TestTenant } from './gateway.js';

jest.setTimeout(180_000);

const TEXT = 'Patient Jane Doe, SSN 219-09-9999';
const REASON = 'Letter of discharge to the patient';
const PLACEHOLDER = /\[PHI_[A-Z_]+_\d{5}\]/g;

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // The answers are JSON of any shape; the expectations state what must be in it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** As the clinic's key unless another key or token is named. */
async function ask(path: string, body?: object, as: TestTenant | string = gateway.clinic): Promise<Answer> {
  const response = await fetch(`${gateway.url}/api/v2/phi${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${typeof as === 'string' ? as : as.key}`,
      'content-type': 'application/json',
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

const sanitized = async (as?: TestTenant | string, text = TEXT): Promise<{ mappingId: string; text: string }> => {
  const { status, body } = await ask('/sanitize', { text }, as);
  expect(status).toBe(200);
  return { mappingId: body.data.mappingId, text: body.data.sanitizedText };
};
const reidentify = (mapping_id: string, text: string, as?: TestTenant | string, reason = REASON): Promise<Answer> =>
  ask('/reidentify', { mapping_id, text, reason }, as);
const trail = (action: string, tenant: string): Promise<Record<string, unknown>[]> =>
  gateway.sql('select * from audit_logs where action = $1 and tenant_id = $2 order by recorded_at', [action, tenant]);

/** A token of a tenant of its own with this policy on re-identification. */
async function tenantUnder(reidentification: object): Promise<string> {
  const id = randomUUID();
  const config = { mode: 'auto', categories: {}, reidentification };
  await gateway.sql("insert into tenants (id, app_id, name, phi_config) values ($1, 'default', 'own', $2)", [
    id,
    JSON.stringify({
      ...config,
      reidentification: { allowed: true, requires_approval: false, mapping_ttl_hours: 24, ...reidentification },
    }),
  ]);
  return gateway.token({ tenantId: id, userId: 'nurse-9' });
}

describe('detect', () => {
  it('says where PHI stands, in UTF-16, and keeps nothing', async () => {
    const text = `😀 ${TEXT}`;
    const { status, headers, body } = await ask('/detect', { text });
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    const { matches } = body.data;
    expect(matches).toEqual([
      { category: 'NAME', startIndex: 11, endIndex: 19, confidence: expect.any(Number) },
      { category: 'SSN', startIndex: 25, endIndex: 36, confidence: expect.any(Number) },
    ]);
    expect(matches.map((match: Record<string, number>) => text.slice(match['startIndex'], match['endIndex']))).toEqual([
      'Jane Doe',
      '219-09-9999',
    ]);
  });

  it('looks for more when it is asked to', async () => {
    const text = 'Patient Jane Doe was diagnosed with diabetes.';
    const categories = async (extra: object): Promise<string[]> =>
      (await ask('/detect', { text, ...extra })).body.data.matches.map((match: { category: string }) => match.category);
    expect(await categories({})).toEqual(['NAME']);
    expect(await categories({ phi_categories: ['DIAGNOSIS'] })).toEqual(['NAME', 'DIAGNOSIS']);
    expect(await categories({ text: '' })).toEqual([]);
  });

  it.each([
    ['text', {}],
    ['text', { text: 7 }],
    ['phi_categories', { text: TEXT, phi_categories: ['SHOE_SIZE'] }],
    ['phi_categories', { text: TEXT, phi_categories: 'NAME' }],
  ])('refuses a bad %s', async (field, body) => {
    const answer = await ask('/detect', body);
    expect([answer.status, answer.body.error]).toEqual([
      400,
      expect.objectContaining({ code: 'VALIDATION_ERROR', details: expect.objectContaining({ field }) }),
    ]);
  });
});

describe('sanitize', () => {
  it('answers placeholders, where they went and how many, and never an original', async () => {
    const { status, body, text } = await ask('/sanitize', { text: TEXT });
    expect(status).toBe(200);
    const [name, ssn] = body.data.sanitizedText.match(PLACEHOLDER);
    expect(body.data).toEqual({
      sanitizedText: `Patient ${name}, SSN ${ssn}`,
      mappingId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      matches: [
        { category: 'NAME', placeholder: name, startIndex: 8, endIndex: 16, confidence: expect.any(Number) },
        { category: 'SSN', placeholder: ssn, startIndex: 22, endIndex: 33, confidence: expect.any(Number) },
      ],
      summary: { NAME: 1, SSN: 1 },
    });
    expect(text).not.toMatch(/Jane|219-09/);
  });

  it('reads several texts as one document', async () => {
    const { body } = await ask('/sanitize', { texts: [TEXT, 'nothing', 'Mail to Jane Doe'] });
    const { sanitizedTexts, matches, summary } = body.data;
    expect(sanitizedTexts).toHaveLength(3);
    expect(JSON.stringify(body)).not.toContain('Jane Doe');
    expect(matches.map(({ textIndex, category }: Record<string, unknown>) => [textIndex, category])).toEqual([
      [0, 'NAME'],
      [0, 'SSN'],
      [2, 'NAME'],
    ]);
    expect(matches[2].placeholder).toBe(matches[0].placeholder);
    expect(summary).toEqual({ NAME: 2, SSN: 1 });
  });

  it('names no mapping when nothing was found', async () => {
    const { body } = await ask('/sanitize', { text: 'nothing' });
    expect(body.data).toEqual({ sanitizedText: 'nothing', mappingId: null, matches: [], summary: {} });
  });

  it('uses the placeholders of a session again, which are the same for chat', async () => {
    const session_id = randomUUID();
    const first = (await ask('/sanitize', { text: TEXT, session_id })).body.data;
    const second = (await ask('/sanitize', { text: TEXT, session_id })).body.data;
    expect([first.mappingId, second.sanitizedText]).toEqual([session_id, first.sanitizedText]);
  });

  it('takes null, which clients send for what they leave out', async () => {
    const nothing = { session_id: null, phi_categories: null };
    const one = await ask('/sanitize', { text: 'nothing', texts: null, ...nothing });
    const many = await ask('/sanitize', { text: null, texts: ['nothing'], ...nothing });
    expect([one.status, one.body.data?.sanitizedText]).toEqual([200, 'nothing']);
    expect([many.status, many.body.data?.sanitizedTexts]).toEqual([200, ['nothing']]);
  });

  it.each([
    ['text', {}],
    ['text', { text: TEXT, texts: [TEXT] }],
    ['text', { text: 7 }],
    ['texts', { texts: [] }],
    ['texts', { texts: [7] }],
    ['session_id', { text: TEXT, session_id: 'x' }],
    ['phi_categories', { text: TEXT, phi_categories: ['SHOE_SIZE'] }],
  ])('refuses a bad %s', async (field, body) => {
    const answer = await ask('/sanitize', body);
    expect([answer.status, answer.body.error.details.field]).toEqual([400, field]);
  });
});

describe('reidentify, where the policy asks for no approval', () => {
  it('gives back what was hidden, and the trail has it first', async () => {
    const { mappingId, text } = await sanitized();
    const before = (await trail('phi.reidentify', gateway.clinic.id)).length;
    const { status, headers, body } = await reidentify(mappingId, `${text}. Again: ${text}`);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body.data).toEqual({ originalText: `${TEXT}. Again: ${TEXT}`, restored: 4 });
    const events = await trail('phi.reidentify', gateway.clinic.id);
    expect(events).toHaveLength(before + 1);
    const event = events.at(-1);
    expect(event).toMatchObject({
      outcome: 'success',
      resource_type: 'phi_mapping',
      resource_id: mappingId,
      phi: { NAME: 2, SSN: 2 },
      phi_disclosed: true,
      retention_class: 'disclosure',
    });
    expect(event?.['subjects']).toHaveLength(2);
  });

  it('gives back what a call hid, under the mapping of its header', async () => {
    const response = await gateway.send('/v1/chat/completions', {
      method: 'POST',
      body: JSON.stringify({ model: 'demo-chat-small', messages: [{ role: 'user', content: TEXT }] }),
      headers: { 'x-radiant-restore': 'none' },
    });
    const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
    const reply = choices[0]?.message.content ?? '';
    expect(reply).not.toContain('Jane Doe');
    const mapping = response.headers.get('x-radiant-phi-mapping-id') ?? '';
    expect((await reidentify(mapping, reply)).body.data.originalText).toContain('Jane Doe');
  });

  it('takes a reason of a single word', async () => {
    const { mappingId, text } = await sanitized();
    expect((await reidentify(mappingId, text, undefined, 'Treatment')).body.data).toMatchObject({ restored: 2 });
  });

  it("answers alike for an unknown mapping and for another tenant's", async () => {
    const { mappingId, text } = await sanitized(gateway.hospital);
    const [foreign, unknown] = [await reidentify(mappingId, text), await reidentify(randomUUID(), text)];
    expect([foreign.status, foreign.body.error]).toEqual([404, unknown.body.error]);
    expect(foreign.body.error).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('answers the same once the originals have expired', async () => {
    const token = await tenantUnder({ mapping_ttl_hours: 1 / 3_600 });
    const { mappingId, text } = await sanitized(token);
    const { status, body } = await until(
      () => reidentify(mappingId, text, token),
      (answer) => answer.status !== 200,
    );
    const unknown = await reidentify(randomUUID(), text, token);
    expect([status, body.error]).toEqual([404, unknown.body.error]);
  });

  it.each([
    ['mapping_id', { mapping_id: 'x' }],
    ['text', { text: '' }],
    ['reason', { reason: '' }],
    ['reason', { reason: '          ' }],
    ['reason', { reason: 'x'.repeat(501) }],
    ['reason', { reason: undefined }],
  ])('refuses a bad %s', async (field, over) => {
    const answer = await ask('/reidentify', { mapping_id: randomUUID(), text: TEXT, reason: REASON, ...over });
    expect([answer.status, answer.body.error.details.field]).toEqual([400, field]);
  });
});

describe('reidentify, where the policy asks for approval', () => {
  it('leaves a request that its requester alone can see', async () => {
    const { mappingId, text } = await sanitized(gateway.hospital);
    const { status, body } = await reidentify(mappingId, text, gateway.hospital);
    expect([status, body.data]).toEqual([202, { requestId: expect.any(String), status: 'pending' }]);
    const path = `/reidentifications/${body.data.requestId}`;
    const own = await ask(path, undefined, gateway.hospital);
    expect([own.status, own.headers.get('cache-control'), own.body.data]).toEqual([200, 'no-store', body.data]);

    const unknown = await ask(`/reidentifications/${randomUUID()}`, undefined, gateway.hospital);
    expect(unknown.status).toBe(404);
    const colleague = await gateway.token({ tenantId: gateway.hospital.id, userId: 'colleague', groups: ['admin'] });
    for (const other of [gateway.clinic, colleague]) {
      const answer = await ask(path, undefined, other);
      expect([answer.status, answer.body.error]).toEqual([404, unknown.body.error]);
    }
    expect(await trail('phi.reidentify.request', gateway.hospital.id)).toEqual([
      expect.objectContaining({ resource_type: 'reidentification', resource_id: body.data.requestId }),
    ]);
    expect(await trail('phi.reidentify', gateway.hospital.id)).toEqual([]);
  });
});

describe('reidentify, where the policy allows nobody', () => {
  it('is 403, and no request is left', async () => {
    const token = await tenantUnder({ allowed: false });
    const { mappingId, text } = await sanitized(token);
    const { status, body } = await reidentify(mappingId, text, token);
    expect([status, body.error.code]).toEqual([403, 'PHI_POLICY_BLOCKED']);
    expect(await gateway.sql('select 1 from reidentification_requests where mapping_id = $1', [mappingId])).toEqual([]);
  });
});
