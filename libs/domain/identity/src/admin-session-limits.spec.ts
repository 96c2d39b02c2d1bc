import { beforeEach, describe, expect, it } from '@jest/globals';
import { GivenTokens, HOUR, MINUTE, settled, TOKEN, TWIN } from '../test/given-tokens.js';
import type { AuthenticateToken } from './authenticate-token.js';

const ENDED = { code: 'unauthorized', message: 'the session has ended: sign in again' };
const admin = { 'cognito:groups': ['admin'] };

describe('sessions of administrators', () => {
  let given: GivenTokens;
  let authenticate: AuthenticateToken;
  const lasting = () => ({ expiresAt: given.clock.now() + 24 * HOUR });
  const expectRefused = (refusal: object = ENDED, by = authenticate) =>
    expect(by.execute(TOKEN)).rejects.toMatchObject(refusal);

  beforeEach(() => {
    given = new GivenTokens();
    authenticate = given.replica;
  });

  it('end twelve hours after the sign-in, however much they are used', async () => {
    given.sign({ ...admin, auth_time: given.clock.now() / 1_000 - 3_600 }, lasting());
    for (let minutes = 0; minutes < 11 * 60; minutes += 5) {
      await authenticate.execute(TOKEN);
      await settled();
      given.clock.advance(5 * MINUTE);
    }
    await expectRefused(ENDED);
  });

  it('end when they rest for more than fifteen minutes, and stay ended', async () => {
    given.sign(admin, lasting());
    await authenticate.execute(TOKEN);
    given.clock.advance(15 * MINUTE);
    await authenticate.execute(TOKEN);
    given.clock.advance(15 * MINUTE + 1);
    await expectRefused(ENDED);
    given.clock.advance(MINUTE + 1);
    await expectRefused(ENDED);
  });

  it('go on at another replica', async () => {
    given.sign(admin, lasting());
    const other = given.another();
    await authenticate.execute(TOKEN);
    given.clock.advance(10 * MINUTE);
    await other.execute(TOKEN);
    given.clock.advance(10 * MINUTE);
    await authenticate.execute(TOKEN);
    given.clock.advance(16 * MINUTE);
    await expectRefused(ENDED, other);
  });

  it('are noted every thirty seconds at most', async () => {
    given.sign(admin, lasting());
    for (let seconds = 0; seconds <= 300; seconds += 1) {
      await authenticate.execute(TOKEN);
      await settled();
      given.clock.advance(1_000);
    }
    expect(given.sessions.asked.length).toBeGreaterThan(5);
    expect(given.sessions.asked.length).toBeLessThanOrEqual(11);
  });

  it('do not begin anew with a rewritten signature', async () => {
    given.sign(admin, { ...lasting(), twin: TWIN });
    given.sign(admin, { ...lasting(), twin: TOKEN }, TWIN);
    await authenticate.execute(TOKEN);
    given.clock.advance(16 * MINUTE);
    await expect(authenticate.execute(TWIN)).rejects.toMatchObject(ENDED);
  });

  it('that can’t be looked up admit nobody', async () => {
    given.sign(admin);
    given.sessions.failure = new Error('connection lost');
    await expectRefused({ code: 'service_unavailable' });
  });

  it.each([['operator'], ['auditor'], ['admin'], ['super_admin']])('are those of %ss', async (group) => {
    given.sign({ 'cognito:groups': [group] }, lasting());
    await authenticate.execute(TOKEN);
    given.clock.advance(16 * MINUTE);
    await expectRefused(ENDED);
  });

  it('are nobody else’s', async () => {
    given.sign({ 'custom:role': 'super_admin' }, lasting());
    await authenticate.execute(TOKEN);
    given.clock.advance(13 * HOUR);
    await authenticate.execute(TOKEN);
    expect(given.sessions.asked).toEqual([]);
  });
});
