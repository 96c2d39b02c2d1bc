import { describe, expect, it } from '@jest/globals';
import { FixedClock } from '@radiant/kernel/testing';
import {
  claims,
  CLIENT,
  ED25519,
  issued,
  ISSUED,
  ISSUER,
  KEYS,
  NOW,
  OTHER_RSA,
  P256,
  P384,
  publicJwk,
  RSA,
  signed,
  type Json,
} from '../../test/given-issuer.js';
import { JwksTokenVerifier, type JwksTokenVerifierOptions } from './jwks-token-verifier.js';

const REFUSED = { code: 'unauthorized', message: 'the token is not valid', facts: {} };
const COGNITO: JwksTokenVerifierOptions = { kind: 'cognito', issuer: ISSUER, keys: { jwks: KEYS } };
const OIDC: JwksTokenVerifierOptions = {
  kind: 'oidc',
  issuer: 'https://login.example.org/',
  audience: ['radiant', 'radiant-console'],
  keys: { jwks: KEYS },
};
const verifier = (options: JwksTokenVerifierOptions = COGNITO) => new JwksTokenVerifier(options, new FixedClock(NOW));
const oidc = (over: Json = {}): string =>
  issued({ iss: 'https://login.example.org/', client_id: undefined, token_use: undefined, aud: 'radiant', ...over });

