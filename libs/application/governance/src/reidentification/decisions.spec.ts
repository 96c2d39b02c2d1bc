import { beforeEach, describe, expect, it } from '@jest/globals';
import { reidentificationId, type Reidentification, type ReidentificationOfText } from '@radiant/phi';
import type { Actor } from '../actor.js';
import { KEY_ID, keyOf, REASON, reidentificationOf, REIDENTIFICATION_ID } from '../testing/arranged.js';
import { of } from '../testing/case.js';
import { ALAN, CLINIC, GRACE, HOSPITAL, KEY, NOBODY, ROOT } from '../testing/people.js';
import { World } from '../testing/world.js';
import { DecideReidentification } from './decide-reidentification.js';
import { ListReidentifications } from './list-reidentifications.js';

const HOUR_MS = 3_600_000;
const UNKNOWN = { code: 'not_found', message: 'there is no such re-identification request', facts: {} };

let world: World;
beforeEach(() => {
  world = new World();
});

const given = (over: Partial<ReidentificationOfText> = {}) =>
  world.state.reidentifications.push(reidentificationOf(world, over));
const stored = () => world.state.reidentifications.at(-1);
const decide = (decision = 'approve', by: Actor = GRACE, reason = REASON) =>
  new DecideReidentification(...of(world)).execute(by, CLINIC, REIDENTIFICATION_ID, { decision, reason });
const withoutText = ({ text: _, ...request }: ReidentificationOfText): Reidentification => request;

describe('DecideReidentification', () => {
  it.each([
    ['approve', 'approved'],
    ['deny', 'denied'],
  ] as const)('keeps on %s that it is %s, by whom and why', async (decision, status) => {
    given();
    const course = { status, decidedBy: 'grace', decidedAt: world.now, decisionReason: REASON };
    const expected = withoutText(reidentificationOf(world, course));
    expect(await decide(decision)).toStrictEqual(expected);
    expect(stored()).toMatchObject(expected);
    expect(world.eventsOf(CLINIC)).toMatchObject([
      {
        action: 'phi.reidentify.decide',
        resource: { type: 'reidentification', id: REIDENTIFICATION_ID },
        details: { 'before.status': 'pending', 'after.status': status, 'after.decided_by': 'grace' },
      },
    ]);
  });

  it('is for another person than who asked', async () => {
    given();
    await expect(decide('approve', ALAN)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(decide('approve', KEY)).rejects.toMatchObject({ code: 'forbidden' });
    expect(stored()).toMatchObject({ status: 'pending' });
  });

  it('is not for who issued the key that asked, for he has held it', async () => {
    world.state.apiKeys.push(keyOf(world, { createdBy: 'grace' }));
    given({ requestedBy: KEY_ID, requestedWith: KEY_ID });
    await expect(decide()).rejects.toMatchObject({ code: 'forbidden' });
    expect(stored()).toMatchObject({ status: 'pending' });
    expect(await decide('approve', ALAN)).toMatchObject({ decidedBy: 'alan', requestedBy: KEY_ID });
  });

  it('is not for who issued the key that asked in the name of somebody else', async () => {
    world.state.apiKeys.push(keyOf(world, { createdBy: 'grace', trustedForwarder: true }));
    given({ requestedBy: 'nobody-there', requestedWith: KEY_ID });
    await expect(decide()).rejects.toMatchObject({ code: 'forbidden' });
    expect(await decide('approve', ALAN)).toMatchObject({ decidedBy: 'alan' });
  });

  it('is made once, and before it expires', async () => {
    given();
    world.clock.advance(HOUR_MS);
    await expect(decide()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('expired') });
    world.clock.advance(-1);
    await decide('deny');
    await expect(decide()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('already') });
    expect(stored()).toMatchObject({ status: 'denied' });
  });

  it('refuses other words and reasons, and knows no request of another tenant', async () => {
    given({ tenantId: HOSPITAL });
    await expect(decide('maybe')).rejects.toMatchObject({ code: 'validation_error', facts: { field: 'decision' } });
    await expect(decide('deny', GRACE, ' ')).rejects.toMatchObject({ facts: { field: 'reason' } });
    await expect(decide()).rejects.toMatchObject(UNKNOWN);
  });
});

describe('ListReidentifications', () => {
  const list = (status?: 'pending' | 'approved' | 'expired', by = GRACE) =>
    new ListReidentifications(...of(world)).execute(by, CLINIC, { limit: 10, offset: 0 }, status);

  it('lists the requests of one tenant by what they are now, without their texts', async () => {
    given();
    given({ id: reidentificationId(NOBODY), tenantId: HOSPITAL });
    expect(await list()).toStrictEqual({
      items: [{ request: withoutText(reidentificationOf(world)), status: 'pending' }],
      total: 1,
    });
    expect(await list('approved')).toStrictEqual({ items: [], total: 0 });
    world.clock.advance(HOUR_MS);
    expect(await list('pending')).toStrictEqual({ items: [], total: 0 });
    expect(await list('expired', ROOT)).toMatchObject({ items: [{ status: 'expired' }], total: 1 });
  });
});
