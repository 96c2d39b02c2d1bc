import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ErrorCode } from '@radiant/kernel';
import { HTTP_ERRORS } from '@radiant/nest-kit';
import { startAdministration, type Administration } from './administration.js';

jest.setTimeout(180_000);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TOO_LARGE = `"${'x'.repeat(4 * 1024 * 1024)}"`;

let administration: Administration;
beforeAll(async () => {
  administration = await startAdministration();
});
afterAll(() => administration.close());

interface Api {
  readonly url: () => string;
  readonly key: () => string;
  readonly path: string;
  /** Of the same API, where nothing is. */
  readonly nowhere: string;
  /** What the body of an error is. */
  readonly form: (code: ErrorCode, requestId: string) => object;
}

const envelope = (code: ErrorCode, details?: object): object => ({
  success: false,
  error: { code: code.toUpperCase(), message: expect.any(String), ...(details && { details }) },
});
const publicApi = {
  url: () => administration.gateway.url,
  key: () => administration.gateway.clinic.key,
};
const APIS: readonly Api[] = [
  {
    ...publicApi,
    path: '/v1/chat/completions',
    nowhere: '/v1/none',
    form: (code) => ({
      error: { message: expect.any(String), type: HTTP_ERRORS[code].type, param: null, code },
    }),
  },
  {
    ...publicApi,
    path: '/v1/messages',
    nowhere: '/v1/messages/none',
    form: (code, request_id) => ({
      type: 'error',
      error: { type: HTTP_ERRORS[code].anthropicType, message: expect.any(String) },
      request_id,
    }),
  },
  { ...publicApi, path: '/api/v2/chat/completions', nowhere: '/api/v2/none', form: (code) => envelope(code) },
  {
    url: () => administration.url,
    key: () => administration.root,
    path: '/api/v2/providers',
    nowhere: '/api/v2/none',
    form: (code) => envelope(code),
  },
];

const json = { 'content-type': 'application/json' };
const MISTAKES: readonly (readonly [
  what: string,
  status: number,
  code: ErrorCode,
  request: { readonly nowhere?: boolean } & RequestInit,
])[] = [
  ['an unknown route', 404, 'not_found', { nowhere: true }],
  ['another method', 405, 'method_not_allowed', { method: 'DELETE' }],
  ['a body beyond 4 MiB', 413, 'payload_too_large', { headers: json, body: TOO_LARGE }],
  ['text', 415, 'unsupported_media_type', { headers: { 'content-type': 'text/plain' }, body: 'x' }],
  ['a form', 415, 'unsupported_media_type', { body: new URLSearchParams({ model: 'x' }) }],
  ['XML', 415, 'unsupported_media_type', { headers: { 'content-type': 'text/xml' }, body: '<x/>' }],
  ['broken JSON', 400, 'validation_error', { headers: json, body: '{"model"' }],
  ['JSON in Latin-1', 400, 'validation_error', { headers: json, body: Buffer.from('{"model":"caf\u00e9"}', 'latin1') }],
  [
    'a compressed body',
    415,
    'unsupported_media_type',
    { headers: { ...json, 'content-encoding': 'gzip' }, body: gzipSync('{}') },
  ],
  ['JSON with NUL in it', 400, 'validation_error', { headers: json, body: '{"model"\0:1}' }],
  ['no body', 400, 'validation_error', { headers: json }],
  ['a key that would change prototypes', 400, 'validation_error', { headers: json, body: '{"__proto__":{}}' }],
  [
    'JSON nested 2,000 levels deep',
    400,
    'validation_error',
    { headers: json, body: '['.repeat(2_000) + ']'.repeat(2_000) },
  ],
  ['no credential', 401, 'unauthorized', { headers: { ...json, authorization: 'none' }, body: '{}' }],
];

