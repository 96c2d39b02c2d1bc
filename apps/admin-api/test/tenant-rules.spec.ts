import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { call, startAdministration, type Administration, type Answer } from './administration.js';
import { chat, errorOf } from './requests.js';
import { until } from './waiting.js';

jest.setTimeout(360_000);

let administration: Administration;
beforeAll(async () => {
  administration = await startAdministration();
});
afterAll(() => administration.close());

/** Changes the clinic's settings and asks until an answer is as it is to be under them. */
async function under(
  settings: object,
  ask: () => Promise<Answer>,
  wanted: (answer: Answer) => boolean,
): Promise<Answer> {
  const { gateway, root } = administration;
  const changed = await administration.call('PATCH', `/api/v2/tenants/${gateway.clinic.id}`, {
    as: root,
    body: { settings },
  });
  expect(changed.status).toBe(200);
  return until(ask, wanted);
}
const ask = (extra: object = {}): Promise<Answer> =>
  chat(administration.gateway.url, administration.gateway.clinic.key, 'Hello', extra);
/** What the model was sent last. */
const lastSent = (): unknown => JSON.parse(administration.gateway.upstream.requests.at(-1)?.body ?? '{}');

describe("a tenant's settings", () => {
  it('and its PHI policy may be given when it is taken in', async () => {
    const phi_config = {
      mode: 'manual',
      reidentification: { allowed: true, requires_approval: true, mapping_ttl_hours: 1 },
    };
    const body = { name: 'Mercy', app_id: 'default', settings: { max_tokens_per_request: 4_000 }, phi_config };
    const { status, data } = await administration.call('POST', '/api/v2/tenants', { as: administration.root, body });
    const own = { settings: { maxTokensPerRequest: 4_000 }, phiConfig: { mode: 'manual' } };
    expect([status, data.tenant]).toMatchObject([201, own]);
  });

  it('name the model of a call that names none', async () => {
    const unnamed = () => ask({ model: undefined });
    expect(errorOf(await unnamed())).toMatchObject({ code: 'VALIDATION_ERROR', details: { field: 'model' } });
    const answer = await under({ default_model: 'demo-chat-large' }, unnamed, ({ status }) => status === 200);
    expect(answer.data.model).toBe('demo-chat-large');
    expect((await ask()).data.model).toBe('demo-chat-small');
  });

  it('have answers kept, for the seconds that they say', async () => {
    const { gateway, root } = administration;
    const standing = async (): Promise<string | null> => {
      const body = JSON.stringify({ model: 'demo-chat-small', messages: [{ role: 'user', content: 'Hello' }] });
      const answer = await gateway.send('/v1/chat/completions', { method: 'POST', body });
      await answer.text();
      return answer.headers.get('x-radiant-cache');
    };
    expect(await standing()).toBeNull();
    const change = (cache: object) =>
      administration.call('PATCH', `/api/v2/tenants/${gateway.clinic.id}`, { as: root, body: { settings: { cache } } });
    for (const wrong of [{ enabled: true, ttl_seconds: 59 }, { enabled: 'yes', ttl_seconds: 60 }, { enabled: true }]) {
      expect((await change(wrong)).status).toBe(400);
    }
    const changed = await change({ enabled: true, ttl_seconds: 3_600 });
    expect(changed.data.tenant.settings.cache).toEqual({ enabled: true, ttlSeconds: 3_600 });
    await until(standing, (found) => found === 'hit');
    await change({ enabled: false, ttl_seconds: 3_600 });
    await until(standing, (found) => found === null);
  });

  it('confine its calls, and what it is shown, to providers', async () => {
    const other = { id: 'other', name: 'Other', type: 'external' };
    const added = await administration.call('POST', '/api/v2/providers', { as: administration.root, body: other });
    expect(added.status).toBe(201);
    const refused = await under({ allowed_providers: ['other'] }, ask, ({ status }) => status === 403);
    expect(errorOf(refused)).toMatchObject({ code: 'FORBIDDEN', details: { field: 'model' } });
    const { gateway } = administration;
    const listed = await (await gateway.send('/v1/models')).json();
    expect(listed).toMatchObject({ data: [] });
    expect((await chat(gateway.url, gateway.hospital.key)).status).toBe(200);
    await under({ allowed_providers: ['demo'] }, ask, ({ status }) => status === 200);
  });

  it('limit the tokens of a request: more is refused, and the limit is asked for where nothing was', async () => {
    const refused = await under(
      { max_tokens_per_request: 40 },
      () => ask({ max_tokens: 41 }),
      ({ status }) => status === 400,
    );
    expect(errorOf(refused)['details']).toEqual({ field: 'max_tokens' });
    expect((await ask({ max_tokens: 40 })).status).toBe(200);
    expect((await ask()).status).toBe(200);
    expect(lastSent()).toMatchObject({ max_tokens: 40 });
    await under(
      {},
      () => ask({ max_tokens: 41 }),
      ({ status }) => status === 200,
    );
  });

  it('bind every shape', async () => {
    const { gateway } = administration;
    const { clinic, url } = gateway;
    const openai = (): Promise<Answer> =>
      call(url, 'POST', '/v1/chat/completions', {
        as: clinic.key,
        body: { messages: [{ role: 'user', content: 'Hi' }] },
      });
    expect((await openai()).status).toBe(400);
    await under({ default_model: 'demo-chat-small' }, openai, ({ status }) => status === 200);
  });
});
