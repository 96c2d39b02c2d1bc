import { beforeEach, describe, expect, it } from '@jest/globals';
import { legalHoldId } from '@radiant/identity';
import { HOLD_ID, holdOf, REASON } from '../testing/arranged.js';
import { of } from '../testing/case.js';
import { CLINIC, GRACE, HOSPITAL, NOBODY, ROOT } from '../testing/people.js';
import { World } from '../testing/world.js';
import { ListLegalHolds } from './list-legal-holds.js';
import { PlaceLegalHold } from './place-legal-hold.js';
import { refuseWhileHeld } from './refuse-while-held.js';
import { ReleaseLegalHold } from './release-legal-hold.js';

let world: World;
beforeEach(() => {
  world = new World();
});

const place = (reason = REASON, by = GRACE) => new PlaceLegalHold(...of(world)).execute(by, CLINIC, { reason });
const release = (id = HOLD_ID, by = GRACE) => new ReleaseLegalHold(...of(world)).execute(by, CLINIC, id);
const held = () => world.governance.run(CLINIC, ({ legalHolds }) => refuseWhileHeld(legalHolds));

describe('legal holds', () => {
  it('are placed, stand, and are told of without their reason', async () => {
    await expect(held()).resolves.toBeUndefined();
    const hold = await place();
    expect(hold).toMatchObject({ reason: REASON, placedBy: 'grace', placedAt: world.now, releasedAt: undefined });
    expect(world.state.legalHolds).toStrictEqual([hold]);
    await expect(held()).rejects.toMatchObject({ code: 'conflict' });
    expect(world.eventsOf(CLINIC)).toMatchObject([
      { action: 'legal_hold.place', resource: { type: 'legal_hold', id: hold.id }, details: undefined },
    ]);
  });

  it('are released once', async () => {
    world.state.legalHolds.push(holdOf(world));
    expect(await release()).toStrictEqual(holdOf(world, { releasedBy: 'grace', releasedAt: world.now }));
    await expect(held()).resolves.toBeUndefined();
    await expect(release()).rejects.toMatchObject({ code: 'conflict' });
    const resource = { type: 'legal_hold', id: HOLD_ID };
    expect(world.eventsOf(CLINIC)).toMatchObject([{ action: 'legal_hold.release', resource }]);
  });

  it('of the platform are released by the platform alone', async () => {
    const { id } = await place(REASON, ROOT);
    await expect(release(id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(held()).rejects.toMatchObject({ code: 'conflict' });
    expect(await release(id, ROOT)).toMatchObject({ byPlatform: true, releasedBy: 'root' });
    const own = await place();
    expect(await release(own.id, ROOT)).toMatchObject({ byPlatform: false, releasedBy: 'root' });
  });

  it('stand while one of many does', async () => {
    const id = (index: number) => legalHoldId(`88888888-8888-4888-8888-${String(index).padStart(12, '0')}`);
    const released = Array.from({ length: 150 }, (_, index) => holdOf(world, { id: id(index), releasedAt: 1 }));
    world.state.legalHolds.push(holdOf(world), ...released);
    await expect(held()).rejects.toMatchObject({ code: 'conflict' });
  });

  it('need a reason, and are known within their tenant alone', async () => {
    await expect(place('because')).rejects.toMatchObject({ code: 'validation_error', facts: { field: 'reason' } });
    world.state.legalHolds.push(holdOf(world, { tenantId: HOSPITAL }));
    const unknown = { code: 'not_found', message: 'there is no such legal hold', facts: {} };
    await expect(release()).rejects.toMatchObject(unknown);
    await expect(release(legalHoldId(NOBODY))).rejects.toMatchObject(unknown);
    const page = await new ListLegalHolds(...of(world)).execute(GRACE, CLINIC, { limit: 10, offset: 0 });
    expect(page).toStrictEqual({ items: [], total: 0 });
  });
});
