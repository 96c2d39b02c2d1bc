import { beforeEach, describe, expect, it } from '@jest/globals';
import { apiKeyId, appId, DomainError, mappingId, userId, type AppId } from '@radiant/kernel';
import { DEFAULT_PHI_POLICY, reidentificationId, type PhiPolicy } from '@radiant/phi';
import type { Actor } from '../actor.js';
import {
  activeGrantOf,
  MAPPING_ID,
  mappingOf,
  REASON,
  reidentificationOf,
  REIDENTIFICATION_ID,
} from '../testing/arranged.js';
import { of } from '../testing/case.js';
import { ADA, ALAN, CLINIC, FOREIGNER, GRACE, HOSPITAL, KEY, NOBODY, person } from '../testing/people.js';
import { World } from '../testing/world.js';
import { ReadReidentification } from './read-reidentification.js';
import { RequestReidentification } from './request-reidentification.js';

const HOUR_MS = 3_600_000;
const TEXT = '[PHI_NAME_48213], born [PHI_DOB_48214]: call [PHI_NAME_48213]';
const ORIGINAL = 'Mabel Canary, born 12 May 1961: call Mabel Canary';
const UNKNOWN_MAPPING = { code: 'not_found', message: 'there is no such PHI mapping', facts: {} };
const UNKNOWN = { code: 'not_found', message: 'there is no such re-identification request', facts: {} };
const BLOCKED = { code: 'phi_policy_blocked' };

let world: World;
beforeEach(async () => {
  world = new World();
  await world.vault.create(CLINIC, mappingOf(world));
});

const under = (over: Partial<PhiPolicy['reidentification']>, tenant = CLINIC): void => {
  const reidentification = { ...DEFAULT_PHI_POLICY.reidentification, ...over };
  world.policies.policies.set(tenant, { ...DEFAULT_PHI_POLICY, reidentification });
};
const given = (over: Partial<ReturnType<typeof reidentificationOf>> = {}) =>
  world.state.reidentifications.push(reidentificationOf(world, over));
const stored = () => world.state.reidentifications.at(-1);
const request = (by: Actor = ADA, over: { mappingId?: typeof MAPPING_ID; text?: string; reason?: string } = {}) =>
  new RequestReidentification(...of(world), world.reidentifier).execute(by, by.principal.tenantId, {
    mappingId: MAPPING_ID,
    text: TEXT,
    reason: REASON,
    ...over,
  });
const read = (by: Actor = ALAN, id = REIDENTIFICATION_ID) =>
  new ReadReidentification(world.governance, world.clock, world.reidentifier).execute(by, by.principal.tenantId, id);

/** The clinic's key, speaking for a person where one is named. */
const keyOf = (number: number, forwarded?: string): Actor => ({
  ...KEY,
  principal: {
    ...KEY.principal,
    apiKeyId: apiKeyId(`33333333-3333-4333-8333-33333333333${number}`),
    userId: forwarded === undefined ? undefined : userId(forwarded),
  },
});

describe('RequestReidentification, where no approval is asked for', () => {
  beforeEach(() => under({ requiresApproval: false }));

  it('gives the originals, and no request is left', async () => {
    expect(await request()).toStrictEqual({ kind: 'opened', opened: { text: ORIGINAL, restored: 3 } });
    expect(world.state.reidentifications).toStrictEqual([]);
  });

  it('tells the trail who learnt what of whom, and never what', async () => {
    await request();
    expect(world.eventsOf(CLINIC)).toMatchObject([
      {
        action: 'phi.reidentify',
        outcome: 'success',
        actor: { userId: 'ada' },
        resource: { type: 'phi_mapping', id: MAPPING_ID },
        phi: {
          categories: { NAME: 2, DOB: 1 },
          disclosed: true,
          subjects: [expect.stringMatching(`^audit-subject of ${CLINIC}: NAME`)],
        },
        details: { breakGlass: false, restored: 3, request: null },
      },
    ]);
    expect(JSON.stringify({ ...world.eventsOf(CLINIC)[0], phi: undefined })).not.toMatch(/anary|1961|ward 3/);
  });

  it('shows nothing untold', async () => {
    world.governance.auditFails = true;
    await expect(request()).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(world.state.events).toStrictEqual([]);
  });

  it('discloses nothing where the text holds nothing of the mapping', async () => {
    expect(await request(ADA, { text: '[PHI_NAME_11111]' })).toStrictEqual({
      kind: 'opened',
      opened: { text: '[PHI_NAME_11111]', restored: 0 },
    });
    expect(world.eventsOf(CLINIC)).toMatchObject([{ phi: { categories: {}, disclosed: false, subjects: [] } }]);
  });
});

