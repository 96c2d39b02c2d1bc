import { beforeEach, describe, expect, it } from '@jest/globals';
import { appUserId, type ManagedApiKey } from '@radiant/identity';
import { ACCESS_REVIEW_FIELDS, AccessReview } from './access-review.js';
import { activeGrantOf, grantOf, keyOf, userOf } from './testing/arranged.js';
import { of } from './testing/case.js';
import { CLINIC, GRACE, HOSPITAL } from './testing/people.js';
import { World } from './testing/world.js';

describe('AccessReview', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  const review = () => new AccessReview(...of(world)).execute(GRACE, CLINIC);
  const iso = (instant: number): string => new Date(instant).toISOString();

  it('has a row for every key, app user and access out of the ordinary', async () => {
    world.state.apiKeys.push(keyOf(world));
    world.state.appUsers.push(userOf(world, { status: 'suspended' }));
    world.state.breakGlass.push(grantOf(world));
    const expiresAt = iso(world.now + 3_600_000);
    const createdAt = iso(world.now);
    const rows = await review();
    expect(rows).toStrictEqual([
      {
        kind: 'api_key',
        id: keyOf(world).id,
        holder: 'ward 3',
        appId: 'charting',
        access: 'inference.call model:gpt',
        status: 'active',
        createdAt,
        createdBy: 'grace',
        lastUsedAt: null,
        expiresAt,
      },
      {
        kind: 'app_user',
        id: userOf(world).id,
        holder: 'bob',
        appId: 'charting',
        access: 'app',
        status: 'suspended',
        createdAt,
        createdBy: null,
        lastUsedAt: createdAt,
        expiresAt: null,
      },
      {
        kind: 'break_glass',
        id: grantOf(world).id,
        holder: 'alan',
        appId: null,
        access: 'break-glass',
        status: 'pending',
        createdAt,
        createdBy: null,
        lastUsedAt: null,
        expiresAt: null,
      },
    ]);
    expect(rows.map((row) => Object.keys(row))).toStrictEqual(rows.map(() => [...ACCESS_REVIEW_FIELDS]));
    expect(world.eventsOf(CLINIC)).toMatchObject([
      { action: 'access_review.export', details: { api_keys: 1, app_users: 1, break_glass: 1 } },
    ]);
  });

  it.each<[string, Partial<ManagedApiKey>, number | undefined]>([
    ['active', { expiresAt: undefined }, undefined],
    ['expired', { expiresAt: 5 }, 5],
    ['revoked', { revokedAt: 5, expiresAt: undefined }, 5],
    ['revoked', { revokedAt: 5, expiresAt: 9 }, 5],
    ['active', { revokedAt: Date.UTC(2100, 0), expiresAt: Date.UTC(2099, 0) }, Date.UTC(2099, 0)],
  ])('says of a key that it is %s, and when it ends', async (status, over, end) => {
    world.state.apiKeys.push(keyOf(world, over));
    expect(await review()).toMatchObject([{ status, expiresAt: end === undefined ? null : iso(end) }]);
  });

  it('says that access out of the ordinary has ended with its hour', async () => {
    world.state.breakGlass.push(activeGrantOf(world));
    expect(await review()).toMatchObject([{ status: 'active' }]);
    world.clock.advance(3_600_000);
    expect(await review()).toMatchObject([{ status: 'ended' }]);
  });

  it('misses nobody among many, and shows nobody of another tenant', async () => {
    const id = (index: number) => appUserId(`44444444-4444-4444-8444-${String(index).padStart(12, '0')}`);
    world.state.appUsers.push(...Array.from({ length: 1_001 }, (_, index) => userOf(world, { id: id(index) })));
    world.state.appUsers.push(userOf(world, { tenantId: HOSPITAL }));
    expect(new Set((await review()).map((row) => row.id)).size).toBe(1_001);
  });
});
