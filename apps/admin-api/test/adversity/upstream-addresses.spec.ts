import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration } from '../administration.js';
import { hostileAddresses } from './addresses.js';
import { replicaOf, type ListeningReplica } from './replica.js';
import { until } from '../waiting.js';

jest.setTimeout(540_000);

const KEY = 'sk-canary-of-a-provider';
/** Where a caller could try to say where its call goes, as other gateways have believed it. */
const FIELDS = ['api_base', 'base_url', 'baseURL', 'host', 'proxy', 'custom_host', 'endpoint', 'target_url', 'url'];

let administration: Administration;
/** A public API as in production: nothing on this machine is allowed to a provider. */
let guarded: ListeningReplica;
/** Answers anybody on every address of this machine. */
let listener: Server;
let connections = 0;
let received = '';
let addresses: readonly string[];

beforeAll(async () => {
  listener = createServer((socket) => {
    connections += 1;
    socket
      .on('error', () => undefined)
      .on('data', (bytes) => {
        received += bytes.toString('latin1');
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}');
      });
  });
  await once(listener.listen(0, '::'), 'listening');
  addresses = hostileAddresses((listener.address() as AddressInfo).port);
  administration = await startAdministration({ variables: { CANARY_API_KEY: KEY } });
  guarded = await replicaOf(administration.gateway, 'guarded', {
    RADIANT_EMBEDDED: 'false',
    RADIANT_EMBEDDED_ISSUER: '',
    CANARY_API_KEY: KEY,
  });
});
afterAll(async () => {
  await guarded.close();
  await administration.close();
  await once(listener.close(), 'close');
});

const chat = (url: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${administration.gateway.clinic.key}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'hi' }], ...body }),
  });

/** Several at a time. */
async function eachOf<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += 16) {
    const some = items.slice(at, at + 16);
    results.push(...(await Promise.all(some.map((item, i) => work(item, at + i)))));
  }
  return results;
}

const admin = (method: string, path: string, body: object): Promise<{ status: number; text: string }> =>
  administration.call(method, `/api/v2${path}`, { as: administration.root, body });

/** A model with a price for each provider, under the provider's id. */
async function addModels(providers: readonly string[]): Promise<void> {
  const { sql } = administration.gateway;
  await sql(
    `insert into models (id, provider_id, name, display_name, type, specialty)
     select id, id, 'm', 'M', 'external', 'general' from unnest($1::text[]) as id`,
    [providers],
  );
  await sql(
    `insert into model_prices (model_id, version, effective_from, input_picos, cached_input_picos, output_picos,
       reasoning_picos, markup_basis_points) select id, 1, '2026-01-01', 1, 1, 1, 1, 0 from unnest($1::text[]) as id`,
    [providers],
  );
}

/** Gives an address to a provider in each way there is. @returns those that took it. */
async function provided(base_url: string, i: number): Promise<readonly string[]> {
  const taken: string[] = [];
  const given = { base_url, auth_type: 'api_key', credential: 'env:CANARY_API_KEY', config: { api_base: base_url } };
  const fresh = { name: 'P', type: 'external' };
  const created = await admin('POST', '/providers', { id: `post-${i}`, ...fresh, ...given });
  expect([201, 400]).toContain(created.status);
  if (created.status === 201) taken.push(`post-${i}`);
  for (const method of ['PUT', 'PATCH']) {
    const id = `${method.toLowerCase()}-${i}`;
    await admin('POST', '/providers', { id, ...fresh, base_url: 'https://models.example' });
    const changed = await admin(method, `/providers/${id}`, given);
    expect(changed.status).toBe(created.status === 201 ? 200 : 400);
    if (changed.status === 200) taken.push(id);
  }
  return taken;
}

describe('an address that nobody may be sent to', () => {
  it('is written in 60 ways and more', () => {
    expect(addresses.length).toBeGreaterThan(120);
    expect(new Set(addresses.map((address) => address.replace(/^https?/, ''))).size).toBeGreaterThan(60);
  });

  it('is connected to by no call, in whatever way an administrator gave it to a provider', async () => {
    const models = (await eachOf(addresses, provided)).flat();
    await addModels(models);
    expect(models.length).toBeGreaterThan(200);
    const known = async (): Promise<boolean> => (await chat(guarded.url, { model: models.at(-1) })).status !== 404;
    await until(known, Boolean); // replicas read the registry again within five seconds
    await eachOf(models, async (model) => {
      const response = await chat(guarded.url, { model });
      expect([model, response.status]).toEqual([model, 502]);
      expect(await response.text()).not.toContain(KEY);
    });
    process.stdout.write(`${addresses.length} addresses, ${models.length} providers: ${connections} connections\n`);
    expect([connections, received]).toEqual([0, '']);
    expect(guarded.logLines.join('')).not.toContain(KEY);
  });

  it('is no word of a connection', async () => {
    const fields = ['dialect', 'api_version', 'key_header', 'ca', 'client_certificate', 'client_key'];
    for (const field of fields) {
      const refused = await admin('PATCH', '/providers/put-0', { connection: { [field]: addresses[0] } });
      expect([field, refused.status]).toEqual([field, 400]);
    }
  });

  it('is connected to by no call whose caller names it in a field, at any depth, or in a header', async () => {
    const { upstream } = administration.gateway;
    upstream.clear();
    for (const address of addresses) {
      const hostile = Object.fromEntries(FIELDS.map((field) => [field, address]));
      const named = { ...hostile, api_key: 'sk-evil', headers: hostile, extra_headers: hostile };
      const body = {
        model: 'demo-chat-small',
        ...named,
        extra_body: named,
        metadata: { nested: named },
        litellm_params: named,
        stream_options: named,
        messages: [{ role: 'user', content: 'hi', ...named }],
        tools: [{ type: 'function', ...named, function: { name: 'f', ...named } }],
      };
      const headers: Record<string, string> = /[^\x20-\x7e]/.test(address)
        ? {}
        : { 'x-base-url': address, 'x-portkey-custom-host': address, 'x-forwarded-host': address, forwarded: address };
      const response = await chat(guarded.url, body, headers);
      expect([address, response.status]).toEqual([address, 200]);
      await response.arrayBuffer();
    }
    expect(upstream.requests).toHaveLength(addresses.length);
    expect(upstream.requests.map(({ body }) => body).join('')).not.toMatch(/127|169\.254|sk-evil|api_base|custom_host/);
    expect([connections, received]).toEqual([0, '']);
  });

  it('is counted rightly: where this machine is allowed, the very provider is reached with its key', async () => {
    await chat(administration.gateway.url, { model: 'post-0' }).then((response) => response.arrayBuffer());
    expect(connections).toBeGreaterThan(0);
    expect(received).toContain(KEY);
  });
});
