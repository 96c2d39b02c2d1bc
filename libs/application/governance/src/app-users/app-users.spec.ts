import { beforeEach, describe, expect, it } from '@jest/globals';
import { appUserId } from '@radiant/identity';
import { appId } from '@radiant/kernel';
import { USER_ID, userOf } from '../testing/arranged.js';
import { of } from '../testing/case.js';
import { CLINIC, GRACE, HOSPITAL, NOBODY } from '../testing/people.js';
import { World } from '../testing/world.js';
import { ChangeAppUser } from './change-app-user.js';
import { ListAppUsers } from './list-app-users.js';

const FOREIGN_ID = appUserId('44444444-4444-4444-8444-444444444445');
const OTHER_ID = appUserId('44444444-4444-4444-8444-444444444446');

let world: World;
beforeEach(() => {
  world = new World();
  world.state.appUsers.push(
    userOf(world),
    userOf(world, { id: OTHER_ID, appId: appId('triage') }),
    userOf(world, { id: FOREIGN_ID, tenantId: HOSPITAL }),
  );
});

describe('ChangeAppUser', () => {
  const change = (status: string, id = USER_ID) =>
    new ChangeAppUser(...of(world)).execute(GRACE, CLINIC, id, { status });

  it('suspends and gives access back, and tells of each', async () => {
    expect(await change('suspended')).toStrictEqual(userOf(world, { status: 'suspended' }));
    expect(world.state.appUsers[0]).toMatchObject({ status: 'suspended' });
    expect(await change('active')).toMatchObject({ status: 'active' });
    const resource = { type: 'app_user', id: USER_ID };
    expect(world.eventsOf(CLINIC)).toMatchObject([
      { action: 'app_user.update', resource, details: { 'before.status': 'active', 'after.status': 'suspended' } },
      { action: 'app_user.update', resource, details: { 'before.status': 'suspended', 'after.status': 'active' } },
    ]);
  });

  it('refuses another status, and people who are not there for the tenant', async () => {
    await expect(change('deleted')).rejects.toMatchObject({ code: 'validation_error', facts: { field: 'status' } });
    for (const id of [FOREIGN_ID, appUserId(NOBODY)]) {
      const refusal = { code: 'not_found', message: 'there is no such app user', facts: {} };
      await expect(change('suspended', id)).rejects.toMatchObject(refusal);
    }
    expect(world.state.appUsers.every(({ status }) => status === 'active')).toBe(true);
  });
});

describe('ListAppUsers', () => {
  const list = (app?: string) =>
    new ListAppUsers(...of(world)).execute(GRACE, CLINIC, { limit: 10, offset: 0 }, app ? appId(app) : undefined);

  it("lists the tenant's people, of one app where it is asked for", async () => {
    expect((await list()).items.map(({ id }) => id)).toStrictEqual([OTHER_ID, USER_ID]);
    expect((await list('triage')).items.map(({ id }) => id)).toStrictEqual([OTHER_ID]);
  });
});
