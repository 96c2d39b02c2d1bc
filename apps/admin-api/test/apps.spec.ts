import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { call, startAdministration, type Administration, type Answer } from './administration.js';
import { chat, errorOf, startReplica, type Replica } from './requests.js';
import { until } from './waiting.js';

jest.setTimeout(180_000);

let administration: Administration;
let replica: Replica;
beforeAll(async () => {
  administration = await startAdministration();
  replica = await startReplica(administration.gateway);
});
afterAll(async () => {
  await replica.close();
  await administration.close();
});

/** The status of a GET with a Host header, which `fetch` does not let anybody choose. */
const hosted = (host: string, path: string, as: string, url = administration.gateway.url): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path, headers: { host, authorization: `Bearer ${as}` } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end();
  });
const found = async (path: string, as?: string, url = administration.gateway.url): Promise<number> =>
  (await call(url, 'GET', path, { as })).status;

describe('the address of an app', () => {
  it('reaches the same routes by path and by host', async () => {
    const token = await administration.gateway.token({ appId: 'thinktank' });
    for (const path of ['/api/thinktank/models', '/api/thinktank/v2/models', '/api/thinktank/v1/models']) {
      expect([path, await found(path, token)]).toEqual([path, 200]);
    }
    for (const path of ['/api/v2/models', '/v1/models', '/api/thinktank/models']) {
      expect([path, await hosted('thinktank.example.org', path, token)]).toEqual([path, 200]);
    }
    expect(await found('/api/thinktank/health')).toBe(200);
    expect(await found('/api/thinktank/none', token)).toBe(404);
  });

  it('refuses a credential of another app, by path and by host, and host and path that differ', async () => {
    const { gateway } = administration;
    const token = await gateway.token({ appId: 'thinktank' });
    const unbound = await gateway.token({});
    expect(await found('/api/launchboard/models', token)).toBe(403);
    expect(await hosted('launchboard.example.org', '/api/v2/models', token)).toBe(403);
    expect(await hosted('LaunchBoard.example.org:8080', '/v1/models', gateway.clinic.key)).toBe(403);
    expect(await hosted('launchboard.example.org', '/api/thinktank/models', unbound)).toBe(403);
    expect(await hosted('launchboard.example.org', '/api/v2/models', unbound)).toBe(200);
    expect(await found('/api/launchboard/models', unbound)).toBe(200);
  });

  it('is 404 for an app that is not there, and a host of another name names none', async () => {
    const { gateway } = administration;
    const token = await gateway.token({ appId: 'thinktank' });
    for (const path of ['/api/nosuchapp/models', '/api/nosuchapp/v1/models', '/api/nosuchapp/health']) {
      expect([path, await found(path, token)]).toEqual([path, 404]);
    }
    expect(await hosted('gateway.example.org', '/v1/models', token)).toBe(200);
  });

  it('works within five seconds after the app was taken in, on both replicas, and ends when it is inactive', async () => {
    const { gateway, root } = administration;
    const admin = await gateway.token({ userId: 'app-admin', groups: ['admin'] });
    const body = { id: 'careplan', name: 'Care Plan' };
    expect((await administration.call('POST', '/api/v2/apps', { as: admin, body })).status).toBe(403);
    const token = await gateway.token({ userId: 'in-careplan', appId: 'careplan' });
    const both = (): Promise<number[]> =>
      Promise.all([gateway.url, replica.url].map((url) => found('/api/careplan/models', token, url)));
    expect(await both()).toEqual([404, 404]);

    expect((await administration.call('POST', '/api/v2/apps', { as: root, body })).data.app).toEqual({
      ...body,
      status: 'active',
    });
    await until(both, (statuses) => statuses.every((status) => status === 200));
    expect(await hosted('careplan.example.org', '/v1/models', token)).toBe(200);
    const { data } = await administration.call('GET', '/api/v2/apps', { as: admin });
    expect(data.apps).toContainEqual({ ...body, status: 'active' });

    const off = await administration.call('PATCH', '/api/v2/apps/careplan', { as: root, body: { status: 'inactive' } });
    expect(off.data.app.status).toBe('inactive');
    await until(both, (statuses) => statuses.every((status) => status === 404));
    const plain = (): Promise<number> => found('/v1/models', token);
    await until(plain, (status) => status === 403);
    await administration.call('PATCH', '/api/v2/apps/careplan', { as: root, body: { status: 'active' } });
    await until(plain, (status) => status === 200);
  });

  it.each([
    ['id', { id: 'v2', name: 'x' }],
    ['id', { id: 'No', name: 'x' }],
    ['id', { name: 'x' }],
    ['name', { id: 'fine', name: '' }],
  ])('can not be made of a bad %s: %j', async (field, body) => {
    const answer = await administration.call('POST', '/api/v2/apps', { as: administration.root, body });
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
  });

  it('is taken once, and a change needs an app that is there', async () => {
    const { root } = administration;
    const post = (id: string): Promise<Answer> =>
      administration.call('POST', '/api/v2/apps', { as: root, body: { id, name: 'Twice' } });
    const twice = await post('thinktank');
    expect([twice.status, errorOf(twice)['details']]).toEqual([409, { field: 'id' }]);
    const patch = (id: string, body: object): Promise<Answer> =>
      administration.call('PATCH', `/api/v2/apps/${id}`, { as: root, body });
    expect((await patch('none', { name: 'x' })).status).toBe(404);
    expect((await patch('thinktank', {})).status).toBe(400);
    expect((await patch('thinktank', { status: 'gone' })).status).toBe(400);
  });
});

