import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration } from './administration.js';
import { chat, errorOf } from './requests.js';
import { until } from './waiting.js';

jest.setTimeout(360_000);

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let administration: Administration;
/** The other replica, on the same stores. */
let second: Administration;
let receiver: Server;
let address: string;
let admin: string;
let answers: number[] = [];
/** Done once, when the receiver has heard something and before it answers. */
let meanwhile: (() => void) | undefined;
const received: Received[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      meanwhile?.();
      meanwhile = undefined;
      response.writeHead(answers.shift() ?? 204, { location: 'http://127.0.0.1:1/' }).end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const bound = receiver.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('the receiver does not listen');
  address = `http://127.0.0.1:${bound.port}/alerts?of=clinic`;
  administration = await startAdministration();
  second = await startAdministration({
    gateway: administration.gateway,
    variables: {
      RADIANT_DATA_DIR: `${administration.gateway.directory}/second`,
      RADIANT_ALLOWED_UPSTREAMS: 'https://10.0.0.7',
      RADIANT_ALLOWED_WEBHOOKS: 'https://10.0.0.8:8443',
    },
  });
  admin = await administration.gateway.token({ userId: 'finance', groups: ['admin'] });
});
afterAll(async () => {
  await second.close();
  await administration.close();
  receiver.close();
});

const path = (rest = ''): string => `/api/v2/tenants/${administration.gateway.clinic.id}/webhook${rest}`;
const ask = (method: string, rest = '', body?: object) => administration.call(method, path(rest), { as: admin, body });
const arrived = (event: string): Received[] => received.filter(({ body }) => body.includes(`"event":"${event}"`));
const delivery = async (id: string) =>
  (await ask('GET', '/deliveries')).data.deliveries.find((each: { id: string }) => each.id === id);

describe('a webhook', () => {
  it('is told of a budget, once by two replicas, signed, without a word of any call', async () => {
    expect((await ask('GET')).status).toBe(404);
    const put = await ask('PUT', '', { url: address });
    expect([put.status, put.data]).toEqual([
      200,
      { webhook: expect.objectContaining({ url: address }), secret: expect.stringMatching(/^whsec_[\w-]{43}$/) },
    ]);
    expect((await ask('GET')).text).not.toContain(put.data.secret);
    const { gateway } = administration;
    const budget = { period: 'day', limit: '0.000001', currency: 'USD', hard: false };
    await administration.call('POST', `/api/v2/tenants/${gateway.clinic.id}/budgets`, { as: admin, body: budget });
    expect((await chat(gateway.url, gateway.clinic.key)).status).toBe(200);
    const events = await until(
      async () => ((await ask('GET', '/deliveries')).status === 200 ? arrived('budget.alert') : []),
      (found) => found.length >= 3,
    );
    const bodies = events.map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ data }) => data.percent).sort((a, b) => a - b)).toEqual([50, 80, 100]);
    expect(bodies[0]).toEqual({
      id: expect.any(String),
      event: 'budget.alert',
      created_at: expect.stringMatching(/^\d{4}-/),
      tenant_id: gateway.clinic.id,
      data: {
        budget_id: expect.any(String),
        percent: expect.any(Number),
        period_start: expect.any(String),
        spent: expect.stringMatching(/^0\.0000\d+$/),
        limit: '0.000001',
        currency: 'USD',
      },
    });
    for (const { headers, body } of events) {
      const [, t, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-radiant-signature'])) ?? [];
      expect(createHmac('sha256', put.data.secret).update(`${t}.${body}`).digest('hex')).toBe(mac);
      expect(headers['x-radiant-event-id']).toBe(JSON.parse(body).id);
      expect(body).not.toMatch(/Jane|00482913/);
    }
    for (const { id } of bodies) {
      const told = await until(
        () => delivery(id),
        ({ status }) => status === 'delivered',
      );
      expect(told).toMatchObject({ event: 'budget.alert', attempts: 1, answered: 204, nextAttemptAt: null });
    }
    expect(new Set(bodies.map(({ id }) => id)).size).toBe(arrived('budget.alert').length);
    const [kept] = await gateway.sql('select encode(secret, $1) as secret from webhooks', ['escape']);
    expect(kept?.['secret']).not.toContain(put.data.secret);
  });

  it('that refuses or sends elsewhere is tried again, with the same id', async () => {
    answers = [500, 302];
    const { eventId } = (await ask('POST', '/test')).data;
    const told = await until(
      () => delivery(eventId),
      ({ status }) => status === 'delivered',
      30_000,
    );
    expect(told).toMatchObject({ attempts: 3, answered: 204 });
    const ids = arrived('webhook.test').map(({ headers }) => headers['x-radiant-event-id']);
    expect(ids).toEqual([eventId, eventId, eventId]);
  });

  it('that refuses is tried again soon, although the clock of the host jumps two days ahead', async () => {
    const { gateway } = administration;
    const now = Date.now.bind(Date);
    answers = [500];
    meanwhile = () => jest.spyOn(Date, 'now').mockImplementation(() => now() + 2 * 24 * 60 * 60_000);
    const { eventId } = (await ask('POST', '/test')).data;
    try {
      const [told] = await until(
        () => gateway.sql('select status, attempts from webhook_deliveries where id = $1', [eventId]),
        ([row]) => row?.['status'] !== 'pending',
        30_000,
      );
      expect(told).toEqual({ status: 'delivered', attempts: 2 });
    } finally {
      jest.restoreAllMocks();
    }
  });

  it.each([
    'http://alerts.example',
    'https://10.0.0.7/x',
    'https://169.254.169.254/latest',
    'https://[fd00::1]/',
    'https://user:secret@alerts.example',
    'ftp://alerts.example',
    'nonsense',
  ])('is not at %s', async (url) => {
    const answer = await ask('PUT', '', { url });
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field: 'url' }]);
  });

  it('is inside of private networks where the environment says so of webhooks, whatever it says of models', async () => {
    const put = (url: string) => second.call('PUT', path(), { as: admin, body: { url } });
    expect((await put('https://10.0.0.7/v1/models')).status).toBe(400);
    expect((await put('https://10.0.0.8:8443/alerts')).status).toBe(200);
    expect((await put(address)).status).toBe(200);
  });

  it('that was taken away is told nothing, and what waited is given up', async () => {
    answers = [500];
    const { eventId } = (await ask('POST', '/test')).data;
    await until(
      () => delivery(eventId),
      ({ attempts }) => attempts > 0,
    );
    expect((await ask('DELETE')).status).toBe(200);
    const told = await until(
      () => delivery(eventId),
      ({ status }) => status !== 'pending',
      30_000,
    );
    expect(['failed', 'delivered']).toContain(told.status);
    expect((await ask('POST', '/test')).status).toBe(404);
    expect((await ask('DELETE')).status).toBe(404);
  });
});
