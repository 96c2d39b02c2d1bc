import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import { PUBLIC_API_CONTROLLERS } from '../src/public-api-controllers.js';
import { MODEL, startGateway, usageRecords, type Gateway } from './gateway.js';
import { seedReadingModels } from './reading-models.js';

jest.setTimeout(120_000);

const CANARY = 'Jane Doe';
const NUMBER = '219-09-9999';
const TEXT = `Patient ${CANARY}, SSN ${NUMBER}, asks whether ibuprofen is safe.`;
const USER = [{ role: 'user', content: TEXT }];

/** Bodies for each route that asks a provider, with PHI in them: a route that is new and not here fails the first test. */
const CASES: Readonly<Record<string, readonly object[]>> = {
  'POST /v1/chat/completions': bothWays({ model: MODEL, messages: USER }),
  'POST /api/v2/chat/completions': bothWays({ model: MODEL, messages: USER }),
  'POST /v1/messages': bothWays({ model: MODEL, max_tokens: 200, messages: USER }),
  'POST /v1/responses': bothWays({ model: MODEL, input: TEXT }),
  'POST /v1/completions': bothWays({ model: MODEL, prompt: TEXT }),
  'POST /v1/embeddings': [{ model: 'demo-embed', input: TEXT }],
  'POST /api/v2/embeddings': [{ model: 'demo-embed', input: TEXT }],
  'POST /v1/moderations': [{ model: 'moderate', input: TEXT }],
  'POST /v1/rerank': [{ model: 'rank', query: 'Who asks?', documents: [TEXT] }],
};

/** These need the same permission and ask no provider. */
const ANSWERED_HERE: Readonly<Record<string, object>> = {
  'POST /v1/messages/count_tokens': { model: MODEL, messages: USER },
};

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
  await seedReadingModels(gateway);
  // A reservation goes when its call is settled: this keeps what was there.
  await gateway.sql(`
    create table reserved (request_id uuid, billed_amount_picos bigint);
    create function note_reservation() returns trigger language plpgsql security definer as $$
      begin
        insert into public.reserved values (new.request_id, new.billed_amount_picos);
        return new;
      end $$;
    create trigger note_reservation after insert on reservations for each row execute function note_reservation();
  `);
});
afterAll(() => gateway.close());

const send = async (route: string, body?: object, headers?: object): Promise<Response & { said: string }> => {
  const [method = '', path = ''] = route.split(' ');
  const sent = method === 'GET' ? {} : { body: JSON.stringify(body) };
  const response = await gateway.send(path, { method, headers: { ...headers }, ...sent });
  return Object.assign(response, { said: await response.text() });
};
const sentUpstream = () => gateway.upstream.requests.map(({ body }) => body);

it('knows every route whose permission lets it ask a provider', () => {
  const asking = routes().flatMap(({ name, permission }) => (permission === 'inference.call' ? [name] : []));
  expect(asking.sort()).toEqual([...Object.keys(CASES), ...Object.keys(ANSWERED_HERE)].sort());
});

