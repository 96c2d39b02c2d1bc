import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration } from './administration.js';
import { until } from './waiting.js';

jest.setTimeout(270_000);

/** What the specification got wrong and must not come back. */
let administration: Administration;
let origin: string;
beforeAll(async () => {
  origin = 'https://app.example.org';
  administration = await startAdministration({ variables: { CORS_ORIGINS: origin } });
});
afterAll(() => administration.close());

const send = (path: string, init: RequestInit = {}): Promise<Response> => administration.gateway.send(path, init);
const chat = (body: object): Promise<Response> =>
  send('/v1/chat/completions', {
    method: 'POST',
    body: JSON.stringify({ model: 'demo-chat-small', messages: [{ role: 'user', content: 'hi' }], ...body }),
  });
const native = (body: object): Promise<Response> =>
  send('/api/v2/chat/completions', {
    method: 'POST',
    body: JSON.stringify({ model: 'demo-chat-small', messages: [{ role: 'user', content: 'hi' }], ...body }),
  });
const sent = (): string => administration.gateway.upstream.requests.at(-1)?.body ?? '';
const fact = (text: string): { messages: object[] } => ({ messages: [{ role: 'user', content: text }] });

/** Changes the tenant of the key, and waits until the gateway obeys, which it does within five seconds. */
async function rule(change: object, obeyed: () => Promise<boolean>): Promise<void> {
  const { root, gateway } = administration;
  const changed = await administration.call('PATCH', `/api/v2/tenants/${gateway.clinic.id}`, {
    as: root,
    body: change,
  });
  expect([changed.status, changed.status === 200 ? '' : changed.text]).toEqual([200, '']);
  await until(obeyed, Boolean);
}

const policy = (mode: string, requires_approval = false): object => ({
  phi_config: { mode, categories: {}, reidentification: { allowed: true, requires_approval, mapping_ttl_hours: 24 } },
});

describe('S13 of the specification', () => {
  it('CORS answers listed origins only, and never with *', async () => {
    for (const [asked, allowed] of [
      [origin, origin],
      ['https://evil.example', null],
    ]) {
      const response = await send('/api/v2/health', { headers: { origin: String(asked) } });
      expect(response.headers.get('access-control-allow-origin')).toBe(allowed);
    }
  });

  it('names, tools and calls of tools pass the search for PHI as contents do', async () => {
    const call = { id: 'c1', type: 'function', function: { name: 'find', arguments: '{"patient":"Jane Doe"}' } };
    const response = await chat({
      messages: [
        { role: 'user', name: 'Jane_Doe', content: 'Patient Jane Doe, MRN 00482913.' },
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'c1', content: 'MRN 00482913' },
      ],
      tools: [{ type: 'function', function: { name: 'find', description: 'finds Jane Doe' } }],
    });
    expect(response.status).toBe(200);
    expect(sent()).not.toMatch(/Jane|Doe|00482913/);
  });

  it('no id of a user, tenant, key or session goes upstream', async () => {
    const session = '7b0d6f3e-62a1-4d0a-9a59-3f6a5d0c1e42';
    expect((await native({ session_id: session, user: 'nurse-17' })).status).toBe(200);
    const { clinic, upstream } = administration.gateway;
    const everything = JSON.stringify(upstream.requests.at(-1));
    for (const id of [session, 'nurse-17', clinic.id, clinic.key]) expect(everything).not.toContain(id);
  });

  it('hipaa_compliant is obeyed: PHI in the clear needs it and an agreement', async () => {
    const { sql } = administration.gateway;
    const demo = async (fit: boolean): Promise<void> =>
      void (await sql("update providers set hipaa_compliant = $1 where id = 'demo'", [fit]));
    await rule(policy('disabled'), async () => {
      await chat(fact('Patient Jane Doe'));
      return sent().includes('Jane Doe');
    });
    await demo(false);
    const refused = await until(
      () => chat({}),
      ({ status }) => status !== 200,
    );
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: { code: 'baa_required' } });
    await demo(true);
    await rule(policy('auto'), async () => (await chat({})).status === 200);
  });
});

describe('S18 of the specification: what is declared is applied', () => {
  it('phi_categories of a call are hidden', async () => {
    const text = { messages: [{ role: 'user', content: 'Diagnosis: type 2 diabetes mellitus.' }] };
    await native(text);
    expect(sent()).toContain('diabetes');
    await native({ ...text, phi_categories: ['DIAGNOSIS'] });
    expect(sent()).not.toContain('diabetes');
  });

  it('default_model', async () => {
    expect((await chat({ model: undefined })).status).toBe(400);
    await rule({ settings: { default_model: 'demo-chat-small' } }, async () => (await chat({ model: undefined })).ok);
  });

  it('max_tokens_per_request', async () => {
    await rule(
      { settings: { max_tokens_per_request: 50 } },
      async () => (await chat({ max_tokens: 51 })).status === 400,
    );
    expect((await chat({ max_tokens: 50 })).status).toBe(200);
  });

  it('allowed_providers', async () => {
    await rule({ settings: { allowed_providers: [] } }, async () => (await chat({})).status === 403);
    await rule({ settings: { allowed_providers: ['demo'] } }, async () => (await chat({})).status === 200);
  });

  it('mode manual', async () => {
    const text = fact('Patient Jane Doe, social security number 219-09-9999.');
    await rule(policy('manual'), async () => {
      await native(text);
      return sent().includes('Jane Doe');
    });
    await native({ ...text, phi_categories: ['SSN'] });
    expect(sent()).toContain('Jane Doe');
    expect(sent()).not.toContain('219-09-9999');
    await rule(policy('auto'), async () => {
      await native(text);
      return !sent().includes('Jane Doe');
    });
  });

  it('requires_approval', async () => {
    const post = async (path: string, body: object): Promise<{ status: number; data: { mappingId: string } }> => {
      const response = await send(`/api/v2/phi/${path}`, { method: 'POST', body: JSON.stringify(body) });
      return { status: response.status, data: ((await response.json()) as { data: { mappingId: string } }).data };
    };
    const reidentify = async (): Promise<number> => {
      const { data } = await post('sanitize', { text: 'Patient Jane Doe' });
      const asking = { mapping_id: data.mappingId, text: '[PHI_NAME_10000]', reason: 'Called by the family' };
      return (await post('reidentify', asking)).status;
    };
    expect(await reidentify()).toBe(200);
    await rule(policy('auto', true), async () => (await reidentify()) === 202);
  });

  it('rate_limit', async () => {
    await rule(
      { settings: { rate_limit: { requests_per_minute: 2, tokens_per_day: 1_000_000 } } },
      async () => (await chat({})).status === 429,
    );
  });
});
