import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac, createPublicKey } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { givenGateway } from '../../test/given-gateway.js';
import {
  claims,
  CLINIC,
  encoded,
  HEADER,
  issued,
  OTHER_RSA,
  P256,
  P384,
  publicJwk,
  RSA,
  signed,
  type Json,
} from '../../test/given-issuer.js';

const GOOD = issued();
const [head = '', body = '', signature = ''] = GOOD.split('.');
const PEM = createPublicKey(RSA.privateKey).export({ format: 'pem', type: 'spki' });
const JWK = JSON.stringify(publicJwk(RSA.privateKey, {}));

const hmac = (algorithm: string, secret: string | Buffer): string => {
  const text = `${encoded({ ...HEADER, alg: algorithm })}.${encoded(claims())}`;
  return `${text}.${createHmac(algorithm.replace('HS', 'sha'), secret).update(text).digest('base64url')}`;
};
const unsigned = (alg: unknown, end: string): string => `${encoded({ ...HEADER, alg })}.${encoded(claims())}.${end}`;
const forged = (header: Json, algorithm = 'RS256', key = OTHER_RSA.privateKey): string =>
  signed({ ...HEADER, ...header }, claims(), key, algorithm);

describe('attacks on signatures and headers', () => {
  const gateway = givenGateway();
  let hostile: Server;
  let hostileUrl: string;
  const requests: string[] = [];

  beforeAll(async () => {
    hostile = createServer((request, response) => {
      requests.push(request.url ?? '');
      response.end(JSON.stringify({ keys: [publicJwk(OTHER_RSA.privateKey, { kid: 'rsa-1' })] }));
    });
    await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
    const address = hostile.address();
    if (typeof address !== 'object' || !address) throw new Error('the hostile server does not listen');
    hostileUrl = `http://127.0.0.1:${address.port}/keys`;
  });
  afterAll(() => new Promise((resolve) => hostile.close(resolve)));

  it('would succeed if they were honest: the issuer’s own token is taken', async () => {
    expect(await gateway.answer(GOOD)).toMatchObject({ tenantId: CLINIC, userId: 'ada', roles: ['user', 'admin'] });
  });

  const attacks: readonly (readonly [string, () => string])[] = [
    ...['none', 'None', 'nOnE', 'NONE', '', null, ['RS256'], { RS256: 1 }].flatMap((alg) => [
      [`alg ${JSON.stringify(alg)} without a signature`, () => unsigned(alg, '')] as const,
      [`alg ${JSON.stringify(alg)} with a signature of its own`, () => unsigned(alg, 'AAAA')] as const,
      [`alg ${JSON.stringify(alg)} with the issuer's signature`, () => unsigned(alg, signature)] as const,
    ]),
    ['no alg at all', () => forged({ alg: undefined })],
    ['HS256 with the public key as PEM for a secret', () => hmac('HS256', PEM)],
    ['the same without its last newline', () => hmac('HS256', PEM.toString().trim())],
    ['HS256 with the public key as JWK for a secret', () => hmac('HS256', JWK)],
    [
      'HS384 with the public key as DER',
      () => hmac('HS384', createPublicKey(RSA.privateKey).export({ format: 'der', type: 'spki' })),
    ],
    ['HS512 with an empty secret', () => hmac('HS512', '')],
    ['HS256 with the key id for a secret', () => hmac('HS256', 'rsa-1')],
    ['another key under the same id', () => forged({})],
    ['another key under an id that nobody has', () => forged({ kid: 'rsa-2' })],
    ['the issuer’s key under an id that nobody has', () => issued({}, { kid: 'rsa-2' })],
    ['another key and no id', () => forged({ kid: undefined })],
    ['RS512, which is not on the list', () => signed({ ...HEADER, alg: 'RS512' }, claims(), RSA.privateKey, 'RS512')],
    ['RS256 under a header of PS256', () => signed({ ...HEADER, alg: 'PS256' }, claims(), RSA.privateKey)],
    ['ES256 named for the RSA key', () => issued({}, { alg: 'ES256' })],
    ['ES256 by a stranger under the id of the RSA key', () => forged({ alg: 'ES256' }, 'ES256', P256.privateKey)],
    ['RS256 named for the elliptic key', () => forged({ kid: 'p256' }, 'RS256', RSA.privateKey)],
    ['ES384 named for a key of P-256', () => forged({ alg: 'ES384', kid: 'p256' }, 'ES384', P384.privateKey)],
    [
      'a signature of zeros (CVE-2022-21449)',
      () => `${encoded({ alg: 'ES256', kid: 'p256' })}.${body}.${'A'.repeat(86)}`,
    ],
    [
      'a signature that is the order of the curve',
      () =>
        `${encoded({ alg: 'ES256', kid: 'p256' })}.${body}.${Buffer.from(
          'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'.repeat(2),
          'hex',
        ).toString('base64url')}`,
    ],
    ['an RSA signature of zeros', () => `${head}.${body}.${Buffer.alloc(256).toString('base64url')}`],
    ['no signature', () => `${head}.${body}.`],
    ['no signature and no dot', () => `${head}.${body}`],
    ['half a signature', () => `${head}.${body}.${signature.slice(0, 171)}`],
    ['the signature of another token', () => `${head}.${body}.${issued({ sub: 'bob' }).split('.')[2]}`],
    [
      'another payload under the signature',
      () => `${head}.${encoded(claims({ 'cognito:groups': ['super_admin'] }))}.${signature}`,
    ],
    ['another header under the signature', () => `${encoded({ ...HEADER, typ: 'at+jwt' })}.${body}.${signature}`],
    ['its own key in the header', () => forged({ jwk: publicJwk(OTHER_RSA.privateKey, { kid: 'rsa-1' }) })],
    ['its own key in the header and no id', () => forged({ kid: undefined, jwk: publicJwk(OTHER_RSA.privateKey, {}) })],
    ['an address of its own keys', () => forged({ jku: hostileUrl })],
    ['an address of its own keys, and an id from there', () => forged({ jku: hostileUrl, kid: 'theirs' })],
    ['an address of its own certificate', () => forged({ x5u: hostileUrl })],
    [
      'its own certificate',
      () =>
        forged({
          x5c: [createPublicKey(OTHER_RSA.privateKey).export({ format: 'der', type: 'spki' }).toString('base64')],
          x5t: 'AAAA',
        }),
    ],
    ['an address for an id', () => forged({ kid: hostileUrl })],
    ...[
      '../../../../dev/null',
      '/dev/null',
      "' UNION SELECT 'x' -- ",
      'rsa-1\0',
      'rsa-1 ',
      'RSA-1',
      '%',
      '*',
      '__proto__',
      'k'.repeat(9_000),
      '| curl evil',
      7,
      true,
      ['rsa-1'],
      { $ne: null },
    ].map((kid) => [`the key id ${JSON.stringify(kid).slice(0, 30)}`, () => forged({ kid })] as const),
    ['an empty file for a key, as a path of it is in the key id', () => hmac('HS256', '')],
    ['a critical extension', () => issued({}, { crit: ['exp'], exp: 1 })],
    [
      'a critical extension that nobody knows',
      () => issued({}, { crit: ['http://example.org/x'], 'http://example.org/x': true }),
    ],
    ['no critical extension, in a list', () => issued({}, { crit: [] })],
    ['a payload that is not encoded', () => issued({}, { b64: false })],
    ['a payload that is not encoded, critically', () => issued({}, { b64: false, crit: ['b64'] })],
    ['the type of a logout token', () => issued({}, { typ: 'logout+jwt' })],
    ['a type that is no text', () => issued({}, { typ: ['JWT'] })],
    ['a header that is a list', () => signed('[]', claims(), RSA.privateKey)],
    ['a header that is null', () => signed('null', claims(), RSA.privateKey)],
    [
      'a header that names its algorithm twice',
      () => signed('{"alg":"none","kid":"rsa-1","alg":"RS256"}', claims(), RSA.privateKey),
    ],
    [
      'a header with an algorithm written in escapes beside',
      () => signed('{"\\u0061lg":"none","kid":"rsa-1","alg":"RS256"}', claims(), RSA.privateKey),
    ],
    ['a token within a token', () => signed({ ...HEADER, cty: 'JWT' }, GOOD, RSA.privateKey)],
    ['a token within a token, quoted', () => signed({ ...HEADER, cty: 'JWT' }, JSON.stringify(GOOD), RSA.privateKey)],
    ['an encrypted token', () => `${encoded({ alg: 'dir', enc: 'A128GCM' })}..AAAA.AAAA.AAAA`],
    ['a token as JSON', () => JSON.stringify({ protected: head, payload: body, signature })],
    ...[
      ` ${GOOD}`,
      `${GOOD} `,
      `${GOOD}\n`,
      `\t${GOOD}`,
      `${head}. ${body}.${signature}`,
      `${GOOD}.`,
      `.${GOOD}`,
      `${GOOD}.${signature}`,
      `${head}..${signature}`,
      `${GOOD}=`,
      `${GOOD}==`,
      `${GOOD}\0`,
      `${GOOD},${GOOD}`,
      `Bearer ${GOOD}`,
      GOOD.replaceAll('.', '%2E'),
      GOOD.toLowerCase(),
      `${GOOD}#`,
    ].map((token, at) => [`the good token with something added or changed (${at + 1})`, () => token] as const),
    ['a good token of more than 16 KB', () => issued({ filler: 'x'.repeat(17_000) })],
    ['10 MB', () => `${head}.${'A'.repeat(10_000_000)}.${signature}`],
    ['nothing', () => ''],
    ['dots', () => '..'],
  ];

  it.each(attacks)('refuses %s', async (_what, attack) => {
    expect(await gateway.answer(attack())).toBe('unauthorized');
  });

  it('refuses every other last character of a signature, though some decode to the same bytes', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const others = [...alphabet].map((last) => GOOD.slice(0, -1) + last).filter((token) => token !== GOOD);
    expect(others).toHaveLength(63);
    for (const token of others) expect(await gateway.answer(token)).toBe('unauthorized');
  });

  it('sends nothing anywhere, to a hostile server least of all', () => {
    expect(requests).toEqual([]);
    expect(gateway.fetched).toEqual([]);
  });
});
