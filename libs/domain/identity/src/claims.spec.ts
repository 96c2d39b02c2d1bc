import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isStaff } from './access/permissions.js';
import { readClaims } from './claims.js';

const TENANT = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';
const ISSUED = Date.UTC(2026, 0, 15, 12);

const read = (claims: Record<string, unknown>, subject = 'ada') =>
  readClaims({
    claims: { 'custom:tenantId': TENANT, ...claims },
    subject,
    issuedAt: ISSUED,
    expiresAt: ISSUED + 3_600_000,
  });
const refused = { code: 'unauthorized', message: 'the token does not say who it stands for', facts: {} };
const expectRefused = (claims: Record<string, unknown>, subject?: string): void => {
  expect(() => read(claims, subject)).toThrow(expect.objectContaining(refused));
};

describe('readClaims', () => {
  it.each([
    ['one spelling', { 'custom:tenantId': TENANT, 'custom:appId': 'thinktank', 'custom:appUserId': 'tt-7' }],
    [
      'the other',
      {
        'custom:tenantId': undefined,
        'custom:tenant_id': TENANT,
        'custom:app_id': 'thinktank',
        'custom:app_user_id': 'tt-7',
      },
    ],
    [
      'both, alike',
      {
        'custom:tenant_id': TENANT.toUpperCase(),
        'custom:appId': 'thinktank',
        'custom:app_id': 'thinktank',
        'custom:appUserId': 'tt-7',
      },
    ],
  ])('reads %s', (_what, claims) => {
    expect(read(claims)).toEqual({
      tenantId: TENANT,
      userId: 'ada',
      appUserId: 'tt-7',
      appId: 'thinktank',
      roles: ['user'],
      authenticatedAt: ISSUED,
      multiFactor: false,
    });
  });

  it('takes an older token: no app, and the subject as the user of it', () => {
    expect(read({})).toMatchObject({ appId: undefined, appUserId: 'ada' });
  });

  it.each([
    ['tenants', { 'custom:tenant_id': OTHER }],
    ['apps', { 'custom:appId': 'thinktank', 'custom:app_id': 'launchboard' }],
    ['users', { 'custom:appUserId': 'a', 'custom:app_user_id': 'b' }],
    ['groups', { 'cognito:groups': ['auditor'], groups: ['admin'] }],
    ['groups, one more', { 'cognito:groups': ['auditor'], groups: ['auditor', 'admin'] }],
    ['groups, one less', { 'cognito:groups': ['auditor', 'admin'], groups: [] }],
  ])('refuses two spellings that name different %s', (_what, claims) => {
    expectRefused(claims);
  });

  const STRANGE = [
    '',
    ' ',
    '*',
    '%',
    '_',
    null,
    7,
    true,
    [TENANT],
    { id: TENANT },
    `${TENANT}\n`,
    ` ${TENANT}`,
    `${TENANT} OR 1=1`,
    `${TENANT}%`,
    `{${TENANT}}`,
    TENANT.replaceAll('-', ''),
  ];
  it.each(STRANGE)('refuses %j for a tenant, in either spelling', (value) => {
    expectRefused({ 'custom:tenantId': value });
    expectRefused({ 'custom:tenantId': undefined, 'custom:tenant_id': value });
    expectRefused({ 'custom:tenant_id': value });
  });

  it('refuses a token without a tenant, and one that names the platform for it', () => {
    expectRefused({ 'custom:tenantId': undefined });
    expectRefused({ 'custom:tenantId': '00000000-0000-0000-0000-000000000000' });
  });

  it.each(['', ' ada', '%', '../ada', 'ada\n', 'a'.repeat(201)])('refuses %j for a person', (subject) => {
    expectRefused({}, subject);
    expectRefused({ 'custom:appUserId': subject });
    expectRefused({ 'custom:app_id': subject });
  });

  it.each([
    [['super_admin'], ['user', 'super_admin']],
    [
      ['admin', 'auditor'],
      ['user', 'admin', 'auditor'],
    ],
    [
      ['operator', 'operator', 'nurses'],
      ['user', 'operator'],
    ],
    [['Super_Admin', 'ADMIN', ' admin', 'admin ', 'administrator', 'user', 'service', '__proto__'], ['user']],
    [[], ['user']],
  ])('gives members of %j the roles %j', (groups, roles) => {
    expect(read({ 'cognito:groups': groups }).roles).toEqual(roles);
    expect(read({ groups }).roles).toEqual(roles);
    expect(read({ groups, 'cognito:groups': [...groups].reverse() }).roles.toSorted()).toEqual(roles.toSorted());
  });

  it.each([['super_admin'], ['["super_admin"]'], [{ 0: 'super_admin', length: 1 }], [['admin', 7]], [null], [true]])(
    'refuses groups that are %j, not a list of texts',
    (groups) => {
      expectRefused({ 'cognito:groups': groups });
      expectRefused({ groups });
    },
  );

  it('gives nobody a role for an attribute that users may be able to write, whatever it says', () => {
    const value = fc.oneof(
      fc.constantFrom('super_admin', 'admin', ['super_admin'], ['admin', 'operator']),
      fc.jsonValue(),
    );
    const name = fc.constantFrom(
      'custom:role',
      'custom:roles',
      'role',
      'roles',
      'custom:groups',
      'scope',
      'custom:cognito:groups',
    );
    fc.assert(fc.property(name, value, (claim, says) => expect(isStaff(read({ [claim]: says }).roles)).toBe(false)));
  });

  it.each([
    [['mfa'], true],
    [['pwd', 'mfa'], true],
    [['pwd', 'otp'], true],
    [['hwk'], true],
    [['swk'], true],
    [['sms'], true],
    [['pwd'], false],
    [['pwd', 'MFA'], false],
    [[], false],
    [[['mfa']], false],
    ['mfa', false],
    [undefined, false],
    [{ mfa: true }, false],
  ])('reads in amr %j whether a second factor was shown: %s', (amr, shown) => {
    expect(read({ amr }).multiFactor).toBe(shown);
  });

  it('takes the sign-in from auth_time, and never for later than the issue', () => {
    const issued = ISSUED / 1_000;
    expect(read({ auth_time: issued - 90 }).authenticatedAt).toBe(ISSUED - 90_000);
    expect(read({ auth_time: issued + 90 }).authenticatedAt).toBe(ISSUED);
    expect(read({ auth_time: 4e12 }).authenticatedAt).toBe(ISSUED);
  });

  it.each(['1768478400', -1, null, [1], Number.NaN, Number.POSITIVE_INFINITY])('refuses %j for auth_time', (stated) => {
    expectRefused({ auth_time: stated });
  });

  it('never fails in another way, whatever the claims are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (claims, tenant) => {
        try {
          readClaims({
            claims: { ...claims, 'custom:tenantId': tenant },
            subject: 'ada',
            issuedAt: ISSUED,
            expiresAt: ISSUED,
          });
        } catch (error) {
          expect(error).toMatchObject(refused);
        }
      }),
    );
  });
});