describe('a key of an app', () => {
  it('opens no session that a person began through another, whomever it speaks for', async () => {
    const { url, token, clinic } = administration.gateway;
    const admin = await token({ userId: 'app-admin', groups: ['admin'] });
    const issue = async (app: string) => {
      const body = { name: app, app_id: app, trusted_forwarder: true };
      return (await administration.call('POST', `/api/v2/tenants/${clinic.id}/api-keys`, { as: admin, body })).data;
    };
    const here = await issue('thinktank');
    const there = await issue('launchboard');
    const nurse = { 'x-openwebui-user-id': 'nurse-of-both' };
    const session_id = randomUUID();
    const begun = await chat(url, here.key, 'Patient Jane Doe, SSN 536-22-1234', { session_id }, nurse);
    expect(begun.status).toBe(200);
    const path = `/api/v2/sessions/${session_id}`;
    const as = (key: string, method = 'GET', at = path) => call(url, method, at, { as: key, headers: nurse });
    expect((await as(there.key)).status).toBe(404);
    expect((await as(there.key, 'DELETE')).status).toBe(404);
    expect((await as(there.key, 'GET', '/api/v2/sessions')).data.sessions).toEqual([]);
    expect((await chat(url, there.key, 'and now?', { session_id }, nurse)).status).toBe(404);
    expect((await as(here.key, 'GET', '/api/v2/sessions')).data.sessions).toHaveLength(1);
    expect((await as(here.key)).status).toBe(200);
    expect((await call(url, 'GET', path, { as: await token({ userId: 'nurse-of-both' }) })).status).toBe(200);
  });

  it('opens no mapping that was made in another, and adds nothing to one', async () => {
    const { url, token, clinic } = administration.gateway;
    const admin = await token({ userId: 'app-admin', groups: ['admin'] });
    const issue = async (app: string): Promise<string> => {
      const body = { name: app, app_id: app };
      return (await administration.call('POST', `/api/v2/tenants/${clinic.id}/api-keys`, { as: admin, body })).data.key;
    };
    const [here, there] = [await issue('thinktank'), await issue('launchboard')];
    const phi = (as: string, what: string, body: object): Promise<Answer> =>
      call(url, 'POST', `/api/v2/phi/${what}`, { as, body });
    const text = 'Patient Jane Doe, SSN 536-22-1234';
    for (const session_id of [undefined, randomUUID()]) {
      const made = await phi(here, 'sanitize', { text, session_id });
      expect(made.status).toBe(200);
      const { mappingId: mapping_id, sanitizedText } = made.data;
      const open = (as: string): Promise<Answer> =>
        phi(as, 'reidentify', { mapping_id, text: sanitizedText, reason: 'the patient asks for it' });
      expect((await open(there)).text).toContain('there is no such PHI mapping');
      expect((await open(there)).status).toBe(404);
      for (const as of [here, await token({ userId: 'nurse-of-both' }), admin]) {
        expect((await open(as)).data).toMatchObject({ originalText: text });
      }
      if (session_id === undefined) continue;
      expect((await phi(there, 'sanitize', { text, session_id })).status).toBe(404);
      expect((await phi(here, 'sanitize', { text, session_id })).data).toMatchObject({ sanitizedText });
      expect((await chat(url, there, 'who is it?', { session_id })).status).toBe(404);
    }
  });
});
