import { describe, expect, it } from '@jest/globals';
import { isStaff } from '@radiant/identity';
import { givenGateway } from '../../test/given-gateway.js';
import {
  claims,
  CLIENT,
  CLINIC,
  HEADER,
  issued,
  ISSUED,
  ISSUER,
  P256,
  RSA,
  signed,
  type Json,
} from '../../test/given-issuer.js';
import { ecdsaTwin } from './ecdsa-twin.js';
import { readTokenText } from './token-text.js';

const OTHER = '22222222-2222-4222-8222-222222222222';

describe('attacks on claims', () => {
  const attacks: readonly (readonly [string, Json])[] = [
    ['an expiry in the past', { exp: ISSUED - 1 }],
    ['an expiry that is now', { exp: ISSUED }],
    ['no expiry', { exp: undefined }],
    ...['9999999999', '', null, true, [ISSUED + 60], { at: ISSUED + 60 }, -1].map(
      (exp) => [`an expiry of ${JSON.stringify(exp)}`, { exp }] as const,
    ),
    ['a beginning in the future', { nbf: ISSUED + 6 }],
    ['a beginning that is a text', { nbf: String(ISSUED - 60) }],
    ['an issue in the future', { iat: ISSUED + 6 }],
    ['no issue', { iat: undefined }],
    ['an issue that is a text', { iat: String(ISSUED) }],
    ...[
      undefined,
      null,
      '',
      'https://evil.example',
      `${ISSUER}/`,
      `${ISSUER}.evil.example`,
      ISSUER.slice(0, -1),
      ISSUER.toUpperCase(),
      ISSUER.replace('https', 'http'),
      ` ${ISSUER}`,
      [ISSUER],
      `https://evil.example/${ISSUER}`,
    ].map((iss) => [`the issuer ${JSON.stringify(iss)}`, { iss }] as const),
    ['another client', { client_id: 'f6e5d4' }],
    ['no client', { client_id: undefined }],
    ['a client that begins alike', { client_id: `${CLIENT}0` }],
    ['a list of clients with another', { client_id: ['f6e5d4'] }],
    ['another audience of an identity token', { token_use: 'id', client_id: undefined, aud: 'f6e5d4' }],
    ['a refresh token', { token_use: 'refresh' }],
    ['no use', { token_use: undefined }],
    ['a use in a list', { token_use: ['access'] }],
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a subject that is no text', { sub: { $gt: '' } }],
    ['a wildcard for a subject', { sub: '%' }],
    ...[
      undefined,
      '',
      '%',
      '*',
      '_',
      'default',
      [CLINIC],
      { id: CLINIC },
      null,
      0,
      true,
      `${CLINIC}'--`,
      `${CLINIC}\n`,
      CLINIC.replaceAll('-', ''),
      '00000000-0000-0000-0000-000000000000',
    ].map((tenant) => [`the tenant ${JSON.stringify(tenant)}`, { 'custom:tenantId': tenant }] as const),
    ['two tenants in two spellings', { 'custom:tenant_id': OTHER }],
    ['two apps in two spellings', { 'custom:app_id': 'launchboard' }],
    ['two users in two spellings', { 'custom:appUserId': 'a', 'custom:app_user_id': 'b' }],
    ['two lists of groups', { groups: ['super_admin'] }],
    ['groups in a text', { 'cognito:groups': 'super_admin' }],
    ['groups in an object', { 'cognito:groups': { 0: 'super_admin', length: 1 } }],
    ['groups in a list of lists', { 'cognito:groups': [['super_admin']] }],
    ['a sign-in that is a text', { auth_time: '9999999999' }],
    ['a sign-in of yesterday', { auth_time: ISSUED - 86_400 }],
  ];

  it.each(attacks)('refuses %s', async (_what, over) => {
    expect(await givenGateway().answer(issued(over))).toBe('unauthorized');
  });

  it.each([
    ['an expiry', `"exp":1,"exp":${ISSUED + 60}`],
    ['a tenant', `"custom:tenantId":"${OTHER}","custom:tenantId":"${CLINIC}"`],
    ['a tenant, once in escapes', `"custom\\u003atenantId":"${OTHER}","custom:tenantId":"${CLINIC}"`],
    ['something further in', `"address":{"a":1,"b":{},"a":2}`],
  ])('refuses %s that is said twice', async (_what, twice) => {
    const rest = JSON.stringify(claims()).slice(1);
    expect(await givenGateway().answer(signed(HEADER, `{${twice},${rest}`, RSA.privateKey))).toBe('unauthorized');
  });

  it.each(['[]', 'null', '"text"', '7', '', '{', '{}', '\ufeff{}', `${JSON.stringify(claims())}x`])(
    'refuses the payload %j',
    async (payload) => {
      expect(await givenGateway().answer(signed(HEADER, payload, RSA.privateKey))).toBe('unauthorized');
    },
  );

  it('gives nothing for custom:role, which users may be able to write', async () => {
    const answer = await givenGateway().answer(
      issued({ 'cognito:groups': undefined, 'custom:role': 'super_admin', 'custom:roles': ['admin'], role: 'admin' }),
    );
    if (typeof answer === 'string') throw new Error('the token itself is good');
    expect(answer.roles).toEqual(['user']);
    expect(isStaff(answer.roles)).toBe(false);
  });

  it('gives nothing for groups that only look like ours', async () => {
    const groups = ['Super_Admin', 'super-admin', 'super_admin ', 'admins', 'ADMIN', 'constructor'];
    expect(await givenGateway().answer(issued({ 'cognito:groups': groups }))).toMatchObject({ roles: ['user'] });
  });
});

