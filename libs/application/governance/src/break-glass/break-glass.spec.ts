import { beforeEach, describe, expect, it } from '@jest/globals';
import { breakGlassId, type BreakGlassGrant } from '@radiant/identity';
import { ACTIVE_ID, activeGrantOf, grantOf, PENDING_ID, REASON } from '../testing/arranged.js';
import { of } from '../testing/case.js';
import { ALAN, CLINIC, GRACE, HOSPITAL, KEY, NOBODY } from '../testing/people.js';
import { World } from '../testing/world.js';
import { activeBreakGlass } from './active-break-glass.js';
import { DecideBreakGlass } from './decide-break-glass.js';
import { ListBreakGlass } from './list-break-glass.js';
import { RequestBreakGlass, type BreakGlassApproval } from './request-break-glass.js';
import { ReviewBreakGlass } from './review-break-glass.js';

const HOUR_MS = 3_600_000;
const UNKNOWN = { code: 'not_found', message: 'there is no such break-glass request', facts: {} };

let world: World;
beforeEach(() => {
  world = new World();
});

const given = (...grants: BreakGlassGrant[]) => world.state.breakGlass.push(...grants);
const stored = (id = PENDING_ID) => world.state.breakGlass.find((grant) => grant.id === id);
const active = (userId = 'alan', tenantId = CLINIC) =>
  world.governance.run(tenantId, (transaction) => activeBreakGlass(transaction, userId, world.now));
const request = (approval: BreakGlassApproval, reason = REASON, by = ALAN) =>
  new RequestBreakGlass(...of(world), world.alerts, approval).execute(by, CLINIC, { reason });
const decide = (decision = 'approve', by = GRACE, id = PENDING_ID) =>
  new DecideBreakGlass(...of(world)).execute(by, CLINIC, id, { decision });
const review = (verdict = 'justified', by = GRACE, id = ACTIVE_ID) =>
  new ReviewBreakGlass(...of(world)).execute(by, CLINIC, id, { review: verdict });

