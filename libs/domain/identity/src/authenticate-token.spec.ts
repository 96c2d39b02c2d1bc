import { beforeEach, describe, expect, it } from '@jest/globals';
import { appId, DomainError } from '@radiant/kernel';
import { CLINIC } from '../test/given-principals.js';
import { GivenTokens, HOUR, MINUTE, settled, TOKEN, TWIN } from '../test/given-tokens.js';
import type { AuthenticateToken } from './authenticate-token.js';
import { CredentialRefused } from './credential-refused.js';

const NOT_VALID = { code: 'unauthorized', message: 'the token is not valid', facts: {} };

describe('AuthenticateToken', () => {
  let given: GivenTokens;
  let authenticate: AuthenticateToken;
  const expectRefused = (refusal: object = NOT_VALID, by = authenticate) =>
    expect(by.execute(TOKEN)).rejects.toMatchObject(refusal);

  beforeEach(() => {
    given = new GivenTokens();
    authenticate = given.replica;
  });

  it('turns a token into the principal it stands for', async () => {
    given.sign({ 'custom:appUserId': 'tt-7', 'cognito:groups': ['auditor'], amr: ['mfa'] });
    expect(await authenticate.execute(TOKEN)).toEqual({
      tenantId: CLINIC,
      homeTenantId: CLINIC,
      appId: 'thinktank',
      appBound: true,
      roles: ['user', 'auditor'],
      apiKeyId: undefined,
      scopes: undefined,
      trustedForwarder: false,
      userId: 'ada',
      appUserId: 'tt-7',
      token: {
        hash: `hash of ${TOKEN}`,
        issuedAt: given.clock.now(),
        authenticatedAt: given.clock.now(),
        expiresAt: given.clock.now() + HOUR,
        multiFactor: true,
      },
    });
  });

  it('takes an older token without an app for one of no app in particular', async () => {
    given.sign({ 'custom:appId': undefined });
    expect(await authenticate.execute(TOKEN)).toMatchObject({ appId: 'default', appBound: false, appUserId: 'ada' });
  });

  describe('verification', () => {
    it('happens once for a token that is in use, and once for callers that come together', async () => {
      given.sign();
      await Promise.all([authenticate.execute(TOKEN), authenticate.execute(TOKEN)]);
      await authenticate.execute(TOKEN);
      expect(given.verifier.asked).toEqual([TOKEN]);
      expect(given.standings.asked).toHaveLength(1);
    });

    it('is remembered for the whole token, so that no long common beginning stands in for it', async () => {
      const [mine, other] = [`${'a'.repeat(4_000)}.b.c`, `${'a'.repeat(4_000)}.b.d`];
      given.sign({}, {}, mine);
      await authenticate.execute(mine);
      await expect(authenticate.execute(other)).rejects.toMatchObject(NOT_VALID);
      given.sign({}, { subject: 'bob' }, other);
      expect((await authenticate.execute(other)).userId).toBe('bob');
      expect((await authenticate.execute(mine)).userId).toBe('ada');
    });

    it('never outlives the expiry', async () => {
      given.sign({}, { expiresAt: given.clock.now() + 1_000 });
      await authenticate.execute(TOKEN);
      given.clock.advance(999);
      await authenticate.execute(TOKEN);
      given.clock.advance(1);
      await expectRefused();
    });

    it('is repeated after five minutes, so that a withdrawn key of the issuer ends its tokens', async () => {
      given.sign();
      await authenticate.execute(TOKEN);
      given.clock.advance(5 * MINUTE);
      await authenticate.execute(TOKEN);
      expect(given.verifier.asked).toHaveLength(1);
      given.verifier.withdraw(TOKEN);
      given.clock.advance(1);
      await expectRefused();
      await expectRefused();
      expect(given.verifier.asked).toHaveLength(3);
    });

    it('is not remembered when it fails, or when the claims are no good', async () => {
      await expectRefused();
      given.sign({ 'custom:tenantId': 'nobody' });
      await expectRefused({ code: 'unauthorized' });
      given.sign();
      await authenticate.execute(TOKEN);
      expect(given.verifier.asked).toHaveLength(3);
    });

    it('that is not possible admits nobody', async () => {
      given.sign();
      given.verifier.failing = true;
      await expectRefused({ code: 'service_unavailable' });
    });
  });

  describe('standing', () => {
    it.each([
      ['a tenant that is not active', { tenantActive: false }],
      ['a person who is suspended', { userActive: false }],
      ['a revoked token', { revoked: true }],
    ])('refuses %s, all alike', async (_what, against) => {
      given.sign();
      given.standings.against = () => against;
      await expectRefused();
    });

    it.each([
      ['a person who is suspended', { userActive: false }, true],
      ['a revoked token', { revoked: true }, true],
      ['a tenant that may not be there', { tenantActive: false }, false],
    ])(
      'of %s tells the trail, and not the caller, whose it is, where it is anybody’s',
      async (_what, against, known) => {
        given.sign();
        given.standings.against = () => against;
        const refusal = await authenticate.execute(TOKEN).catch((error: unknown) => error);
        expect(refusal).toMatchObject(NOT_VALID);
        expect(refusal instanceof CredentialRefused && refusal.principal.userId).toBe(known && 'ada');
      },
    );

    it('refuses tokens issued before a revocation, and in its very second, which is all that a token tells', async () => {
      const at = given.clock.now();
      given.standings.against = () => ({ revokedBefore: at });
      for (const [issuedAt, valid] of [
        [at - 1_000, false],
        [at, false],
        [at + 1_000, true],
      ] as const) {
        const token = `issued.at.${issuedAt}`;
        given.sign({}, { issuedAt }, token);
        const answer = authenticate.execute(token);
        if (valid) await answer;
        else await expect(answer).rejects.toMatchObject(NOT_VALID);
      }
      given.standings.against = () => ({ revokedBefore: at + 999 });
      given.clock.advance(5_001);
      given.sign({}, { issuedAt: at });
      await expectRefused();
    });

    it('is asked for once while the answer is fresh, by what the token says', async () => {
      given.sign();
      for (let i = 0; i < 5; i += 1) await authenticate.execute(TOKEN);
      expect(given.standings.asked).toEqual([
        { tenantId: CLINIC, userId: 'ada', appId: 'thinktank', tokenHash: `hash of ${TOKEN}` },
      ]);
    });

    it('is that of the route’s app where the token names none, and of its own app where it names one', async () => {
      given.standings.against = ({ appId: app }) => ({ userActive: app !== 'launchboard' });
      given.sign({ 'custom:appId': undefined });
      await authenticate.execute(TOKEN, appId('thinktank'));
      await authenticate.execute(TOKEN);
      await expect(authenticate.execute(TOKEN, appId('launchboard'))).rejects.toMatchObject(NOT_VALID);
      given.sign({}, {}, 'bound.to.thinktank');
      await authenticate.execute('bound.to.thinktank', appId('launchboard'));
      expect(given.standings.asked.map((asked) => asked.appId)).toEqual([
        'thinktank',
        'default',
        'launchboard',
        'thinktank',
      ]);
    });

    it.each([new DomainError('service_unavailable', 'the database is down'), new TypeError('not a function')])(
      'that can’t be told admits nobody: %s',
      async (failure) => {
        given.sign();
        await authenticate.execute(TOKEN);
        given.standings.failure = failure;
        given.clock.advance(5_001);
        await expectRefused({ code: 'service_unavailable' });
        given.standings.failure = undefined;
        await authenticate.execute(TOKEN);
      },
    );

    it('known against a token is known against its twin', async () => {
      given.sign({}, { twin: TWIN });
      given.sign({}, { twin: TOKEN }, TWIN);
      await authenticate.execute(TWIN);
      given.standings.against = ({ tokenHash }) => ({ revoked: tokenHash === `hash of ${TOKEN}` });
      given.clock.advance(5_001);
      await expectRefused();
      await expect(authenticate.execute(TWIN)).rejects.toMatchObject(NOT_VALID);
    });

    it('that is bad ends a token on every replica after five seconds', async () => {
      given.sign();
      const other = given.another();
      await Promise.all([authenticate.execute(TOKEN), other.execute(TOKEN)]);
      given.standings.against = () => ({ revoked: true });
      given.clock.advance(5_001);
      await expectRefused();
      await expectRefused(NOT_VALID, other);
    });

    it('is seen sooner while the token is in use', async () => {
      given.sign();
      await authenticate.execute(TOKEN);
      given.standings.against = () => ({ revoked: true });
      given.clock.advance(2_501);
      await authenticate.execute(TOKEN); // asks anew behind this answer
      await settled();
      await expectRefused();
    });
  });
});
