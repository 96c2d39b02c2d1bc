import { beforeEach, describe, expect, it } from '@jest/globals';
import type { TokenVerifier } from '@radiant/identity';
import { FixedClock } from '@radiant/kernel/testing';
import type { JWK } from 'jose';
import { issued, ISSUER, KEYS, NOW, OTHER_RSA, publicJwk, claims, signed, HEADER } from '../../test/given-issuer.js';
import { JwksTokenVerifier } from './jwks-token-verifier.js';

const MINUTE = 60_000;
const REFUSED = { code: 'unauthorized' };
const UNAVAILABLE = { code: 'service_unavailable', message: "the issuer's keys are not available" };
const OLD = issued({ exp: NOW / 1_000 + 86_400 });
const NEW = signed({ ...HEADER, kid: 'rsa-2' }, claims({ exp: NOW / 1_000 + 86_400 }), OTHER_RSA.privateKey);
const NEW_KEY = publicJwk(OTHER_RSA.privateKey, { kid: 'rsa-2' });

describe('keys of an issuer that can be reached', () => {
  let clock: FixedClock;
  let served: { keys: readonly JWK[] } | 'down';
  let fetches: number;
  let verifier: TokenVerifier;

  beforeEach(() => {
    clock = new FixedClock(NOW);
    served = { keys: KEYS.keys };
    fetches = 0;
    verifier = new JwksTokenVerifier({ kind: 'cognito', issuer: ISSUER }, clock, async () => {
      fetches += 1;
      if (served === 'down') throw new TypeError('fetch failed');
      return Response.json(served);
    });
  });
  const expectFetches = (expected: number) => expect(fetches).toBe(expected);

  it('are asked for once, also by callers that come together', async () => {
    await Promise.all([verifier.verify(OLD), verifier.verify(OLD), verifier.verify(issued())]);
    await verifier.verify(OLD);
    expectFetches(1);
  });

  it('are asked for anew after five minutes, so that a withdrawn key ends', async () => {
    await verifier.verify(OLD);
    clock.advance(5 * MINUTE);
    await verifier.verify(OLD);
    expectFetches(1);
    served = { keys: [NEW_KEY] };
    clock.advance(1);
    await expect(verifier.verify(OLD)).rejects.toMatchObject(REFUSED);
    expectFetches(2);
  });

  it('are asked for anew for a key that is not among them, which may be a fresh one', async () => {
    await verifier.verify(OLD);
    served = { keys: [...KEYS.keys, NEW_KEY] };
    clock.advance(30_000);
    await verifier.verify(NEW);
    expectFetches(2);
  });

  it('are not asked for more often than every thirty seconds, whatever tokens name', async () => {
    await verifier.verify(OLD);
    for (let second = 0; second < 60; second += 1) {
      await expect(verifier.verify(issued({}, { kid: `guess-${second}` }))).rejects.toMatchObject(REFUSED);
      clock.advance(1_000);
    }
    expectFetches(2);
    await verifier.verify(OLD);
  });

  it('go on working for an hour while the issuer is down, and no longer', async () => {
    await verifier.verify(OLD);
    served = 'down';
    clock.advance(60 * MINUTE);
    await verifier.verify(OLD);
    clock.advance(1);
    await expect(verifier.verify(OLD)).rejects.toMatchObject(UNAVAILABLE);
    served = { keys: KEYS.keys };
    clock.advance(30_000);
    await verifier.verify(OLD);
  });

  it('are asked for every thirty seconds while the issuer is down, not with every token', async () => {
    await verifier.verify(OLD);
    served = 'down';
    clock.advance(6 * MINUTE);
    for (let second = 0; second < 60; second += 1) {
      await verifier.verify(OLD);
      clock.advance(1_000);
    }
    expectFetches(3);
  });

  it('that never were there admit nobody, and are asked for every five seconds', async () => {
    served = 'down';
    for (let second = 0; second < 10; second += 1) {
      await expect(verifier.verify(OLD)).rejects.toMatchObject(UNAVAILABLE);
      clock.advance(1_000);
    }
    expectFetches(2);
    served = { keys: KEYS.keys };
    await verifier.verify(OLD);
  });

  it('are not replaced by something that is no set of keys', async () => {
    await verifier.verify(OLD);
    served = { keys: [{}] };
    clock.advance(6 * MINUTE);
    await verifier.verify(OLD);
    expectFetches(2);
  });

  it('are not asked for by tokens that are out of form', async () => {
    for (const token of ['a.b.c', `${OLD} `, issued({}, { alg: 'none' }), issued({}, { crit: ['x'] })]) {
      await expect(verifier.verify(token)).rejects.toMatchObject(REFUSED);
    }
    expectFetches(0);
  });
});
