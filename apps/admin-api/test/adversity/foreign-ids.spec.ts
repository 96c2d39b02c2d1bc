import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ADMIN_MATRIX, PUBLIC_MATRIX } from '../access-matrix.js';
import { call, startAdministration, type Administration, type Answer } from '../administration.js';
import { chat, errorOf, PROMPT } from '../requests.js';
import { watchStatements, type Statements } from './statements.js';

jest.setTimeout(360_000);

/** A route that takes the id of something that belongs to a tenant. */
interface Asked {
  /** As the matrix names it. */
  readonly route: string;
  readonly path: (id: string) => string;
  readonly body?: (id: string) => object;
  /** Of the hospital. */
  readonly foreign: string;
}

let administration: Administration;
let statements: Statements;
let publicRoutes: Asked[];
let adminRoutes: Asked[];
/** People of the clinic by the letter of their role, and its key. */
let strangers: Readonly<Record<string, string>>;

beforeAll(async () => {
  administration = await startAdministration();
  const { gateway } = administration;
  const tenantId = gateway.hospital.id;
  const owner = await gateway.token({ tenantId, userId: 'owner', groups: ['admin'] });
  const token = (userId: string, groups: string[]): Promise<string> => gateway.token({ userId, groups });
  strangers = {
    u: await token('stranger-u', []),
    k: gateway.clinic.key,
    o: await token('stranger-o', ['operator']),
    a: await token('stranger-a', ['auditor']),
    d: await token('stranger-d', ['admin']),
  };
  const own = `/api/v2/tenants/${gateway.clinic.id}`;
  const made = async (path: string, body: object): Promise<Answer['data']> => {
    const { status, data } = await administration.call('POST', path, { as: owner, body });
    expect([path, status]).toEqual([path, 201]);
    return data;
  };
  const session = randomUUID();
  const called = await chat(gateway.url, owner, PROMPT, { session_id: session });
  const { requestId } = (JSON.parse(called.text) as { meta: { requestId: string } }).meta;
  const reidentify = { text: called.data.choices[0].message.content, reason: 'Letter of discharge' };
  const asked = await call(gateway.url, 'POST', '/api/v2/phi/reidentify', {
    as: owner,
    body: { mapping_id: called.data.phi_mapping_id, ...reidentify },
  });
  expect([called.status, asked.status]).toEqual([200, 202]);
  const responded = await call(gateway.url, 'POST', '/v1/responses', {
    as: owner,
    body: { model: 'demo-chat-small', input: PROMPT },
  });
  const response = String((JSON.parse(responded.text) as { id: string }).id);
  publicRoutes = [
    { route: 'GET /v1/responses/{id}', path: (id) => `/v1/responses/${ofResponse(id)}`, foreign: response },
    { route: 'DELETE /v1/responses/{id}', path: (id) => `/v1/responses/${ofResponse(id)}`, foreign: response },
    {
      route: 'GET /v1/responses/{id}/input_items',
      path: (id) => `/v1/responses/${ofResponse(id)}/input_items`,
      foreign: response,
    },
    { route: 'GET /api/v2/sessions/{id}', path: (id) => `/api/v2/sessions/${id}`, foreign: session },
    { route: 'DELETE /api/v2/sessions/{id}', path: (id) => `/api/v2/sessions/${id}`, foreign: session },
    { route: 'GET /api/v2/receipts/{requestId}', path: (id) => `/api/v2/receipts/${id}`, foreign: requestId },
    {
      route: 'GET /api/v2/phi/reidentifications/{id}',
      path: (id) => `/api/v2/phi/reidentifications/${id}`,
      foreign: asked.data.requestId,
    },
    {
      route: 'POST /api/v2/phi/reidentify',
      path: () => '/api/v2/phi/reidentify',
      body: (id) => ({ mapping_id: id, ...reidentify }),
      foreign: called.data.phi_mapping_id,
    },
  ];
  const hospital = `/api/v2/tenants/${tenantId}`;
  const key = (await made(`${hospital}/api-keys`, { name: 'theirs' })).apiKey.id;
  const invitation = (await made(`${hospital}/invitations`, { app_id: 'default', address: 'a@b.example' })).invitation
    .id;
  const hold = (await made(`${hospital}/legal-holds`, { reason: 'a letter has come' })).legalHold.id;
  const glass = (await made('/api/v2/break-glass', { reason: 'an emergency, the chart is needed' })).breakGlass.id;
  const budget = (await made(`${hospital}/budgets`, { period: 'day', limit: '1', currency: 'USD', hard: true })).budget
    .id;
  const invoice = (
    await administration.call('POST', `${hospital}/invoices`, { as: administration.root, body: { month: '2026-01' } })
  ).data.invoice.id;
  const users = await administration.call('GET', `${hospital}/app-users`, { as: owner });
  const user = users.data.appUsers[0].id;
  const reason = 'The ward confirmed the request';
  adminRoutes = [
    {
      route: 'PATCH /api/v2/tenants/{tenantId}/api-keys/{id}',
      path: (id) => `${own}/api-keys/${id}`,
      body: () => ({ name: 'mine' }),
      foreign: key,
    },
    {
      route: 'POST /api/v2/tenants/{tenantId}/api-keys/{id}/rotate',
      path: (id) => `${own}/api-keys/${id}/rotate`,
      body: () => ({}),
      foreign: key,
    },
    {
      route: 'DELETE /api/v2/tenants/{tenantId}/api-keys/{id}',
      path: (id) => `${own}/api-keys/${id}`,
      foreign: key,
    },
    {
      route: 'PATCH /api/v2/tenants/{tenantId}/app-users/{id}',
      path: (id) => `${own}/app-users/${id}`,
      body: () => ({ status: 'suspended' }),
      foreign: user,
    },
    {
      route: 'DELETE /api/v2/tenants/{tenantId}/invitations/{id}',
      path: (id) => `${own}/invitations/${id}`,
      foreign: invitation,
    },
    {
      route: 'DELETE /api/v2/tenants/{tenantId}/legal-holds/{id}',
      path: (id) => `${own}/legal-holds/${id}`,
      foreign: hold,
    },
    {
      route: 'DELETE /api/v2/tenants/{tenantId}/budgets/{id}',
      path: (id) => `${own}/budgets/${id}`,
      foreign: budget,
    },
    {
      route: 'GET /api/v2/tenants/{tenantId}/invoices/{id}',
      path: (id) => `${own}/invoices/${id}`,
      foreign: invoice,
    },
    {
      route: 'POST /api/v2/tenants/{tenantId}/invoices/{id}/finalise',
      path: (id) => `${own}/invoices/${id}/finalise`,
      body: () => ({}),
      foreign: invoice,
    },
    {
      route: 'POST /api/v2/tenants/{tenantId}/invoices/{id}/credit-notes',
      path: (id) => `${own}/invoices/${id}/credit-notes`,
      body: () => ({ reason: 'cancellation' }),
      foreign: invoice,
    },
    {
      route: 'DELETE /api/v2/tenants/{tenantId}/invoices/{id}',
      path: (id) => `${own}/invoices/${id}`,
      foreign: invoice,
    },
    {
      route: 'POST /api/v2/break-glass/{id}/decision',
      path: (id) => `/api/v2/break-glass/${id}/decision`,
      body: () => ({ decision: 'approve' }),
      foreign: glass,
    },
    {
      route: 'POST /api/v2/break-glass/{id}/review',
      path: (id) => `/api/v2/break-glass/${id}/review`,
      body: () => ({ review: 'justified' }),
      foreign: glass,
    },
    {
      route: 'POST /api/v2/reidentifications/{id}/decision',
      path: (id) => `/api/v2/reidentifications/${id}/decision`,
      body: () => ({ decision: 'approve', reason }),
      foreign: asked.data.requestId,
    },
    { route: 'GET /api/v2/tenants/{id}', path: (id) => `/api/v2/tenants/${id}`, foreign: tenantId },
    {
      route: 'PATCH /api/v2/tenants/{id}',
      path: (id) => `/api/v2/tenants/${id}`,
      body: () => ({ name: 'mine' }),
      foreign: tenantId,
    },
    {
      route: 'POST /api/v2/tenants/{id}/deletion',
      path: (id) => `/api/v2/tenants/${id}/deletion`,
      body: () => ({ confirm: 'hospital', reason }),
      foreign: tenantId,
    },
    {
      route: 'GET /api/v2/tenants/{tenantId}/api-keys',
      path: (id) => `/api/v2/tenants/${id}/api-keys`,
      foreign: tenantId,
    },
  ];
  statements = watchStatements();
});
afterAll(async () => {
  statements.stop();
  await administration.close();
});