describe.each(APIS)('$path', ({ url, key, path, nowhere, form }) => {
  it.each(MISTAKES)('answers %s with %i in its own form, and with a request id', async (_, status, code, request) => {
    const { nowhere: astray = false, headers, ...init } = request;
    const reply = await fetch(url() + (astray ? nowhere : path), {
      method: 'POST',
      ...init,
      headers: { authorization: `Bearer ${key()}`, ...Object(headers) },
    });
    const requestId = reply.headers.get('x-request-id') ?? '';
    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, 'application/json; charset=utf-8']);
    expect(requestId).toMatch(UUID);
    expect(await reply.json()).toEqual(form(code, requestId));
    if (status === 405) expect(reply.headers.get('allow')).toContain('POST');
  });
});

describe('a list in the place of an object', () => {
  it.each([
    ['PUT', '/api/v2/routing/rules/nested', { targets: [[]] }, 'targets'],
    ['POST', '/api/v2/models/demo-chat-small/prices', { input_tokens: '1', output_tokens: '1', tiers: [[]] }, 'tiers'],
    ['PATCH', '/api/v2/models/demo-chat-small', { thermal_config: [] }, 'thermal_config'],
    ['PATCH', '/api/v2/tenants/{clinic}', { settings: [] }, 'settings'],
    ['PATCH', '/api/v2/tenants/{clinic}', { settings: { rate_limit: [] } }, 'settings.rate_limit'],
  ])('is refused and named: %s %s %j', async (method, path, body, field) => {
    const { status, text } = await administration.call(
      method,
      path.replace('{clinic}', administration.gateway.clinic.id),
      {
        as: administration.root,
        body,
      },
    );
    expect([status, JSON.parse(text)]).toEqual([400, expect.objectContaining(envelope('validation_error', { field }))]);
  });
});

describe('null in the place of an object', () => {
  it.each([
    ['/tenants/{clinic}', { settings: null }, 'settings'],
    ['/tenants/{clinic}', { settings: { cache: null } }, 'settings.cache'],
    ['/tenants/{clinic}', { settings: { rate_limit: null } }, 'settings.rate_limit'],
    ['/tenants/{clinic}/api-keys/00000000-0000-4000-8000-000000000001', { limits: null }, 'limits'],
  ])('is refused and named, and takes nothing away: PATCH %s %j', async (path, body, field) => {
    const at = `/api/v2${path.replace('{clinic}', administration.gateway.clinic.id)}`;
    const { status, text } = await administration.call('PATCH', at, { as: administration.root, body });
    expect([status, JSON.parse(text)]).toEqual([400, expect.objectContaining(envelope('validation_error', { field }))]);
  });
});

describe('an id of the wrong form', () => {
  const model = { name: 'x', display_name: 'x', specialty: 'general' };
  it.each([
    ['/api/v2/providers', { id: 'a b', name: 'x', type: 'external', auth_type: 'none' }, 'id'],
    ['/api/v2/models', { ...model, id: 'a b', provider_id: 'demo' }, 'id'],
    ['/api/v2/models', { ...model, id: 'a', provider_id: 'a b' }, 'provider_id'],
    ['/api/v2/apps', { id: '-a', name: 'x' }, 'id'],
    ['/api/v2/usage-corrections/preview', { tenant_id: 'x' }, 'tenant_id'],
  ])('is refused by the name of its field: POST %s %j', async (path, body, field) => {
    const { status, text } = await administration.call('POST', path, { as: administration.root, body });
    expect([status, JSON.parse(text)]).toEqual([400, expect.objectContaining(envelope('validation_error', { field }))]);
  });
});

describe('the description of each API', () => {
  it.each([
    ['public', () => administration.gateway.url],
    ['admin', () => administration.url],
  ])('(%s) has a table of every error code with its status, cause and cure, and /docs shows it', async (_, url) => {
    const { info } = (await (await fetch(`${url()}/openapi.json`)).json()) as { info: { description: string } };
    const rows = info.description.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows).toEqual(
      Object.entries(HTTP_ERRORS).map(
        ([code, { status, cause, cure }]) => `| \`${code}\` | ${status} | ${cause} | ${cure} |`,
      ),
    );
    const page = await fetch(`${url()}/docs`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    expect(await (await fetch(`${url()}/docs/swagger-ui-init.js`)).text()).toContain('Correct the field that is named');
  });
});