it.each(
  Object.entries(CASES).flatMap(([route, bodies]) => bodies.map((body) => ({ route, body, form: formOf(body) }))),
)('passes every stage: $route, $form', async ({ route, body }) => {
  gateway.upstream.clear();
  const stranger = await send(route, body, { authorization: '' });
  expect(stranger.status).toBe(401);
  expect(sentUpstream()).toEqual([]);

  const { status, headers } = await send(route, body);
  expect(status).toBe(200);
  const requestId = headers.get('x-request-id') ?? '';
  const [sent = '', ...more] = sentUpstream();
  expect(more).toEqual([]);
  expect(sent).toMatch(/\[PHI_NAME_\d+\].*\[PHI_SSN_\d+\]/);
  for (const value of [...CANARY.split(' '), NUMBER]) expect(sent).not.toContain(value);

  const [reserved] = await gateway.sql('select billed_amount_picos from reserved where request_id = $1', [requestId]);
  expect(Number(reserved?.['billed_amount_picos'])).toBeGreaterThan(0);

  const receipt = await send(`GET /api/v2/receipts/${requestId}`);
  expect(JSON.parse(receipt.said)).toMatchObject({
    data: {
      receipt: {
        id: headers.get('x-radiant-receipt'),
        categories: { NAME: 1, SSN: 1 },
        outboundSha256: createHash('sha256').update(sent).digest('hex'),
        outcome: 'completed',
      },
    },
  });
  const trail = await gateway.sql(
    'select action, outcome, phi, resource_id from audit_logs where request_id = $1 order by action',
    [requestId],
  );
  expect(trail).toMatchObject([
    { action: 'inference.call', outcome: 'success', phi: { NAME: 1, SSN: 1 } },
    { action: 'inference.settle', outcome: 'success', resource_id: headers.get('x-radiant-receipt') },
  ]);

  const usage = (await usageRecords(gateway, 1)).filter((record) => record.requestId === requestId);
  expect(usage).toHaveLength(1);
  expect(Number(usage[0]?.billedAmount)).toBeGreaterThan(0);
  const ledger = await gateway.sql(
    'select account, sum(amount_picos) over () as total from ledger_entries where request_id = $1 order by account',
    [requestId],
  );
  expect(ledger).toEqual(['margin', 'provider', 'receivable'].map((account) => ({ account, total: '0' })));
});

it('finds no provider asked by any other route, each called with its own example', async () => {
  const { paths } = JSON.parse((await send('GET /openapi.json')).said) as Description;
  gateway.upstream.clear();
  const others = routes().filter(({ name }) => CASES[name] === undefined);
  expect(others.length).toBeGreaterThan(20);
  for (const { name } of others) {
    const [method = '', path = ''] = name.split(' ');
    const example = paths[path]?.[method.toLowerCase()]?.requestBody?.content['application/json']?.schema?.example;
    const reply = await send(name.replaceAll(/\{\w+\}/g, MODEL), ANSWERED_HERE[name] ?? example ?? {});
    expect([name, reply.status < 500]).toEqual([name, true]);
  }
  expect(gateway.upstream.requests).toEqual([]);
});

interface Description {
  readonly paths: Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { schema?: { example?: object } }> } } | undefined>
  >;
}

/** Every route of the application, from what its controllers declare, with the permission that it asks for. */
function routes(): { readonly name: string; readonly permission: unknown }[] {
  return PUBLIC_API_CONTROLLERS.flatMap((controller) => {
    const handlers = Object.values(Object.getOwnPropertyDescriptors(controller.prototype)).flatMap(
      ({ value }: PropertyDescriptor): object[] => (typeof value === 'function' ? [value as object] : []),
    );
    const declared = (key: string, on: object): unknown => Reflect.getMetadata(key, on) as unknown;
    return handlers.flatMap((handler) => {
      const method = declared(METHOD_METADATA, handler);
      if (typeof method !== 'number') return [];
      const config =
        declared(FASTIFY_ROUTE_CONFIG_METADATA, handler) ?? declared(FASTIFY_ROUTE_CONFIG_METADATA, controller);
      const permission: unknown = Object(config).permission;
      return pathsOf(declared(PATH_METADATA, controller)).flatMap((base) =>
        pathsOf(declared(PATH_METADATA, handler)).map((path) => ({
          name: `${RequestMethod[method]} /${[base, path].filter(Boolean).join('/')}`.replaceAll(/:(\w+)/g, '{$1}'),
          permission,
        })),
      );
    });
  });
}

const pathsOf = (declared: unknown): string[] =>
  [declared].flat().map((path) => (typeof path === 'string' ? path : '').replaceAll(/^\/|\/$/g, ''));

function formOf(body: object): string {
  return 'stream' in body ? 'streamed' : 'whole';
}

function bothWays(body: object): readonly object[] {
  return [{ ...body }, { ...body, stream: true }];
}
