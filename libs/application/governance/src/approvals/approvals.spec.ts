import { beforeEach, describe, expect, it } from '@jest/globals';
import { breakGlassId } from '@radiant/identity';
import { reidentificationId } from '@radiant/phi';
import { activeGrantOf, grantOf, REASON, reidentificationOf } from '../testing/arranged.js';
import { of } from '../testing/case.js';
import { CLINIC, GRACE, HOSPITAL, ROOT } from '../testing/people.js';
import { World } from '../testing/world.js';
import type { ApprovalKind } from './approval.js';
import { ListApprovals } from './list-approvals.js';

const HOUR_MS = 3_600_000;
const uuid = (number: number): string => `00000000-0000-4000-8000-${number.toString().padStart(12, '0')}`;

let world: World;
beforeEach(() => {
  world = new World();
});

const list = (kind?: ApprovalKind, slice = { limit: 50, offset: 0 }, tenant = CLINIC) =>
  new ListApprovals(...of(world)).execute(ROOT, tenant, slice, kind);
const kinds = async (kind?: ApprovalKind) => (await list(kind)).items.map((item) => item.kind);

describe('the list of what waits for a decision', () => {
  it('holds re-identifications, break-glass and its reviews, what lapses first at the top', async () => {
    world.state.breakGlass.push(grantOf(world), activeGrantOf(world));
    world.state.reidentifications.push(reidentificationOf(world));
    const { items, total } = await list();
    expect(items.map(({ kind, lapsesAt }) => [kind, lapsesAt])).toEqual([
      ['reidentification', world.now + HOUR_MS],
      ['break_glass', world.now + 24 * HOUR_MS],
      ['break_glass_review', undefined],
    ]);
    expect(items[0]).toMatchObject({ requestedBy: 'alan', reason: REASON, createdAt: world.now });
    expect(total).toBe(3);
    expect(await kinds('break_glass')).toEqual(['break_glass']);
    expect((await list(undefined, { limit: 1, offset: 1 })).items).toEqual([items[1]]);
  });

  it('holds nothing that is decided, reviewed or lapsed', async () => {
    world.state.breakGlass.push(
      grantOf(world, { status: 'denied' }),
      activeGrantOf(world, { id: breakGlassId(uuid(1)), status: 'ended', review: 'justified' }),
      grantOf(world, { id: breakGlassId(uuid(2)), createdAt: world.now - 24 * HOUR_MS }),
    );
    world.state.reidentifications.push(
      reidentificationOf(world, { status: 'approved' }),
      reidentificationOf(world, { id: reidentificationId(uuid(3)), expiresAt: world.now }),
    );
    expect(await kinds()).toEqual([]);
    world.state.breakGlass.push(grantOf(world, { id: breakGlassId(uuid(4)), createdAt: world.now - 24 * HOUR_MS + 1 }));
    expect(await kinds()).toEqual(['break_glass']);
  });

  it('still waits for a review when the access is over', async () => {
    world.state.breakGlass.push(activeGrantOf(world));
    world.clock.advance(30 * 24 * HOUR_MS);
    expect(await kinds()).toEqual(['break_glass_review']);
  });

  it('finds what waits behind a hundred others that do not', async () => {
    const waiting = grantOf(world, { createdAt: world.now - HOUR_MS });
    const decided = Array.from({ length: 250 }, (_, at) =>
      grantOf(world, { id: breakGlassId(uuid(at + 1)), status: 'denied' }),
    );
    world.state.breakGlass.push(waiting, ...decided);
    expect((await list()).items).toMatchObject([{ id: waiting.id }]);
  });

  it("is a tenant's own, and that it was read stands in its trail", async () => {
    world.state.breakGlass.push(grantOf(world));
    expect((await list(undefined, undefined, HOSPITAL)).items).toEqual([]);
    await new ListApprovals(...of(world)).execute(GRACE, CLINIC, { limit: 1, offset: 0 });
    expect(world.eventsOf(CLINIC)).toMatchObject([{ action: 'tenant.read', resource: { type: 'approvals' } }]);
  });
});
