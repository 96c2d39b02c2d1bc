import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '@radiant/embedded/testing';
import { SimulatedRuntime } from '@radiant/memory';
import { Log, readEnvironment, type Running } from '@radiant/nest-kit';
import { SystemClock } from '@radiant/security';
import { startPublicApi } from '../src/start-public-api.js';
import { MODEL, startGateway, type Gateway } from './gateway.js';

jest.setTimeout(360_000);

const LARGE = 'demo-chat-large';

let gateway: Gateway;
let replica: Running;
let directory: string;
let runtime: SimulatedRuntime;
beforeAll(async () => {
  runtime = new SimulatedRuntime(new SystemClock());
  const variables = { RADIANT_COLD_QUEUE: '300' };
  gateway = await startGateway({ runtime, variables });
  directory = mkdtempSync(path.join(tmpdir(), 'radiant-replica-'));
  const environment = readEnvironment({ ...gateway.variables, RADIANT_DATA_DIR: directory });
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  replica = await startPublicApi(environment, new Log('replica', 'debug', silent), '127.0.0.1', { runtime });
});
afterAll(async () => {
  await replica.close();
  await gateway.close();
  rmSync(directory, { recursive: true, force: true });
});

const addresses = (): readonly string[] => [gateway.url, `http://127.0.0.1:${replica.port}`];
const chat = (address: string, model: string, over: object = {}): Promise<Response> =>
  fetch(`${address}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.clinic.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }], ...over }),
  });
/** As `PATCH /api/v2/models/{id}` writes it; resolves when both replicas know. */
async function keep(model: string, state: string | null, warmupSeconds = 2): Promise<void> {
  const config = { state: 'AUTOMATIC', min_instances: 0, max_instances: 1, warmup_time_seconds: warmupSeconds };
  await gateway.sql(
    'update models set thermal_state = $2, thermal_config = $3, revision = revision + 1 where id = $1',
    [model, state, state === null ? null : JSON.stringify(config)],
  );
  for (const address of addresses()) {
    const known = async (): Promise<string | null> => {
      const headers = { authorization: `Bearer ${gateway.clinic.key}` };
      const response = await fetch(`${address}/api/v2/models/${model}`, { headers });
      const { data } = (await response.json()) as { data: { model: { thermalState: string | null } } };
      return data.model.thermalState;
    };
    await until(known, (found) => found === state);
  }
}

describe('a model that sleeps', () => {
  it('is woken once by 200 calls at once on two replicas, which are all answered', async () => {
    await keep(MODEL, 'AUTOMATIC');
    const calls = Array.from({ length: 200 }, (_, at) => chat(addresses()[at % 2]!, MODEL));
    const statuses = await Promise.all(
      calls.map(async (call) => {
        const answer = await call;
        await answer.text();
        return answer.status;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(runtime.wakes).toBe(1);
    const [activity] = await gateway.sql('select woken_at from model_activities where model_id = $1', [MODEL]);
    expect(activity?.['woken_at']).toBeInstanceOf(Date);
  });

  it('keeps a stream alive until its answer begins', async () => {
    await keep(LARGE, 'COLD');
    const body = await (await chat(addresses()[0]!, LARGE, { stream: true })).text();
    expect(body).toMatch(/^(: keep-alive\n\n)+data: \{"id"/);
    expect(body).toMatch(/data: \[DONE\]\n\n$/);
    expect(body).not.toContain('"error"');
  });

  it('is woken for a call that can not wait so long, which is told when to come again', async () => {
    await keep('demo-embed', 'COLD', 50);
    const body = JSON.stringify({ model: 'demo-embed', input: 'Hello' });
    const refused = await gateway.send('/v1/embeddings', { method: 'POST', body });
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(45);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(50);
    expect(await refused.json()).toMatchObject({
      error: {
        code: 'service_unavailable',
        param: 'model',
        message: expect.stringContaining('demo-embed is starting'),
      },
    });
    expect(runtime.wakes).toBe(3);
  });
});

describe('a model that is switched off', () => {
  it('is refused by name, and for its callers nothing is reserved', async () => {
    await keep(LARGE, 'OFF');
    const refused = await chat(addresses()[1]!, LARGE);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
    expect(await refused.json()).toMatchObject({ error: { message: `the model ${LARGE} is switched off` } });
    await gateway.settled();
    await keep(LARGE, null);
    expect((await chat(addresses()[1]!, LARGE)).status).toBe(200);
  });

  it('ends a stream that waited for it with one error event', async () => {
    await keep(LARGE, 'AUTOMATIC', 100);
    const stream = await chat(addresses()[0]!, LARGE, { stream: true });
    expect(stream.status).toBe(200);
    await keep(LARGE, 'OFF');
    expect(await stream.text()).toMatch(
      /^(: keep-alive\n\n)+data: \{"error":\{"message":"the model demo-chat-large is switched off"[^\n]*\n\n$/,
    );
  });
});
