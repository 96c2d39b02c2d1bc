import { beforeEach, describe, expect, it } from '@jest/globals';
import { appId, tenantId, userId, type AppId, type Instant, type TenantId, type UserId } from '@radiant/kernel';
import type { TokenRevocation } from '../ports/stores.js';
import type { TokenIdentity, TokenStandings } from '../ports/token-standings.js';
import type { TenantStatus } from '../tenant.js';

/** A store of which a test says what is in it. */
export interface GivenTokenStandings {
  readonly standings: TokenStandings;
  /** Sets the status of a tenant, which is added when it is not there. */
  setTenant(id: TenantId, status: TenantStatus): Promise<void>;
  /** Sets the standing of a person in an app of a tenant, who is added when not there. */
  setUser(tenantId: TenantId, appId: AppId, subject: UserId, status: 'active' | 'suspended'): Promise<void>;
  revoke(tenantId: TenantId, revocation: TokenRevocation): Promise<void>;
  /** Who is noted as a user of which app, in any order. */
  users(tenantId: TenantId): Promise<readonly NotedUser[]>;
}

export interface NotedUser {
  readonly appId: AppId;
  readonly subject: UserId;
  readonly status: 'active' | 'suspended';
  readonly lastSeenAt: Instant | undefined;
}

const NOON = Date.UTC(2026, 2, 10, 12);
const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
const THINKTANK = appId('thinktank');
const LAUNCHBOARD = appId('launchboard');
const ADA = userId('ada');
const IN_ORDER = { tenantActive: true, userActive: true, revoked: false, revokedBefore: undefined };

const token = (over: Partial<TokenIdentity> = {}): TokenIdentity => ({
  tenantId: CLINIC,
  userId: ADA,
  appId: THINKTANK,
  tokenHash: 'a'.repeat(64),
  ...over,
});
const revocation = (over: Partial<TokenRevocation>): TokenRevocation => ({
  id: '66666666-6666-4666-8666-666666666666',
  kind: 'token',
  value: token().tokenHash,
  issuedBefore: NOON,
  expiresAt: Date.UTC(2099, 0, 1),
  revokedBy: 'grace',
  ...over,
});

/** The laws of TokenStandings. `make` gives an empty store that knows the apps `default`, `thinktank` and `launchboard`. */
export function describeTokenStandings(name: string, make: () => Promise<GivenTokenStandings>): void {
  describe(`TokenStandings laws: ${name}`, () => {
    let given: GivenTokenStandings;
    const find = (over?: Partial<TokenIdentity>) => given.standings.find(token(over));

    beforeEach(async () => {
      given = await make();
      await given.setTenant(CLINIC, 'active');
      await given.setTenant(HOSPITAL, 'active');
    });

    it('knows nothing against a token, its person and its tenant until somebody says so', async () => {
      expect(await find()).toStrictEqual(IN_ORDER);
    });

    it.each(['suspended', 'deleted'] as const)('says of a tenant that is %s that it is not active', async (status) => {
      await given.setTenant(CLINIC, status);
      expect(await find()).toMatchObject({ tenantActive: false });
      expect(await find({ tenantId: HOSPITAL })).toMatchObject({ tenantActive: true });
    });

    it('says of a tenant that nobody has that it is not active', async () => {
      expect(await find({ tenantId: tenantId('33333333-3333-4333-8333-333333333333') })).toMatchObject({
        tenantActive: false,
      });
    });

    it('says that a person is suspended, in the app and the tenant where it is so', async () => {
      await given.setUser(CLINIC, THINKTANK, ADA, 'suspended');
      expect(await find()).toMatchObject({ userActive: false });
      expect(await find({ appId: LAUNCHBOARD })).toMatchObject({ userActive: true });
      expect(await find({ userId: userId('bob') })).toMatchObject({ userActive: true });
      expect(await find({ tenantId: HOSPITAL })).toMatchObject({ userActive: true });
      await given.setUser(CLINIC, THINKTANK, ADA, 'active');
      expect(await find()).toMatchObject({ userActive: true });
    });

    it('says that a token is revoked, and no other and none of another tenant', async () => {
      await given.revoke(CLINIC, revocation({}));
      expect(await find()).toMatchObject({ revoked: true, revokedBefore: undefined });
      expect(await find({ tokenHash: `b${'a'.repeat(63)}` })).toMatchObject({ revoked: false });
      expect(await find({ tenantId: HOSPITAL })).toMatchObject({ revoked: false });
    });

    it('says up to when the tokens of a person are revoked, in every app, by the latest moment', async () => {
      const [earlier, later] = ['77777777-7777-4777-8777-777777777777', '88888888-8888-4888-8888-888888888888'];
      await given.revoke(CLINIC, revocation({ id: later, kind: 'user', value: ADA, issuedBefore: NOON + 60_001 }));
      await given.revoke(CLINIC, revocation({ id: earlier, kind: 'user', value: ADA, issuedBefore: NOON }));
      expect(await find()).toMatchObject({ revoked: false, revokedBefore: NOON + 60_001 });
      expect(await find({ appId: LAUNCHBOARD })).toMatchObject({ revokedBefore: NOON + 60_001 });
      expect(await find({ userId: userId('bob') })).toMatchObject({ revokedBefore: undefined });
      expect(await find({ tenantId: HOSPITAL })).toMatchObject({ revokedBefore: undefined });
    });

    it('keeps persons and tokens apart, even if one is called like the other', async () => {
      const hash = token().tokenHash;
      await given.revoke(CLINIC, revocation({ kind: 'user', value: hash }));
      expect(await find()).toStrictEqual(IN_ORDER);
      expect(await find({ userId: userId(hash), tokenHash: 'c'.repeat(64) })).toMatchObject({
        revoked: false,
        revokedBefore: NOON,
      });
    });

    it('notes the person as a user of the app, once for each', async () => {
      for (const app of [THINKTANK, THINKTANK, LAUNCHBOARD]) await find({ appId: app });
      await Promise.all([find({ userId: userId('bob') }), find({ userId: userId('bob') })]);
      const users = await given.users(CLINIC);
      expect(users.map(({ appId: app, subject }) => `${app} ${subject}`).sort()).toEqual([
        'launchboard ada',
        'thinktank ada',
        'thinktank bob',
      ]);
      for (const user of users) expect(user).toMatchObject({ status: 'active', lastSeenAt: expect.any(Number) });
      expect(await given.users(HOSPITAL)).toEqual([]);
    });

    it('leaves a suspended person suspended', async () => {
      await given.setUser(CLINIC, THINKTANK, ADA, 'suspended');
      await find();
      expect(await find()).toMatchObject({ userActive: false });
      expect(await given.users(CLINIC)).toMatchObject([{ subject: ADA, status: 'suspended' }]);
    });
  });
}