describe('RequestBreakGlass', () => {
  it('gives access for an hour at once where it is looked at afterwards', async () => {
    const grant = await request('after');
    expect(grant).toMatchObject({ status: 'active', requestedBy: 'alan', startsAt: world.now, reason: REASON });
    world.clock.advance(HOUR_MS - 1);
    expect(await active()).toStrictEqual(grant);
    world.clock.advance(1);
    expect(await active()).toBeUndefined();
  });

  it('gives no access before approval where that is asked for', async () => {
    expect(await request('before')).toMatchObject({ status: 'pending', startsAt: undefined, expiresAt: undefined });
    expect(await active()).toBeUndefined();
  });

  it('raises an alert of ids alone, and tells of it', async () => {
    const { id } = await request('after');
    const ids = { breakGlassId: id, userId: 'alan' };
    expect(world.alerts.raised).toStrictEqual([{ kind: 'break_glass.requested', tenantId: CLINIC, ids }]);
    expect(world.eventsOf(CLINIC)).toMatchObject([
      { action: 'break_glass.request', resource: { type: 'break_glass', id }, details: { 'after.status': 'active' } },
    ]);
  });

  it('gives nothing when nobody can be told', async () => {
    world.alerts.fails = true;
    await expect(request('after')).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(world.state.breakGlass).toStrictEqual([]);
    expect(world.state.events).toStrictEqual([]);
  });

  it.each(['', '         x', 'x'.repeat(501), 'ten chars\u0000'])('refuses the reason %j', async (reason) => {
    const refusal = { code: 'validation_error', facts: { field: 'reason' } };
    await expect(request('after', reason)).rejects.toMatchObject(refusal);
  });

  it.each(['x'.repeat(10), 'x'.repeat(500)])('takes the shortest and the longest reason', async (reason) => {
    expect(await request('after', reason)).toMatchObject({ reason });
  });

  it('is not for keys', async () => {
    await expect(request('after', REASON, KEY)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('DecideBreakGlass', () => {
  it('begins the hour with the approval', async () => {
    given(grantOf(world));
    world.clock.advance(HOUR_MS);
    expect(await decide()).toMatchObject({ status: 'active', startsAt: world.now, expiresAt: world.now + HOUR_MS });
    expect(stored()).toMatchObject({ decidedBy: 'grace', decidedAt: world.now });
    expect(await active()).toMatchObject({ id: PENDING_ID });
    expect(world.eventsOf(CLINIC)).toMatchObject([
      {
        action: 'break_glass.decide',
        resource: { type: 'break_glass', id: PENDING_ID },
        details: { 'before.status': 'pending', 'after.status': 'active', 'after.decided_by': 'grace' },
      },
    ]);
  });

  it('gives nothing when it is denied', async () => {
    given(grantOf(world));
    expect(await decide('deny')).toMatchObject({ status: 'denied', startsAt: undefined, expiresAt: undefined });
    expect(await active()).toBeUndefined();
  });

  it('is for another person than who asked', async () => {
    given(grantOf(world));
    await expect(decide('approve', ALAN)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(decide('approve', KEY)).rejects.toMatchObject({ code: 'forbidden' });
    expect(stored()).toMatchObject({ status: 'pending' });
  });

  it('is made once, and within a day', async () => {
    given(grantOf(world));
    world.clock.advance(24 * HOUR_MS);
    await expect(decide()).rejects.toMatchObject({ code: 'conflict' });
    world.clock.advance(-1);
    await decide('deny');
    await expect(decide()).rejects.toMatchObject({ code: 'conflict' });
    expect(stored()).toMatchObject({ status: 'denied' });
  });

  it('refuses other words, and knows no request of another tenant', async () => {
    given(grantOf(world, { tenantId: HOSPITAL }));
    await expect(decide('maybe')).rejects.toMatchObject({ code: 'validation_error', facts: { field: 'decision' } });
    await expect(decide()).rejects.toMatchObject(UNKNOWN);
    await expect(decide('deny', GRACE, breakGlassId(NOBODY))).rejects.toMatchObject(UNKNOWN);
  });
});

describe('ReviewBreakGlass', () => {
  it.each(['justified', 'not_justified'])('judges access that was had: %s', async (verdict) => {
    given(activeGrantOf(world));
    world.clock.advance(2 * HOUR_MS);
    const expiresAt = world.now - HOUR_MS;
    const reviewed = { status: 'ended', review: verdict, reviewedBy: 'grace', reviewedAt: world.now, expiresAt };
    expect(await review(verdict)).toMatchObject(reviewed);
    expect(stored(ACTIVE_ID)).toMatchObject(reviewed);
    expect(world.eventsOf(CLINIC)).toMatchObject([
      {
        action: 'break_glass.review',
        resource: { type: 'break_glass', id: ACTIVE_ID },
        details: { 'after.review': verdict },
      },
    ]);
  });

  it('ends what is left of the hour', async () => {
    given(activeGrantOf(world));
    world.clock.advance(1_000);
    expect(await review()).toMatchObject({ expiresAt: world.now });
    expect(await active()).toBeUndefined();
  });

  it('is for another person than who asked', async () => {
    given(activeGrantOf(world));
    await expect(review('justified', ALAN)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(review('justified', KEY)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is made once, and only of access that there was', async () => {
    given(activeGrantOf(world), grantOf(world));
    await review();
    await expect(review()).rejects.toMatchObject({ code: 'conflict' });
    await expect(review('justified', GRACE, PENDING_ID)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('refuses other words, and knows no request of another tenant', async () => {
    given(activeGrantOf(world, { tenantId: HOSPITAL }));
    await expect(review('fine')).rejects.toMatchObject({ code: 'validation_error', facts: { field: 'review' } });
    await expect(review()).rejects.toMatchObject(UNKNOWN);
  });
});

describe('activeBreakGlass', () => {
  const id = (index: number) => breakGlassId(`66666666-6666-4666-8666-${String(index).padStart(12, '0')}`);

  it('is of one person in one tenant', async () => {
    given(activeGrantOf(world));
    expect(await active('alan')).toMatchObject({ id: ACTIVE_ID });
    expect(await active('grace')).toBeUndefined();
    expect(await active('alan', HOSPITAL)).toBeUndefined();
  });

  it('is found behind many later requests', async () => {
    given(activeGrantOf(world), ...Array.from({ length: 250 }, (_, index) => grantOf(world, { id: id(index) })));
    expect(await active()).toMatchObject({ id: ACTIVE_ID });
  });

  it('is found when it was approved at the last moment, behind many later requests', async () => {
    given(grantOf(world));
    world.clock.advance(1);
    const later = grantOf(world);
    given(...Array.from({ length: 150 }, (_, index) => ({ ...later, id: id(index) })));
    world.clock.advance(24 * HOUR_MS - 2);
    await decide();
    world.clock.advance(HOUR_MS - 1);
    expect(await active()).toMatchObject({ id: PENDING_ID });
  });
});

it('ListBreakGlass lists the requests of one tenant', async () => {
  given(grantOf(world), activeGrantOf(world, { tenantId: HOSPITAL }));
  const page = await new ListBreakGlass(...of(world)).execute(GRACE, CLINIC, { limit: 10, offset: 0 });
  expect(page).toStrictEqual({ items: [grantOf(world)], total: 1 });
});