const send = (url: string, { route, path, body }: Asked, as: string, id: string): Promise<Answer> =>
  call(url, route.split(' ', 1)[0] ?? '', path(id), { as, body: body?.(id) });
const both = (): (readonly [url: string, matrix: Readonly<Record<string, string>>, routes: readonly Asked[]])[] => [
  [administration.gateway.url, PUBLIC_MATRIX, publicRoutes],
  [administration.url, ADMIN_MATRIX, adminRoutes],
];

type Pair = readonly [foreign: readonly string[], unknown: readonly string[]];

/** The id of a response that could be kept, made of any other id. */
const ofResponse = (id: string): string => (id.startsWith('resp_') ? id : `resp_${id.replaceAll('-', '').repeat(2)}`);

/** What is remembered for a while is asked for anew now and then, by whichever call comes: such a difference goes away. */
async function settled(ask: () => Promise<Pair>): Promise<Pair> {
  let pair = await ask();
  for (let again = 0; again < 4 && String(pair[0]) !== String(pair[1]); again += 1) pair = await ask();
  return pair;
}

/** Models, providers, their agreements and apps belong to the platform. */
const OF_THE_PLATFORM = /\/(models|providers|baas|apps|price-imports)\//;

describe('the id of something of another tenant (G11)', () => {
  it('is asked for here at every route that takes one', () => {
    for (const [, matrix, routes] of both()) {
      const taking = Object.keys(matrix).filter((route) => /\{(id|requestId)\}/.test(route));
      const asked = new Set(routes.map(({ route }) => route));
      expect(taking.filter((route) => !OF_THE_PLATFORM.test(route) && !asked.has(route))).toEqual([]);
    }
  });

  it('is answered as one that is nowhere, status and body alike, whoever asks', async () => {
    let compared = 0;
    for (const [url, matrix, routes] of both()) {
      for (const asked of routes) {
        for (const [letter, as] of Object.entries(strangers)) {
          const foreign = await send(url, asked, as, asked.foreign);
          const unknown = await send(url, asked, as, randomUUID());
          const expected = matrix[asked.route]?.includes(letter) ? 404 : 403;
          expect([asked.route, letter, foreign.status]).toEqual([asked.route, letter, expected]);
          expect([asked.route, letter, unknown.status]).toEqual([asked.route, letter, expected]);
          expect(errorOf(foreign)).toEqual(errorOf(unknown));
          expect(foreign.text).toHaveLength(unknown.text.length);
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(80);
  });

  it('makes the stores do the same as one that is nowhere, so that its time tells nothing either', async () => {
    for (const [url, matrix, routes] of both()) {
      for (const asked of routes) {
        for (const [letter, as] of Object.entries(strangers)) {
          if (!matrix[asked.route]?.includes(letter)) continue;
          const [foreign, unknown] = await settled(async () => [
            await statements.during(() => send(url, asked, as, asked.foreign)),
            await statements.during(() => send(url, asked, as, randomUUID())),
          ]);
          expect([asked.route, letter, foreign]).toEqual([asked.route, letter, unknown]);
        }
      }
    }
  });

  it('is found by its own people, so that there was something to find', async () => {
    const { gateway } = administration;
    const owner = await gateway.token({ tenantId: gateway.hospital.id, userId: 'owner', groups: ['admin'] });
    for (const asked of publicRoutes.filter(({ route }) => route.startsWith('GET'))) {
      const seen = await statements.during(async () => {
        expect([asked.route, (await send(gateway.url, asked, owner, asked.foreign)).status]).toEqual([
          asked.route,
          200,
        ]);
      });
      expect(seen.length).toBeGreaterThan(0);
    }
  });
});
