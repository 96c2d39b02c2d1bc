import { beforeEach, describe, expect, it } from '@jest/globals';
import { of } from '../testing/case.js';
import { CLINIC, GRACE } from '../testing/people.js';
import { World } from '../testing/world.js';
import { LONGEST_TOKEN_LIFE_MS, RevokeTokens, type TokensToRevoke } from './revoke-tokens.js';

describe('RevokeTokens', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  const revoke = (asked: TokensToRevoke) => new RevokeTokens(...of(world), world.digest).execute(GRACE, CLINIC, asked);

  it('revokes one token by its hash, until every token of today has expired anyway', async () => {
    const revocation = await revoke({ token: ' a.b.c\n' });
    expect(revocation).toMatchObject({
      kind: 'token',
      value: world.digest.sha256('a.b.c'),
      issuedBefore: world.now,
      revokedBy: 'grace',
    });
    expect(revocation.expiresAt - world.now).toBeGreaterThan(LONGEST_TOKEN_LIFE_MS);
    expect(world.state.tokenRevocations).toStrictEqual([revocation]);
    expect(world.eventsOf(CLINIC)).toMatchObject([
      { action: 'token.revoke', resource: { type: 'token_revocation', id: revocation.id } },
    ]);
    expect(world.eventsOf(CLINIC)[0]?.details).toStrictEqual({
      'after.kind': 'token',
      'after.issued_before': new Date(world.now).toISOString(),
    });
  });

  it('revokes all tokens of a person that were issued before now', async () => {
    const revocation = await revoke({ userId: 'ada' });
    expect(revocation).toMatchObject({ kind: 'user', value: 'ada', issuedBefore: world.now });
    expect(world.eventsOf(CLINIC)[0]?.details).toMatchObject({ 'after.kind': 'user', 'after.user_id': 'ada' });
  });

  it.each([
    ['token', {}],
    ['token', { token: 'a.b.c', userId: 'ada' }],
    ['token', { token: '' }],
    ['token', { token: ' ' }],
    ['token', { token: `a.b.${'x'.repeat(16_381)}` }],
    ['token', { token: 'Bearer a.b.c' }],
    ['token', { token: 'rad_dev_0123456789ab_key' }],
    ['token', { token: 'a.b' }],
    ['token', { token: 'a.b.c.d' }],
    ['user_id', { userId: '' }],
    ['user_id', { userId: 'a b' }],
  ])('refuses a wrong %s', async (field, asked) => {
    await expect(revoke(asked)).rejects.toMatchObject({ code: 'validation_error', facts: { field } });
    expect(world.state.tokenRevocations).toStrictEqual([]);
  });
});