describe('RequestReidentification, of what was hidden in an app', () => {
  const asApp = (actor: Actor, app: string, appBound = true): Actor => ({
    ...actor,
    principal: { ...actor.principal, appId: appId(app), appBound },
  });
  const billed = (app: AppId | undefined) => world.vault.create(CLINIC, mappingOf(world, { app }));

  it.each([
    ['a key of that app', asApp(KEY, 'billing')],
    ['a person whose token names no app', asApp(ADA, 'charting', false)],
    ['an administrator, whatever the token names', asApp(GRACE, 'charting')],
  ])('is open to %s', async (_, who) => {
    under({ requiresApproval: false });
    await billed(appId('billing'));
    expect(await request(who)).toMatchObject({ opened: { text: ORIGINAL } });
  });

  it.each([
    ['a key of another app', asApp(KEY, 'charting'), false],
    ['a person whose token names another app', asApp(ADA, 'charting'), false],
    ['either, also where approval is asked for', asApp(KEY, 'charting'), true],
  ])('is unknown to %s', async (_, who, requiresApproval) => {
    under({ requiresApproval });
    await billed(appId('billing'));
    await expect(request(who)).rejects.toMatchObject(UNKNOWN_MAPPING);
    expect([world.state.reidentifications, world.state.events]).toStrictEqual([[], []]);
    await billed(undefined); // made before apps were kept
    expect(await request(who)).toMatchObject(requiresApproval ? { kind: 'pending' } : { opened: { text: ORIGINAL } });
  });

  it('is shown in no other app, though it was asked for and approved here', async () => {
    await billed(appId('billing'));
    given({ status: 'approved', requestedBy: 'ada', appId: appId('billing') });
    expect(await read(asApp(ADA, 'billing'))).toMatchObject({ status: 'approved', opened: { text: ORIGINAL } });
    await expect(read(asApp(ADA, 'charting'))).rejects.toMatchObject(UNKNOWN);
    expect(await read(asApp(ADA, 'charting', false))).toMatchObject({ status: 'approved' });
  });
});

describe('RequestReidentification, where approval is asked for', () => {
  it('leaves a request, and shows nothing yet', async () => {
    const outcome = await request();
    expect(outcome).toStrictEqual({ kind: 'pending', id: stored()?.id });
    expect(stored()).toStrictEqual(
      reidentificationOf(world, { id: stored()?.id, requestedBy: 'ada', text: TEXT, expiresAt: world.now + HOUR_MS }),
    );
    expect(world.eventsOf(CLINIC)).toMatchObject([
      {
        action: 'phi.reidentify.request',
        resource: { type: 'reidentification', id: stored()?.id },
        details: { 'after.mapping_id': MAPPING_ID, 'after.requested_by': 'ada', 'after.status': 'pending' },
      },
    ]);
  });

  it('is good for a day, or for as long as the originals live', async () => {
    await world.vault.create(CLINIC, mappingOf(world, { expiresAt: world.now + 48 * HOUR_MS, retainUntil: 9e15 }));
    await request();
    expect(stored()?.expiresAt).toBe(world.now + 24 * HOUR_MS);
  });

  it('is asked for by the key where no person is known', async () => {
    await request(keyOf(3));
    expect(stored()?.requestedBy).toBe(keyOf(3).principal.apiKeyId);
    await request(keyOf(3, 'bob'));
    expect(stored()).toMatchObject({ requestedBy: 'bob', requestedWith: keyOf(3).principal.apiKeyId });
  });

  it('is not needed by who has access out of the ordinary, as long as it lasts', async () => {
    world.state.breakGlass.push(activeGrantOf(world));
    expect(await request(ALAN)).toMatchObject({ kind: 'opened', opened: { text: ORIGINAL } });
    expect(world.eventsOf(CLINIC)).toMatchObject([{ action: 'phi.reidentify', details: { breakGlass: true } }]);
    expect(await request(ADA)).toMatchObject({ kind: 'pending' });
    expect(await request(keyOf(3, 'alan'))).toMatchObject({ kind: 'pending' });
    await world.vault.create(CLINIC, mappingOf(world, { expiresAt: world.now + 2 * HOUR_MS, retainUntil: 9e15 }));
    world.clock.advance(HOUR_MS);
    expect(await request(ALAN)).toMatchObject({ kind: 'pending' });
  });
});

