import { beforeEach, describe, expect, it } from '@jest/globals';
import { appId } from '@radiant/kernel';
import { of } from '../testing/case.js';
import { CHARTING, CLINIC, HOSPITAL, person } from '../testing/people.js';
import { World } from '../testing/world.js';
import { AddApp } from './add-app.js';
import { ChangeApp, type AppChange } from './change-app.js';

/** At home in the hospital, acting on the clinic. */
const ROOT = person('root', 'super_admin', HOSPITAL, CLINIC);

let world: World;
beforeEach(() => {
  world = new World();
});

describe('AddApp', () => {
  const add = (id: string, name = 'Triage') => new AddApp(...of(world)).execute(ROOT, { id: appId(id), name });

  it("adds an active app, and tells of it in the trail of the actor's own tenant", async () => {
    expect(await add('triage-2')).toStrictEqual({ id: 'triage-2', name: 'Triage', status: 'active' });
    expect(world.state.apps).toHaveLength(2);
    expect(world.eventsOf(HOSPITAL)).toMatchObject([
      {
        action: 'app.create',
        actor: { crossTenant: false },
        resource: { type: 'app', id: 'triage-2' },
        details: { 'after.name': 'Triage', 'after.status': 'active' },
      },
    ]);
  });

  it.each(['v1', 'v22', 'Triage', '1st', 'a_b', 'a.b', 'a'.repeat(64)])('refuses the id %s', async (id) => {
    await expect(add(id)).rejects.toMatchObject({ code: 'validation_error', facts: { field: 'id' } });
  });

  it.each(['v', 'v1a', 'a', 'a'.repeat(63)])('takes the id %s', async (id) => {
    expect(await add(id)).toMatchObject({ id });
  });

  it('refuses an id that is taken, and a wrong name', async () => {
    await expect(add(CHARTING)).rejects.toMatchObject({ code: 'conflict' });
    await expect(add('triage', ' ')).rejects.toMatchObject({ code: 'validation_error', facts: { field: 'name' } });
  });
});

describe('ChangeApp', () => {
  const change = (asked: AppChange, id = CHARTING) => new ChangeApp(...of(world)).execute(ROOT, id, asked);

  it('changes what is named and nothing else, and tells of that', async () => {
    expect(await change({ status: 'inactive' })).toStrictEqual({ id: CHARTING, name: 'Charting', status: 'inactive' });
    expect(world.state.apps).toStrictEqual([{ id: CHARTING, name: 'Charting', status: 'inactive' }]);
    expect(world.eventsOf(HOSPITAL)).toMatchObject([{ action: 'app.update', resource: { type: 'app', id: CHARTING } }]);
    expect(world.eventsOf(HOSPITAL)[0]?.details).toStrictEqual({
      'before.status': 'active',
      'after.status': 'inactive',
    });
  });

  it('refuses an app that is not there, an empty change, and wrong fields', async () => {
    await expect(change({ name: 'x' }, appId('unheard-of'))).rejects.toMatchObject({ code: 'not_found' });
    await expect(change({})).rejects.toMatchObject({ code: 'validation_error' });
    await expect(change({ name: '' })).rejects.toMatchObject({ facts: { field: 'name' } });
    await expect(change({ status: 'gone' })).rejects.toMatchObject({ facts: { field: 'status' } });
  });
});
