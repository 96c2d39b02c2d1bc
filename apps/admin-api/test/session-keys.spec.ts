import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MODEL } from '@radiant/public-api/testing';
import { call, startAdministration, type Administration, type Answer } from './administration.js';
import { until } from './waiting.js';

jest.setTimeout(180_000);

let administration: Administration;
beforeAll(async () => {
  administration = await startAdministration();
});
afterAll(() => administration.close());

const begin = async (): Promise<string> => {
  const id = randomUUID();
  const { gateway } = administration;
  const messages = [{ role: 'user', content: 'Patient Jane Doe is here.' }];
  const reply = await gateway.send('/api/v2/chat/completions', {
    method: 'POST',
    body: JSON.stringify({ model: MODEL, messages, session_id: id }),
  });
  expect(reply.status).toBe(200);
  return id;
};
const session = (method: string, id: string): Promise<Answer> => {
  const { gateway } = administration;
  return call(gateway.url, method, `/api/v2/sessions/${id}`, { as: gateway.clinic.key });
};

describe('sessions and the administration', () => {
  it('keep a session while a legal hold stands, and let it go after that', async () => {
    const { gateway, root } = administration;
    const id = await begin();
    const holds = `/api/v2/tenants/${gateway.clinic.id}/legal-holds`;
    const placed = await administration.call('POST', holds, {
      as: root,
      body: { reason: 'a lawsuit is pending in court' },
    });
    expect(placed.status).toBe(201);
    expect((await session('DELETE', id)).status).toBe(409);
    expect((await session('GET', id)).text).toContain('Jane Doe');
    const outcomes =
      "select outcome from audit_logs where action = 'session.delete' and resource_id = $1 order by recorded_at";
    expect(await gateway.sql(outcomes, [id])).toEqual([{ outcome: 'success' }, { outcome: 'failed' }]);
    await administration.call('DELETE', `${holds}/${placed.data.legalHold.id}`, { as: root });
    expect((await session('DELETE', id)).status).toBe(200);
  });

  it('shred one session and leave the others readable', async () => {
    const { gateway, root } = administration;
    const [shredded, other] = [await begin(), await begin()];
    const shred = await administration.call('POST', `/api/v2/tenants/${gateway.clinic.id}/data-keys/shred`, {
      as: root,
      body: { scope: shredded, confirm: gateway.clinic.id },
    });
    expect(shred.status).toBe(200);
    await until(
      () => session('GET', shredded),
      ({ status }) => status === 404, // within five seconds on another replica
    );
    expect((await session('GET', other)).text).toContain('Jane Doe');
  });

  it('answer a session that began after the backup which was restored as one that is not there', async () => {
    const { gateway } = administration;
    const id = await begin();
    await gateway.sql('delete from data_keys where tenant_id = $1 and scope = $2', [
      gateway.clinic.id,
      `session#${id}`,
    ]);
    await until(
      () => session('GET', id),
      ({ status }) => status !== 200, // a replica that was not stopped still knows the key for a while
    );
    const post = async (path: string, body: object): Promise<[number, string]> => {
      const { status, text } = await call(gateway.url, 'POST', path, { as: gateway.clinic.key, body });
      return [status, text];
    };
    const unknown = [404, expect.stringContaining('NOT_FOUND')];
    const asked = 'Is Jane Doe allergic?';
    for (let turn = 1; turn <= 2; turn += 1) {
      const { status, text } = await session('GET', id);
      expect([status, text]).toEqual([404, expect.stringContaining('there is no such session')]);
      const messages = [{ role: 'user', content: asked }];
      expect(await post('/api/v2/chat/completions', { model: MODEL, messages, session_id: id })).toEqual(unknown);
      expect(await post('/api/v2/phi/sanitize', { text: asked, session_id: id })).toEqual(unknown);
      expect(
        await post('/api/v2/phi/reidentify', { mapping_id: id, text: asked, reason: 'the nurse asks for it' }),
      ).toEqual(unknown);
    }
    expect((await session('DELETE', id)).status).toBe(404);
    const keys = await gateway.sql('select scope from data_keys where scope = $1', [`session#${id}`]);
    expect(keys).toEqual([]);
  });

  it('answer names that were given to a session after that backup alike', async () => {
    const { gateway } = administration;
    const id = randomUUID();
    const sanitize = (): Promise<Answer> =>
      call(gateway.url, 'POST', '/api/v2/phi/sanitize', {
        as: gateway.clinic.key,
        body: { text: 'Patient Jane Doe is here.', session_id: id },
      });
    expect((await sanitize()).status).toBe(200);
    await gateway.sql('delete from data_keys where tenant_id = $1 and scope = $2', [
      gateway.clinic.id,
      `session#${id}`,
    ]);
    const reidentify = (): Promise<Answer> =>
      call(gateway.url, 'POST', '/api/v2/phi/reidentify', {
        as: gateway.clinic.key,
        body: { mapping_id: id, text: 'Who is [PHI_NAME_00001]?', reason: 'the nurse asks for it' },
      });
    await until(reidentify, ({ status }) => status !== 200);
    expect((await reidentify()).status).toBe(404);
    const { status, text } = await sanitize();
    expect([status, text]).toEqual([404, expect.stringContaining('can no longer be opened')]);
  });
});