describe('RequestReidentification, anywhere', () => {
  it('is blocked by a policy that does not allow it, whoever has approved or broken glass', async () => {
    under({ allowed: false, requiresApproval: false });
    world.state.breakGlass.push(activeGrantOf(world));
    given({ status: 'approved' });
    await expect(request(ALAN)).rejects.toMatchObject(BLOCKED);
    await expect(read(ALAN)).rejects.toMatchObject(BLOCKED);
    expect(world.state.events).toStrictEqual([]);
  });

  it("answers alike for a mapping that is unknown, another tenant's, expired or destroyed", async () => {
    await expect(request(ADA, { mappingId: mappingId(NOBODY) })).rejects.toMatchObject(UNKNOWN_MAPPING);
    await expect(request(FOREIGNER)).rejects.toMatchObject(UNKNOWN_MAPPING);
    await world.vault.create(CLINIC, mappingOf(world, { retainUntil: 9e15 }));
    world.clock.advance(HOUR_MS);
    await expect(request()).rejects.toMatchObject(UNKNOWN_MAPPING);
    world.vault.read = async () => {
      throw new DomainError('not_found', 'the key was destroyed');
    };
    await expect(request()).rejects.toMatchObject(UNKNOWN_MAPPING);
    expect(world.state.events).toStrictEqual([]);
  });

  it('fails when the vault or the policy can not be read', async () => {
    const failure = new DomainError('service_unavailable', 'down');
    world.vault.read = async () => {
      throw failure;
    };
    await expect(request()).rejects.toBe(failure);
    world.policies.failure = failure;
    world.clock.advance(10_000);
    await expect(request()).rejects.toBe(failure);
  });

  it.each([
    ['reason', { reason: ' ' }],
    ['reason', { reason: 'x'.repeat(501) }],
    ['text', { text: '' }],
  ])('refuses a bad %s', async (field, over) => {
    await expect(request(ADA, over)).rejects.toMatchObject({ code: 'validation_error', facts: { field } });
  });
});

describe('ReadReidentification', () => {
  it('says what became of it, and shows nothing before the approval or after a denial', async () => {
    given();
    expect(await read()).toStrictEqual({ id: REIDENTIFICATION_ID, status: 'pending' });
    world.state.reidentifications[0] = reidentificationOf(world, { status: 'denied' });
    expect(await read()).toStrictEqual({ id: REIDENTIFICATION_ID, status: 'denied' });
    world.clock.advance(HOUR_MS);
    expect(await read()).toStrictEqual({ id: REIDENTIFICATION_ID, status: 'denied' });
    expect(world.eventsOf(CLINIC)).toStrictEqual([]);
  });

  it('shows the originals once it is approved, and tells of every reading', async () => {
    given({ status: 'approved' });
    for (const readings of [1, 2]) {
      expect(await read()).toStrictEqual({
        id: REIDENTIFICATION_ID,
        status: 'approved',
        opened: { text: ORIGINAL, restored: 3 },
      });
      expect(world.eventsOf(CLINIC)).toHaveLength(readings);
    }
    expect(world.eventsOf(CLINIC).at(-1)).toMatchObject({
      action: 'phi.reidentify',
      phi: { categories: { NAME: 2, DOB: 1 }, disclosed: true },
      details: { breakGlass: false, request: REIDENTIFICATION_ID },
    });
  });

  it('shows nothing from its expiry on, or once the originals are gone', async () => {
    given({ status: 'approved', expiresAt: world.now + 2 * HOUR_MS });
    world.clock.advance(HOUR_MS);
    expect(await read()).toStrictEqual({ id: REIDENTIFICATION_ID, status: 'expired' });
    await world.vault.create(CLINIC, mappingOf(world));
    expect(await read()).toMatchObject({ status: 'approved' });
    await world.vault.create(CLINIC, mappingOf(world, { expiresAt: 9e15, retainUntil: 9e15 }));
    world.clock.advance(HOUR_MS);
    expect(await read()).toStrictEqual({ id: REIDENTIFICATION_ID, status: 'expired' });
  });

  it('is for who asked, and for everybody else is not there', async () => {
    given({ status: 'approved' });
    for (const other of [GRACE, ADA, KEY, keyOf(4, 'bob'), person('root', 'super_admin', HOSPITAL, CLINIC)]) {
      await expect(read(other)).rejects.toMatchObject(UNKNOWN);
    }
    await expect(read(FOREIGNER)).rejects.toMatchObject(UNKNOWN);
    await expect(read(ALAN, reidentificationId(NOBODY))).rejects.toMatchObject(UNKNOWN);
    expect(world.state.events).toStrictEqual([]);
  });

  it('is for the same key, when a key asked', async () => {
    given({ status: 'approved', requestedBy: String(keyOf(3).principal.apiKeyId) });
    expect(await read(keyOf(3))).toMatchObject({ status: 'approved' });
    await expect(read(keyOf(4))).rejects.toMatchObject(UNKNOWN);
    await expect(read(keyOf(3, 'bob'))).rejects.toMatchObject(UNKNOWN);
  });

  it('is not for a key that speaks for people and names the id of the key that asked', async () => {
    const { apiKeyId: asker } = keyOf(3).principal;
    given({ status: 'approved', requestedBy: String(asker), requestedWith: asker });
    expect(await read(keyOf(3))).toMatchObject({ status: 'approved' });
    await expect(read(keyOf(4, String(asker)))).rejects.toMatchObject(UNKNOWN);
  });
});
