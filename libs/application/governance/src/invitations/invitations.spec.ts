import { beforeEach, describe, expect, it } from '@jest/globals';
import { invitationId } from '@radiant/identity';
import { appId } from '@radiant/kernel';
import { ADDRESS, INVITATION_ID, INVITATION_TOKEN, invitationOf, userOf } from '../testing/arranged.js';
import { of } from '../testing/case.js';
import { ADA, CHARTING, CLINIC, GRACE, HOSPITAL, KEY, NOBODY, person } from '../testing/people.js';
import { World } from '../testing/world.js';
import { AcceptInvitation } from './accept-invitation.js';
import { Invite } from './invite.js';
import { ListInvitations } from './list-invitations.js';
import { RevokeInvitation } from './revoke-invitation.js';

const HOUR_MS = 3_600_000;
const UNKNOWN = { code: 'not_found', message: 'there is no such invitation', facts: {} };

let world: World;
beforeEach(() => {
  world = new World();
});

const stored = () => world.state.invitations[0];

describe('Invite', () => {
  const invite = (over: object = {}) =>
    new Invite(...of(world), world.digest).execute(GRACE, CLINIC, { appId: CHARTING, address: ADDRESS, ...over });

  it('shows a token and keeps its hash alone', async () => {
    const { token, invitation } = await invite();
    expect(token).toMatch(/^inv_[A-Za-z0-9]{43}$/);
    expect(invitation).toMatchObject({
      address: ADDRESS,
      tokenHash: world.digest.sha256(token),
      invitedBy: 'grace',
      expiresAt: world.now + 168 * HOUR_MS,
    });
    expect(stored()).toStrictEqual(invitation);
  });

  it('draws another token each time', async () => {
    const tokens = await Promise.all([invite(), invite()]);
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(2);
  });

  it('tells of the app and of the end, and not of the address', async () => {
    const { invitation } = await invite({ expiresInHours: 720 });
    expect(world.eventsOf(CLINIC)).toMatchObject([
      { action: 'invitation.create', resource: { type: 'invitation', id: invitation.id } },
    ]);
    expect(world.eventsOf(CLINIC)[0]?.details).toStrictEqual({
      'after.app_id': 'charting',
      'after.expires_at': new Date(world.now + 720 * HOUR_MS).toISOString(),
    });
  });

  it.each([
    ['app_id', { appId: appId('unheard-of') }],
    ['address', { address: 'nobody' }],
    ['address', { address: 'a b@clinic.example' }],
    ['address', { address: `${'a'.repeat(250)}@b.cd` }],
    ['expires_in_hours', { expiresInHours: 0 }],
    ['expires_in_hours', { expiresInHours: 721 }],
    ['expires_in_hours', { expiresInHours: 1.5 }],
  ])('refuses a wrong %s: %j', async (field, over) => {
    await expect(invite(over)).rejects.toMatchObject({ code: 'validation_error', facts: { field } });
  });
});

describe('AcceptInvitation', () => {
  const accept = (token = INVITATION_TOKEN, by = ADA) =>
    new AcceptInvitation(...of(world), world.digest).execute(by, token);

  it('makes the person a user of the app, once', async () => {
    world.state.invitations.push(invitationOf(world));
    const user = await accept();
    expect(user).toMatchObject({ appId: CHARTING, subject: 'ada', status: 'active', invitationId: INVITATION_ID });
    expect(world.state.appUsers).toStrictEqual([user]);
    expect(stored()).toMatchObject({ acceptedAt: world.now, revokedAt: undefined });
    await expect(accept()).rejects.toMatchObject(UNKNOWN);
    expect(world.eventsOf(CLINIC)).toMatchObject([
      {
        action: 'invitation.accept',
        actor: { kind: 'user', userId: 'ada' },
        resource: { type: 'invitation', id: INVITATION_ID },
        details: { 'after.app_id': 'charting', 'after.app_user_id': user.id },
      },
    ]);
  });

  it('keeps the row of a person who is known already', async () => {
    world.state.invitations.push(invitationOf(world));
    world.state.appUsers.push(userOf(world, { subject: ADA.principal.userId }));
    expect(await accept()).toMatchObject({ id: userOf(world).id, invitationId: INVITATION_ID });
    expect(world.state.appUsers).toHaveLength(1);
  });

  it.each([
    ['has expired', { expiresAt: Date.UTC(2026, 0, 15, 12) }],
    ['was accepted', { acceptedAt: 1 }],
    ['was revoked', { revokedAt: 1 }],
    ['is of another tenant', { tenantId: HOSPITAL }],
    ['is for another app', { appId: appId('triage') }],
  ])('knows no invitation that %s', async (_, over) => {
    world.state.invitations.push(invitationOf(world, over));
    await expect(accept()).rejects.toMatchObject(UNKNOWN);
    expect(world.state.appUsers).toStrictEqual([]);
  });

  it.each([
    '',
    'inv_',
    `${INVITATION_TOKEN}x`,
    `x${INVITATION_TOKEN}`,
    `${INVITATION_TOKEN}\n`,
    INVITATION_TOKEN.replace('t', 'u'),
  ])('knows no invitation for %j', async (token) => {
    world.state.invitations.push(invitationOf(world));
    await expect(accept(token)).rejects.toMatchObject(UNKNOWN);
  });

  it('is not for keys, and not for people of another tenant who act on this one', async () => {
    world.state.invitations.push(invitationOf(world));
    await expect(accept(undefined, KEY)).rejects.toMatchObject({ code: 'forbidden' });
    const visitor = person('root', 'super_admin', HOSPITAL, CLINIC);
    await expect(accept(undefined, visitor)).rejects.toMatchObject(UNKNOWN);
  });
});

describe('RevokeInvitation', () => {
  const revoke = (id = INVITATION_ID) => new RevokeInvitation(...of(world)).execute(GRACE, CLINIC, id);

  it('ends an open invitation; once it is ended nothing more is written', async () => {
    world.state.invitations.push(invitationOf(world));
    expect(await revoke()).toMatchObject({ revokedAt: world.now });
    expect(await revoke()).toMatchObject({ revokedAt: world.now });
    expect(stored()).toMatchObject({ revokedAt: world.now, acceptedAt: undefined });
    const resource = { type: 'invitation', id: INVITATION_ID };
    expect(world.eventsOf(CLINIC)).toMatchObject([{ action: 'invitation.revoke', resource }]);
  });

  it('refuses an accepted one, and knows none of another tenant', async () => {
    world.state.invitations.push(invitationOf(world, { acceptedAt: 1 }));
    await expect(revoke()).rejects.toMatchObject({ code: 'conflict' });
    world.state.invitations[0] = invitationOf(world, { tenantId: HOSPITAL });
    await expect(revoke()).rejects.toMatchObject(UNKNOWN);
    await expect(revoke(invitationId(NOBODY))).rejects.toMatchObject(UNKNOWN);
  });
});

it('ListInvitations lists the invitations of one tenant', async () => {
  world.state.invitations.push(invitationOf(world), invitationOf(world, { tenantId: HOSPITAL }));
  const page = await new ListInvitations(...of(world)).execute(GRACE, CLINIC, { limit: 10, offset: 0 });
  expect(page).toStrictEqual({ items: [invitationOf(world)], total: 1 });
});
