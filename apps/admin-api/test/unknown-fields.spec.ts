import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration, type Answer } from './administration.js';
import { errorOf } from './requests.js';

jest.setTimeout(180_000);

let administration: Administration;
beforeAll(async () => {
  administration = await startAdministration();
});
afterAll(() => administration.close());

const root = (method: string, path: string, body?: object): Promise<Answer> =>
  administration.call(method, path, { as: administration.root, body });
const refused = (answer: Answer): unknown => [answer.status, errorOf(answer)];

interface Operation {
  readonly security?: readonly object[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly example: object } } };
}

it('are refused by every operation that takes a body, by name', async () => {
  const { text } = await administration.call('GET', '/openapi.json');
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
  const taken = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]) =>
      requestBody ? [{ method, path, body: requestBody.content['application/json'].example }] : [],
    ),
  );
  expect(taken.length).toBeGreaterThan(30);
  for (const { method, path, body } of taken) {
    const address = path.replaceAll(/\{\w+\}/g, () => randomUUID());
    const answer = await root(method.toUpperCase(), address, { ...body, monthly_limitt: '5' });
    expect([method, path, refused(answer)]).toEqual([
      method,
      path,
      [400, expect.objectContaining({ code: 'VALIDATION_ERROR', details: { field: 'monthly_limitt' } })],
    ]);
  }
});

it('are refused by every read whose query they are in, by name', async () => {
  const { text } = await administration.call('GET', '/openapi.json');
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
  const reads = Object.entries(paths).filter(([path, { get }]) => path.startsWith('/api/v2/') && get?.security);
  expect(reads.length).toBeGreaterThan(40);
  for (const [path] of reads) {
    const address = path.replaceAll(/\{\w+\}/g, () => randomUUID());
    const answer = await root('GET', `${address}?statuss=inactive`);
    expect([path, refused(answer)]).toEqual([
      path,
      [400, expect.objectContaining({ code: 'VALIDATION_ERROR', details: { field: 'statuss' } })],
    ]);
  }
  expect((await root('GET', '/api/v2/health?probe=1')).status).toBe(200);
  expect(refused(await root('GET', '/api/v2/tenants?Jane+Doe=1'))).toMatchObject([400, { details: { field: '?' } }]);
});

it('of settings leave those that stand as they are', async () => {
  const made = await root('POST', '/api/v2/tenants', { name: 'Limited', app_id: 'default' });
  const path = `/api/v2/tenants/${made.data.tenant.id}`;
  const limit = { requests_per_minute: 60, tokens_per_day: 1_000 };
  await root('PATCH', path, { settings: { rate_limit: limit } });
  expect(refused(await root('PATCH', path, { settings: { rate_limitt: limit } }))).toEqual([
    400,
    {
      code: 'VALIDATION_ERROR',
      message:
        'settings.rate_limitt is not a field here: the fields are default_model, allowed_providers, ' +
        'max_tokens_per_request, tag_keys, cache, rate_limit',
      details: { field: 'settings.rate_limitt' },
    },
  ]);
  const deeper = { settings: { rate_limit: { ...limit, tokens_per_hour: 1 } } };
  expect(refused(await root('PATCH', path, deeper))).toMatchObject([
    400,
    { details: { field: 'settings.rate_limit.tokens_per_hour' } },
  ]);
  expect((await root('GET', path)).data.tenant.settings.rateLimit).toEqual({
    requestsPerMinute: 60,
    tokensPerDay: 1_000,
  });
});

it('that are no slip of the pen are not repeated', async () => {
  const answer = await root('POST', '/api/v2/tenants', { name: 'Other', app_id: 'default', 'Jane Doe, MRN 1': true });
  expect(refused(answer)).toEqual([
    400,
    {
      code: 'VALIDATION_ERROR',
      message: '? is not a field here: the fields are name, app_id, domain, time_zone, settings, phi_config',
      details: { field: '?' },
    },
  ]);
});
