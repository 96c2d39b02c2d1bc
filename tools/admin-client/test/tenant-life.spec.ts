import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration } from '@radiant/admin-api/testing';
import { until } from '@radiant/embedded/testing';
import OpenAI from 'openai';
import { adminClient, done, publicClient, type AdminClient } from '../src/index.js';

jest.setTimeout(360_000);

/** Original and words around it; the model only ever sees the words. */
const PATIENT = 'Mabel Canary';
const PROMPT = `Patient ${PATIENT} asks whether ibuprofen is safe.`;
const REASON = 'The contract ended on 30 June';
const DAY_MS = 86_400_000;

let administration: Administration;
let root: AdminClient;
beforeAll(async () => {
  administration = await startAdministration();
  root = adminClient(administration.url, administration.root);
});
afterAll(() => administration.close());

describe('the life of a tenant, through clients generated from the OpenAPI files', () => {
  it('goes from its creation to its deletion, over real HTTP, without a cast', async () => {
    const { gateway } = administration;

    // The platform takes in a provider with an agreement, and a model with a price.
    const added = done(
      await root.POST('/api/v2/providers', {
        body: {
          id: 'acme',
          name: 'Acme AI',
          type: 'external',
          hipaa_compliant: true,
          base_url: gateway.upstream.url,
          auth_type: 'none',
          capabilities: ['chat'],
        },
      }),
    );
    expect(added.provider).toMatchObject({ id: 'acme', status: 'active', hipaaCompliant: true });
    const now = Date.now();
    const { baa } = done(
      await root.POST('/api/v2/baas', {
        body: {
          provider_id: 'acme',
          document_reference: 'Contract 2026/17',
          services: ['chat'],
          effective_from: new Date(now - DAY_MS).toISOString(),
          expires_at: new Date(now + 365 * DAY_MS).toISOString(),
        },
      }),
    );
    expect(baa.state).toBe('live');
    const { model } = done(
      await root.POST('/api/v2/models', {
        body: {
          id: 'acme-chat',
          provider_id: 'acme',
          name: 'demo-chat-small',
          display_name: 'Acme Chat',
          specialty: 'general',
          capabilities: ['chat'],
        },
      }),
    );
    expect(model.prices).toEqual([]);
    const priced = done(
      await root.POST('/api/v2/models/{id}/prices', {
        params: { path: { id: 'acme-chat' } },
        body: { input_tokens: '1', output_tokens: '2' },
      }),
    );
    expect(priced.model.id).toBe('acme-chat');

    // A tenant with an app of its own, settings, a PHI policy and a budget.
    done(await root.POST('/api/v2/apps', { body: { id: 'charting', name: 'Charting' } }));
    const { tenant } = done(
      await root.POST('/api/v2/tenants', {
        body: { name: 'St. Elsewhere', app_id: 'charting', time_zone: 'Europe/Berlin' },
      }),
    );
    const path = { id: tenant.id };
    const own = { tenantId: tenant.id };
    const read = await root.GET('/api/v2/tenants/{id}', { params: { path } });
    const changed = await root.PATCH('/api/v2/tenants/{id}', {
      params: { path, header: { 'If-Match': read.response.headers.get('etag') ?? '' } },
      body: {
        settings: {
          default_model: 'acme-chat',
          allowed_providers: ['acme'],
          max_tokens_per_request: 500,
          rate_limit: { requests_per_minute: 600, tokens_per_day: 1_000_000 },
        },
        phi_config: {
          mode: 'auto',
          categories: { DIAGNOSIS: true },
          reidentification: { allowed: true, requires_approval: true, mapping_ttl_hours: 24 },
        },
      },
    });
    const { settings, phiConfig } = done(changed).tenant;
    expect([settings.defaultModel, settings.rateLimit?.requestsPerMinute]).toEqual(['acme-chat', 600]);
    expect([phiConfig?.categories['DIAGNOSIS'], phiConfig?.reidentification.requiresApproval]).toEqual([true, true]);
    const { budget } = done(
      await root.POST('/api/v2/tenants/{tenantId}/budgets', {
        params: { path: own },
        body: { period: 'month', limit: '10', currency: 'USD', hard: true },
      }),
    );
    expect(budget.limit).toBe('10');

    // Its administrator invites a nurse, who accepts, and makes a key for the application.
    const boss = await gateway.token({ tenantId: tenant.id, userId: 'boss', groups: ['admin'], appId: 'charting' });
    const nurse = await gateway.token({ tenantId: tenant.id, userId: 'nurse', appId: 'charting' });
    const admin = adminClient(administration.url, boss);
    const invited = done(
      await admin.POST('/api/v2/tenants/{tenantId}/invitations', {
        params: { path: own },
        body: { app_id: 'charting', address: 'nurse@elsewhere.example' },
      }),
    );
    const nursing = publicClient(gateway.url, nurse);
    const membership = done(await nursing.POST('/api/v2/invitations/accept', { body: { token: invited.token } }));
    const again = await nursing.POST('/api/v2/invitations/accept', { body: { token: invited.token } });
    expect([membership.appId, again.error?.error.code]).toEqual(['charting', 'NOT_FOUND']);
    const people = done(
      await admin.GET('/api/v2/tenants/{tenantId}/app-users', { params: { path: own, query: { limit: 10 } } }),
    );
    expect(people.appUsers.map(({ subject }) => subject)).toContain('nurse');
    const { key, apiKey } = done(
      await admin.POST('/api/v2/tenants/{tenantId}/api-keys', { params: { path: own }, body: { name: 'ward 3' } }),
    );
    expect(apiKey.revokedAt).toBeNull();

    // The application calls; the model sees a placeholder, and the call is billed.
    const calling = new OpenAI({ apiKey: key, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
    const { data: reply, response } = await calling.chat.completions
      .create({ model: 'acme-chat', messages: [{ role: 'user', content: PROMPT }] })
      .withResponse();
    const text = reply.choices[0]?.message.content ?? '';
    expect(text).toMatch(/\[PHI_NAME_\d{5}\]/);
    expect(gateway.upstream.requests.map(({ body }) => body).join()).not.toContain(PATIENT);
    await gateway.settled();
    const application = publicClient(gateway.url, key);
    const usage = await until(
      async () => done(await application.GET('/api/v2/usage/records', { params: { query: { limit: 10 } } })),
      ({ records }) => records.length > 0,
    );
    expect(usage.records).toMatchObject([{ modelId: 'acme-chat', providerId: 'acme', estimated: false }]);
    const spent = done(await admin.GET('/api/v2/tenants/{tenantId}/budgets', { params: { path: own } }));
    expect(spent.budgets[0]?.spent).toBe(usage.records[0]?.billedAmount);

    // The nurse wants to see the original; the administrator finds the request in the queue and approves.
    const asked = done(
      await nursing.POST('/api/v2/phi/sanitize', { body: { text: `Letter of discharge for ${PATIENT}` } }),
    );
    const requested = await nursing.POST('/api/v2/phi/reidentify', {
      body: { mapping_id: asked.mappingId ?? '', text: asked.sanitizedText ?? '', reason: 'Letter of discharge' },
    });
    expect(requested.response.status).toBe(202);
    const { approvals } = done(
      await admin.GET('/api/v2/approvals', { params: { query: { kind: 'reidentification' } } }),
    );
    expect(approvals).toMatchObject([{ requestedBy: 'nurse', reason: 'Letter of discharge' }]);
    const id = approvals[0]?.id ?? '';
    expect(approvals[0]?.decision).toBe(`/api/v2/reidentifications/${id}/decision`);
    const decided = done(
      await admin.POST('/api/v2/reidentifications/{id}/decision', {
        params: { path: { id } },
        body: { decision: 'approve', reason: 'The ward confirmed the request by phone' },
      }),
    );
    expect(decided.reidentification.status).toBe('approved');
    const opened = done(await nursing.GET('/api/v2/phi/reidentifications/{id}', { params: { path: { id } } }));
    expect(opened.originalText).toBe(`Letter of discharge for ${PATIENT}`);
    expect(done(await admin.GET('/api/v2/approvals')).approvals).toEqual([]);

    // What happened is exported, and holds no name.
    const exported = await admin.GET('/api/v2/audit/export', {
      params: { query: { format: 'jsonl' } },
      parseAs: 'text',
    });
    const actions = ['tenant.update', 'invitation.accept', 'api_key.create', 'inference.call', 'phi.reidentify.decide'];
    for (const action of actions) expect(exported.data).toContain(`"${action}"`);
    expect(exported.data).not.toContain(PATIENT);

    // It is suspended, and at last deleted.
    const refusal = async (): Promise<string | undefined> => (await application.GET('/api/v2/usage')).error?.error.code;
    done(await root.PATCH('/api/v2/tenants/{id}', { params: { path }, body: { status: 'suspended' } }));
    expect(await until(refusal, (code) => code !== undefined)).toBe('UNAUTHORIZED');
    const unconfirmed = await root.POST('/api/v2/tenants/{id}/deletion', {
      params: { path },
      body: { confirm: 'Elsewhere', reason: REASON },
    });
    expect(unconfirmed.error?.error).toMatchObject({ code: 'VALIDATION_ERROR', details: { field: 'confirm' } });
    const deleted = done(
      await root.POST('/api/v2/tenants/{id}/deletion', {
        params: { path },
        body: { confirm: 'St. Elsewhere', reason: REASON },
      }),
    );
    expect(deleted.tenant.status).toBe('deleted');
    expect(deleted.keysDestroyed).toBeGreaterThan(0);
    const verified = done(
      await adminClient(administration.url, administration.root, tenant.id).POST('/api/v2/audit/verify'),
    );
    expect(verified.valid).toBe(true);
    expect(response.headers.get('x-radiant-phi-mapping-id')).not.toBeNull();
  });
});