describe('attacks on what is remembered', () => {
  it('does not take a token for another with a long common beginning (CVE-2026-35030)', async () => {
    const gateway = givenGateway();
    const padding = { filler: 'x'.repeat(8_000) };
    const [mine, theirs] = [issued({ ...padding, last: 1 }), issued({ ...padding, sub: 'bob', last: 2 })];
    expect(await gateway.answer(mine)).toMatchObject({ userId: 'ada' });
    const shared = theirs.slice(0, 60) + mine.slice(60);
    expect(await gateway.answer(shared === mine ? `${mine.slice(0, -2)}AA` : shared)).toBe('unauthorized');
    expect(await gateway.answer(mine.slice(0, -1) + (mine.endsWith('A') ? 'B' : 'A'))).toBe('unauthorized');
    expect(await gateway.answer(theirs)).toMatchObject({ userId: 'bob' });
    expect(await gateway.answer(mine)).toMatchObject({ userId: 'ada' });
  });

  it('does not take a token after its expiry because it was good before', async () => {
    const gateway = givenGateway();
    const token = issued({ exp: ISSUED + 60 });
    expect(await gateway.answer(token)).toMatchObject({ userId: 'ada' });
    gateway.clock.advance(59_999);
    expect(await gateway.answer(token)).toMatchObject({ userId: 'ada' });
    gateway.clock.advance(1);
    expect(await gateway.answer(token)).toBe('unauthorized');
  });

  it('does not take a revoked token because its signature was rewritten', async () => {
    for (const shown of ['the token', 'its twin'] as const) {
      const gateway = givenGateway();
      const token = signed({ alg: 'ES256', kid: 'p256' }, claims(), P256.privateKey, 'ES256');
      const twin = ecdsaTwin(readTokenText(token)) ?? '';
      expect(twin).not.toBe(token);
      expect(ecdsaTwin(readTokenText(twin))).toBe(token);
      expect(await gateway.answer(twin)).toMatchObject({ userId: 'ada' });
      gateway.standings.revoked.add(gateway.digest.sha256(token));
      gateway.clock.advance(5_001);
      expect(await gateway.answer(shown === 'the token' ? token : twin)).toBe('unauthorized');
    }
  });
});
