import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { call, startAdministration, type Administration, type Answer } from './administration.js';
import { errorOf } from './requests.js';

jest.setTimeout(180_000);

const ADDRESS = 'invited.nurse@elsewhere.example';

let administration: Administration;
let invitations: string;
let admin: string;
beforeAll(async () => {
  administration = await startAdministration();
  const { gateway } = administration;
  invitations = `/api/v2/tenants/${gateway.clinic.id}/invitations`;
  admin = await gateway.token({ userId: 'inviting-admin', groups: ['admin'] });
});
afterAll(() => administration.close());

const ask = (method: string, path = '', body?: object): Promise<Answer> =>
  administration.call(method, invitations + path, { as: admin, body });
const invite = async (): Promise<{ token: string; id: string }> => {
  const { status, data } = await ask('POST', '', { app_id: 'thinktank', address: ADDRESS });
  expect(status).toBe(201);
  return { token: data.token, id: data.invitation.id };
};
const accept = (token: string, as: string, app = 'thinktank'): Promise<Answer> =>
  call(administration.gateway.url, 'POST', `/api/${app}/v2/invitations/accept`, { as, body: { token } });
const person = (userId: string, more: object = {}): Promise<string> =>
  administration.gateway.token({ userId, ...more });

describe('an invitation', () => {
  it('makes its person a user of the app, once', async () => {
    const { token, id } = await invite();
    const accepted = await accept(token, await person('erin'));
    expect([accepted.status, accepted.data]).toEqual([
      200,
      { appUserId: expect.stringMatching(/^[0-9a-f-]{36}$/), appId: 'thinktank' },
    ]);
    expect((await accept(token, await person('erin'))).status).toBe(404);
    expect((await accept(token, await person('frank'))).status).toBe(404);
    const users = await administration.call('GET', invitations.replace('invitations', 'app-users'), { as: admin });
    expect(users.data.appUsers).toContainEqual(
      expect.objectContaining({ subject: 'erin', appId: 'thinktank', status: 'active', invitationId: id }),
    );
    const { data } = await ask('GET');
    expect(data.invitations[0]).toMatchObject({ id, address: ADDRESS, acceptedAt: expect.any(String) });
    expect((await ask('DELETE', `/${id}`)).status).toBe(409);
  });

  it('is accepted by one of many who try at once', async () => {
    const { token } = await invite();
    const people = await Promise.all(Array.from({ length: 8 }, (_, index) => person(`rival-${index}`)));
    const answers = await Promise.all(people.map((as) => accept(token, as)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404, 404, 404, 404, 404, 404, 404]);
  });

  it('looks unknown to another tenant, in another app, to who made its token up, and to no person at all', async () => {
    const { gateway } = administration;
    const { token } = await invite();
    const stranger = await person('gus', { tenantId: gateway.hospital.id });
    const refusals = [
      await accept(token, stranger),
      await accept(token, await person('gus'), 'launchboard'),
      await accept(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, await person('gus')),
      await accept('inv_x', await person('gus')),
    ];
    for (const refusal of refusals) {
      expect([refusal.status, errorOf(refusal)['message']]).toEqual([404, 'there is no such invitation']);
    }
    const key = await call(gateway.url, 'POST', '/api/v2/invitations/accept', {
      as: gateway.clinic.key,
      body: { token },
    });
    expect(key.status).toBe(403);
    const root = await call(gateway.url, 'POST', '/api/thinktank/v2/invitations/accept', {
      as: await person('hospital-root', { tenantId: gateway.hospital.id, groups: ['super_admin'] }),
      body: { token },
      headers: { 'x-tenant-id': gateway.clinic.id },
    });
    expect(root.status).toBe(404);
    expect((await accept(token, await person('gus'))).status).toBe(200); // it was good all the time
  });

  it('is not there any more when it has expired or was taken back', async () => {
    const { gateway } = administration;
    const expired = await invite();
    await gateway.sql("update invitations set expires_at = now() - interval '1 second' where id = $1", [expired.id]);
    expect((await accept(expired.token, await person('hal'))).status).toBe(404);
    const revoked = await invite();
    expect((await ask('DELETE', `/${revoked.id}`)).data.invitation.revokedAt).toEqual(expect.any(String));
    expect((await accept(revoked.token, await person('hal'))).status).toBe(404);
    expect((await ask('DELETE', `/${revoked.id}`)).status).toBe(200); // again: as it is
  });

  it('does not undo a suspension', async () => {
    const { gateway } = administration;
    const { token } = await invite();
    expect((await accept(token, await person('ivy'))).status).toBe(200);
    await gateway.sql("update app_users set status = 'suspended' where subject = 'ivy'");
    const another = await invite();
    const fresh = await person('ivy', { life: '3h' }); // of no cache yet
    expect((await accept(another.token, fresh)).status).toBe(401);
    const [user] = await gateway.sql("select status from app_users where subject = 'ivy' and app_id = 'thinktank'");
    expect(user?.['status']).toBe('suspended');
  });

  it('has its address and its token in no table in the clear, nor in any log line', async () => {
    const { gateway, logLines } = administration;
    const { token } = await invite();
    for (const text of [ADDRESS, 'invited.nurse', token, token.slice(4)]) {
      const rows = await gateway.sql(
        `select 1 from (select i::text as t from invitations i union all select a::text from audit_logs a
           union all select u::text from app_users u) as every
         where t like '%' || $1 || '%' or t like '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%'`,
        [text],
      );
      expect(rows).toEqual([]);
      expect([...logLines, ...gateway.logLines].join()).not.toContain(text);
    }
    expect((await administration.call('GET', '/api/v2/audit?limit=1000', { as: admin })).text).not.toContain(ADDRESS);
  });

  it.each([
    ['app_id', { app_id: 'none', address: ADDRESS }],
    ['app_id', { address: ADDRESS }],
    ['address', { app_id: 'thinktank', address: 'nobody' }],
    ['address', { app_id: 'thinktank', address: 'a@b c' }],
    ['expires_in_hours', { app_id: 'thinktank', address: ADDRESS, expires_in_hours: 721 }],
    ['expires_in_hours', { app_id: 'thinktank', address: ADDRESS, expires_in_hours: 0 }],
  ])('is not made of a bad %s: %j', async (field, body) => {
    const answer = await ask('POST', '', body);
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
  });
});