describe('JwksTokenVerifier', () => {
  it('says what a good token says', async () => {
    const token = issued({ iat: ISSUED - 10.5 });
    expect(await verifier().verify(token)).toEqual({
      claims: JSON.parse(JSON.stringify(claims({ iat: ISSUED - 10.5 }))),
      subject: 'ada',
      issuedAt: NOW - 10_500,
      expiresAt: NOW + 3_600_000,
    });
  });

  it.each([
    ['RS256', 'rsa-1', RSA],
    ['RS384', 'rsa-1', RSA],
    ['PS256', 'rsa-1', RSA],
    ['ES256', 'p256', P256],
    ['ES384', 'p384', P384],
    ['EdDSA', 'ed25519', ED25519],
  ] as const)('takes %s by a key that fits', async (alg, kid, { privateKey }) => {
    const token = signed({ alg, kid }, claims(), privateKey, alg);
    const { subject, twin } = await verifier().verify(token);
    expect(subject).toBe('ada');
    expect(twin !== undefined).toBe(alg.startsWith('ES'));
    if (twin !== undefined) expect((await verifier().verify(twin)).twin).toBe(token);
  });

  it('takes a token without a key id if one key alone fits', async () => {
    const one = { jwks: { keys: [publicJwk(RSA.privateKey, {})] } };
    expect(await verifier({ ...COGNITO, keys: one }).verify(issued({}, { kid: undefined }))).toBeDefined();
    const two = { jwks: { keys: [...one.jwks.keys, publicJwk(OTHER_RSA.privateKey, {})] } };
    await expect(verifier({ ...COGNITO, keys: two }).verify(issued({}, { kid: undefined }))).rejects.toMatchObject(
      REFUSED,
    );
  });

  it.each([
    ['a key for encryption', { use: 'enc' }],
    ['a key of another algorithm', { alg: 'PS256' }],
    ['a key that is for signing only', { key_ops: ['sign'] }],
  ])('does not verify with %s', async (_what, rest) => {
    const keys = { jwks: { keys: [publicJwk(RSA.privateKey, { kid: 'rsa-1', ...rest })] } };
    await expect(verifier({ ...COGNITO, keys }).verify(issued())).rejects.toMatchObject(REFUSED);
  });

  it.each(['JWT', 'jwt', 'at+jwt', 'application/at+JWT', undefined])('takes the type %s', async (typ) => {
    expect(await verifier().verify(issued({}, { typ }))).toBeDefined();
  });

  it('looks at no key or address that the header brings, and takes the issuer’s signature all the same', async () => {
    const header = { jku: 'https://evil.example/keys', jwk: publicJwk(OTHER_RSA.privateKey, {}), x5c: ['AAAA'] };
    expect(await verifier().verify(issued({}, header))).toBeDefined();
  });

  it('allows for an issuer’s clock that is five seconds ahead, and for none when a token ends', async () => {
    expect(await verifier().verify(issued({ iat: ISSUED + 5, nbf: ISSUED + 5 }))).toBeDefined();
    for (const late of [{ iat: ISSUED + 5.1 }, { nbf: ISSUED + 6 }, { exp: ISSUED }]) {
      await expect(verifier().verify(issued(late))).rejects.toMatchObject(REFUSED);
    }
    expect(await verifier().verify(issued({ exp: ISSUED + 1 }))).toBeDefined();
  });

  it('takes 16 KB and not more', async () => {
    const most = 16_384 - issued({ filler: '' }).length;
    expect(await verifier().verify(issued({ filler: 'x'.repeat(Math.floor(most * 0.75) - 3) }))).toBeDefined();
    await expect(verifier().verify(issued({ filler: 'x'.repeat(most) }))).rejects.toMatchObject(REFUSED);
  });

  it.each([undefined, '', 7, null, ['ada']])('refuses the subject %j', async (sub) => {
    await expect(verifier().verify(issued({ sub }))).rejects.toMatchObject(REFUSED);
  });

  describe('of Cognito', () => {
    it('takes access and identity tokens of the clients that are named', async () => {
      const of = verifier({ ...COGNITO, audience: ['other', CLIENT] });
      expect(await of.verify(issued())).toBeDefined();
      expect(await of.verify(issued({ token_use: 'id', client_id: undefined, aud: CLIENT }))).toBeDefined();
      await expect(of.verify(issued({ client_id: 'stranger' }))).rejects.toMatchObject(REFUSED);
    });

    it('takes those of every client where none is named', async () => {
      expect(await verifier().verify(issued({ client_id: 'stranger' }))).toBeDefined();
    });
  });

  describe('of OpenID', () => {
    it('takes tokens for any audience that is named', async () => {
      for (const aud of ['radiant', 'radiant-console', ['account', 'radiant']]) {
        expect(await verifier(OIDC).verify(oidc({ aud }))).toBeDefined();
      }
    });

    it.each([
      undefined,
      'account',
      [],
      ['account'],
      'radian',
      'Radiant',
      ['radiant-'],
      [['radiant']],
      { 0: 'radiant' },
    ])('refuses the audience %j, whatever client_id says', async (aud) => {
      await expect(verifier(OIDC).verify(oidc({ aud, client_id: 'radiant' }))).rejects.toMatchObject(REFUSED);
    });

    it('takes its issuer to the letter, the last slash included', async () => {
      await expect(verifier(OIDC).verify(oidc({ iss: 'https://login.example.org' }))).rejects.toMatchObject(REFUSED);
    });
  });

  it.each([
    ['no audience for OpenID', { ...OIDC, audience: undefined }, 'audience'],
    ['an empty list of audiences', { ...OIDC, audience: [] }, 'audience'],
    ['an empty list of clients', { ...COGNITO, audience: [] }, 'audience'],
    ['an empty audience', { ...OIDC, audience: [''] }, 'audience'],
    ['an issuer in the clear', { ...OIDC, issuer: 'http://login.example.org' }, 'issuer'],
    ['an issuer that is no address', { ...OIDC, issuer: 'login' }, 'issuer'],
    ['keys in the clear', { ...OIDC, keys: { jwksUri: 'http://login.example.org/keys' } }, 'jwks_uri'],
    ['keys from a file', { ...OIDC, keys: { jwksUri: 'file:///etc/keys' } }, 'jwks_uri'],
    ['a password in the address', { ...OIDC, keys: { jwksUri: 'https://a:b@login.example.org' } }, 'jwks_uri'],
    ['a host that only looks like this machine', { ...OIDC, keys: { jwksUri: 'http://127.0.0.1.nip.io' } }, 'jwks_uri'],
  ])('does not begin with %s', (_what, options, field) => {
    expect(() => verifier(options)).toThrow(expect.objectContaining({ code: 'validation_error', facts: { field } }));
  });

  it.each(['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080'])(
    'takes %s: that is this very machine',
    (issuer) => {
      expect(() => verifier({ ...OIDC, issuer })).not.toThrow();
    },
  );
});
