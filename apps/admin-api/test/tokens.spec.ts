import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration, type Answer } from './administration.js';
import { chat, startReplica, statusOf, type Replica } from './requests.js';
import { until } from './waiting.js';

jest.setTimeout(180_000);

let administration: Administration;
let replica: Replica;
let tenant: string;
let admin: string;
beforeAll(async () => {
  administration = await startAdministration();
  const { gateway } = administration;
  replica = await startReplica(gateway);
  tenant = `/api/v2/tenants/${gateway.clinic.id}`;
  admin = await gateway.token({ userId: 'token-admin', groups: ['admin'] });
});
afterAll(async () => {
  await replica.close();
  await administration.close();
});

const ask = (method: string, path: string, body?: object, as = admin): Promise<Answer> =>
  administration.call(method, tenant + path, { as, body });
/** What both replicas of the gateway and the administration answer to the token. */
const everywhere = async (token: string): Promise<number[]> =>
  Promise.all([
    statusOf(administration.gateway.url, token),
    statusOf(replica.url, token),
    administration.call('GET', '/api/v2/apps', { as: token }).then(({ status }) => status),
  ]);
const all = (status: number) => (statuses: number[]) => statuses.every((each) => each === status);

describe('a token', () => {
  it('that is revoked is refused by both processes and both replicas within five seconds, and no other is', async () => {
    const { gateway } = administration;
    const person = { userId: 'ada', groups: ['operator'] };
    const revoked = await gateway.token({ ...person, life: '1h' });
    const other = await gateway.token({ ...person, life: '2h' });
    expect(await everywhere(revoked)).toEqual([200, 200, 200]);
    expect(await everywhere(other)).toEqual([200, 200, 200]);
    const { status, data, text } = await ask('POST', '/token-revocations', { token: revoked });
    expect([status, data.revocation.kind]).toEqual([201, 'token']);
    expect(text).not.toContain(revoked);
    await until(() => everywhere(revoked), all(401));
    expect(await everywhere(other)).toEqual([200, 200, 200]);
    expect(await everywhere(twin(revoked))).toEqual([401, 401, 401]);
    const kept = await gateway.sql('select value from token_revocations where id = $1', [data.revocation.id]);
    expect(kept[0]?.['value']).toMatch(/^[0-9a-f]{64}$/);
  });

  it("is refused after all of the person's were revoked, and one of a later sign-in is good", async () => {
    const { gateway } = administration;
    const person = { userId: 'bea', groups: ['auditor'] };
    const before = [await gateway.token(person), await gateway.token({ ...person, groups: [] })];
    const stranger = await gateway.token({ tenantId: gateway.hospital.id, ...person });
    expect(await everywhere(before[0] ?? '')).toEqual([200, 200, 200]);
    expect((await ask('POST', '/token-revocations', { user_id: 'bea' })).data.revocation.kind).toBe('user');
    for (const token of before) {
      await until(
        () => everywhere(token),
        ([first, second, third]) => first === 401 && second === 401 && third === 401,
      );
    }
    expect(await everywhere(stranger)).toEqual([200, 200, 200]); // the same name in another tenant is somebody else
    const after = await until(
      async () => gateway.token(person), // tokens say in whole seconds when they were issued
      (token) => issuedAt(token) > issuedAt(before[0] ?? '') + 1,
    );
    expect(await everywhere(after)).toEqual([200, 200, 200]);
  });

  it("ends its own administrator's sessions as well", async () => {
    const own = await administration.gateway.token({ userId: 'gone-admin', groups: ['admin'] });
    expect((await ask('POST', '/token-revocations', { user_id: 'gone-admin' }, own)).status).toBe(201);
    await until(() => everywhere(own), all(401));
  });

  it.each([
    ['token', {}],
    ['token', { token: 'a', user_id: 'b' }],
    ['user_id', { user_id: '../x y' }],
    ['token', { token: '' }],
  ])('is not revoked by a body that says too much or too little: %s, %j', async (field, body) => {
    const { status, text } = await ask('POST', '/token-revocations', body);
    expect([status, JSON.parse(text).error.details]).toEqual([400, { field }]);
  });

  it('of a person who is suspended in an app is refused there within five seconds, until that is undone', async () => {
    const { gateway } = administration;
    const token = await gateway.token({ userId: 'carl', groups: ['operator'], appId: 'thinktank' });
    const elsewhere = await gateway.token({ userId: 'carl', groups: ['operator'], appId: 'launchboard' });
    expect(await everywhere(token)).toEqual([200, 200, 200]);
    expect(await everywhere(elsewhere)).toEqual([200, 200, 200]);
    const { data } = await ask('GET', '/app-users?app_id=thinktank');
    const [user] = data.appUsers.filter(({ subject }: { subject: string }) => subject === 'carl');
    expect(user).toMatchObject({ appId: 'thinktank', status: 'active', lastSeenAt: expect.any(String) });
    expect((await ask('PATCH', `/app-users/${user.id}`, { status: 'gone' })).status).toBe(400);
    expect((await ask('PATCH', `/app-users/${user.id}`, { status: 'suspended' })).data.appUser.status).toBe(
      'suspended',
    );
    await until(() => everywhere(token), all(401));
    expect(await everywhere(elsewhere)).toEqual([200, 200, 200]);
    expect((await ask('PATCH', `/app-users/${user.id}`, { status: 'active' })).status).toBe(200);
    await until(() => everywhere(token), all(200));
  });

  it('and a key of a tenant that is suspended are refused everywhere within five seconds, until it is active', async () => {
    const { gateway, root } = administration;
    const { id, key } = gateway.hospital;
    const token = await gateway.token({ tenantId: id, userId: 'dora', groups: ['admin'] });
    const callers = async (): Promise<number[]> => [
      ...(await everywhere(token)),
      await statusOf(gateway.url, key),
      await statusOf(replica.url, key),
    ];
    expect(await callers()).toEqual([200, 200, 200, 200, 200]);
    const set = (status: string): Promise<Answer> =>
      administration.call('PATCH', `/api/v2/tenants/${id}`, { as: root, body: { status } });
    expect((await set('suspended')).data.tenant.status).toBe('suspended');
    await until(callers, all(401));
    expect((await chat(gateway.url, key)).status).toBe(401);
    expect((await set('active')).status).toBe(200);
    await until(callers, all(200));
  });
});

const issuedAt = (token: string): number =>
  (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { iat: number }).iat;

/** The order of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The same token with the other signature that anybody can make of an ECDSA signature: (r, n - s). */
function twin(token: string): string {
  const [header, claims, signature = ''] = token.split('.');
  const hex = Buffer.from(signature, 'base64url').toString('hex');
  const other = (ORDER - BigInt(`0x${hex.slice(64)}`)).toString(16).padStart(64, '0');
  return [header, claims, Buffer.from(hex.slice(0, 64) + other, 'hex').toString('base64url')].join('.');
}
