import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ADMIN_MATRIX, PUBLIC_MATRIX } from './access-matrix.js';
import { call, startAdministration, type Administration, type Answer } from './administration.js';

jest.setTimeout(600_000);

interface Operation {
  /** As the matrix names it: `GET /api/v2/tenants/{id}`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const REFUSED = [401, 403];

/** The letters of the matrix and the group behind each; a user has none, a key is no token. */
const GROUPS: Readonly<Record<string, string[]>> = {
  u: [],
  o: ['operator'],
  a: ['auditor'],
  d: ['admin'],
  s: ['super_admin'],
};

describe('every route of both APIs, from their own description', () => {
  let administration: Administration;
  let tokens: Record<string, string>;
  let strangers: Record<string, string>;
  let apis: { readonly name: string; readonly url: string; readonly matrix: Readonly<Record<string, string>> }[];
  let tenant: string;
  let stranger: string;

  beforeAll(async () => {
    administration = await startAdministration();
    const { gateway } = administration;
    tenant = gateway.clinic.id;
    stranger = gateway.hospital.id;
    tokens = { k: gateway.clinic.key };
    strangers = { k: gateway.hospital.key };
    for (const [letter, groups] of Object.entries(GROUPS)) {
      tokens[letter] = await gateway.token({ tenantId: tenant, userId: `matrix-${letter}`, groups });
      strangers[letter] = await gateway.token({ tenantId: stranger, userId: `matrix-${letter}`, groups });
    }
    apis = [
      { name: 'public', url: gateway.url, matrix: PUBLIC_MATRIX },
      { name: 'admin', url: administration.url, matrix: ADMIN_MATRIX },
    ];
  });
  afterAll(() => administration.close());

  const operations = async (url: string): Promise<Operation[]> => {
    const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    return Object.entries(paths).flatMap(([path, item]) =>
      METHODS.filter((method) => method in item).map((method) => ({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        body: exampleOf(item[method]),
      })),
    );
  };
  const send = (url: string, { method, path, body }: Operation, as?: string, ofTenant = tenant): Promise<Answer> =>
    call(url, method, addressed(path, ofTenant), { as, body });

  it('stands in the matrix, and nothing else does', async () => {
    for (const { url, matrix } of apis) {
      const found = (await operations(url)).map(({ name }) => name);
      expect(found.toSorted()).toEqual(Object.keys(matrix).toSorted());
    }
  });

  it('lets in nobody without a credential that is good now', async () => {
    const { gateway } = administration;
    const { clinic } = gateway;
    const bad: Record<string, string | undefined> = {
      none: undefined,
      garbage: 'rad_dev_aaaaaaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      'a key but for its end': `${clinic.key.slice(0, -1)}${clinic.key.endsWith('A') ? 'B' : 'A'}`,
      'a token without its signature': tokens['s']?.replace(/[^.]+$/, ''),
      'an unsigned token': `${Buffer.from('{"alg":"none"}').toString('base64url')}.${tokens['s']?.split('.')[1]}.`,
      'a token that has expired': await gateway.token({ groups: ['super_admin'], life: '-1 minute' }),
      'a token of a tenant that is not there': await gateway.token({ tenantId: randomUUID(), groups: ['super_admin'] }),
    };
    let asked = 0;
    for (const { url, matrix } of apis) {
      for (const operation of await operations(url)) {
        for (const [what, credential] of Object.entries(bad)) {
          const { status } = await send(url, operation, credential);
          asked += 1;
          if (matrix[operation.name] === 'P') continue;
          expect([operation.name, what, status]).toEqual([operation.name, what, 401]);
        }
      }
    }
    expect(asked).toBeGreaterThan(400);
  });

  it('lets in the roles of the matrix and refuses the others', async () => {
    for (const { url, matrix } of apis) {
      for (const operation of await operations(url)) {
        const roles = matrix[operation.name] ?? '';
        for (const [letter, token] of Object.entries(tokens)) {
          const { status } = await send(url, operation, token);
          const allowed = roles === 'P' || roles.includes(letter);
          expect([operation.name, letter, REFUSED.includes(status)]).toEqual([operation.name, letter, !allowed]);
          if (!allowed) expect([operation.name, letter, status]).toEqual([operation.name, letter, 403]);
        }
      }
    }
  });

  it("answers another tenant's ids as unknown ones, whatever the role", async () => {
    for (const { url } of apis) {
      for (const operation of (await operations(url)).filter(({ path }) => path.includes('/tenants/{'))) {
        for (const [letter, token] of Object.entries(strangers)) {
          if (letter === 's') continue; // a super administrator acts on any tenant
          const foreign = await send(url, operation, token, tenant);
          const unknown = await send(url, operation, token, randomUUID());
          expect([operation.name, letter, foreign.status]).toEqual([operation.name, letter, unknown.status]);
          expect(error(foreign)).toEqual(error(unknown));
          expect([400, 403, 404]).toContain(foreign.status);
        }
      }
    }
  });

  it('refuses X-Tenant-Id of everybody but super administrators', async () => {
    for (const { url, matrix } of apis) {
      for (const operation of await operations(url)) {
        if (matrix[operation.name] === 'P') continue;
        for (const [letter, token] of Object.entries(strangers)) {
          if (letter === 's') continue;
          const path = addressed(operation.path, stranger);
          const headers = { 'x-tenant-id': tenant };
          const { status } = await call(url, operation.method, path, { as: token, body: operation.body, headers });
          expect([operation.name, letter, status]).toEqual([operation.name, letter, 403]);
        }
      }
    }
  });

  it('refuses a credential of one app under the address of another', async () => {
    const { gateway } = administration;
    const bound = await gateway.token({ appId: 'thinktank' });
    const credentials = [bound, gateway.clinic.key];
    for (const operation of await operations(gateway.url)) {
      if (!operation.path.startsWith('/api/v2/') || PUBLIC_MATRIX[operation.name] === 'P') continue;
      const path = addressed(operation.path, tenant).replace('/api/v2/', '/api/launchboard/');
      for (const as of credentials) {
        const { status } = await call(gateway.url, operation.method, path, { as, body: operation.body });
        expect([operation.name, status]).toEqual([operation.name, 403]);
      }
    }
  });
});

/** Ids that are there nowhere stand for all but the tenant's. */
const addressed = (path: string, tenant: string): string =>
  path
    .replace('/tenants/{id}', `/tenants/${tenant}`)
    .replace('{tenantId}', tenant)
    .replace('/models/{id}', '/models/demo-chat-small')
    .replace('/providers/{id}', '/providers/demo')
    .replace('/apps/{id}', '/apps/alwaysme')
    .replace('{id}', '99999999-9999-4999-8999-999999999999') + (path.endsWith('breach-scope') ? BREACH : '');

const BREACH = '?provider_id=demo&from=2026-01-01&to=2026-02-01';

/** What was said, without what differs with every request. */
const error = ({ text }: Answer): unknown => (JSON.parse(text) as { error: unknown }).error;

/** The example of an operation's body, as its description shows it. */
function exampleOf(operation: unknown): unknown {
  const text = JSON.stringify(operation, (key, value: unknown) => (key === 'responses' ? undefined : value));
  const found = JSON.parse(text) as {
    requestBody?: {
      content: Record<string, { example?: unknown; examples?: Record<string, { value: unknown }> }>;
    };
  };
  const content = Object.values(found.requestBody?.content ?? {})[0];
  return content?.example ?? Object.values(content?.examples ?? {})[0]?.value;
}
