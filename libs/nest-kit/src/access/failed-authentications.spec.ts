import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PLATFORM_TENANT } from '@radiant/kernel';
import { CLINIC, ENDED_TOKEN, GOOD, REVOKED_KEY, smallApplication } from '../../test/small-application.js';
import { MOST_SOURCES } from './failed-authentications.js';

const GUESSED = 'rad_dev_guessed';

let application: Awaited<ReturnType<typeof smallApplication>>;
beforeEach(async () => {
  application = await smallApplication({ trustedProxies: ['127.0.0.1'] });
});
afterEach(() => application.close());

const fail = async (credential: string | undefined, from = '203.0.113.7'): Promise<void> => {
  const headers = {
    'x-forwarded-for': from,
    ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
  };
  expect((await application.send('/closed/7', headers)).status).toBe(401);
};
const events = () => application.trail.events;

describe('a failed authentication', () => {
  it.each([
    ['a key', GUESSED, 'service', 'api_key'],
    ['a token', 'a.b.c', 'user', 'token'],
    ['anything else', 'Jane Doe', 'user', 'other'],
    ['nothing', undefined, 'user', 'none'],
  ])("with %s stands in the platform's trail when nobody can tell whose it was", async (_, shown, kind, credential) => {
    await fail(shown);
    expect(events()).toEqual([
      {
        id: expect.any(String),
        tenantId: PLATFORM_TENANT,
        occurredAt: application.clock.now(),
        action: 'authentication.fail',
        outcome: 'refused',
        actor: { kind, crossTenant: false },
        resource: { type: 'route', id: 'GET /closed/:id' },
        requestId: expect.any(String),
        origin: { ip: '203.0.113.7' },
        details: { credential, attempts: 1 },
      },
    ]);
  });

  it("with a credential that was good once stands in its tenant's trail, under its owner", async () => {
    await fail(REVOKED_KEY);
    await fail(ENDED_TOKEN);
    expect(events()).toMatchObject([
      { tenantId: CLINIC, actor: { kind: 'service', apiKeyId: '33333333-3333-4333-8333-333333333333' } },
      { tenantId: CLINIC, actor: { kind: 'admin', userId: 'grace' } },
    ]);
  });

  it('never holds the credential, and nothing stands there of what succeeds', async () => {
    await fail(GUESSED);
    expect(JSON.stringify(events())).not.toContain(GUESSED);
    await application.send('/closed/7', { authorization: `Bearer ${GOOD}` });
    await application.send('/open');
    await application.send('/none', { authorization: `Bearer ${GUESSED}` });
    expect(events()).toHaveLength(1);
  });

  it('that comes again and again is counted, and the number is written with the next summary', async () => {
    for (let time = 0; time < 50; time += 1) await fail(GUESSED);
    expect(events()).toHaveLength(1);
    await application.failed.summarise();
    expect(events().slice(1)).toMatchObject([
      { tenantId: PLATFORM_TENANT, origin: { ip: '203.0.113.7' }, details: { credential: 'api_key', attempts: 49 } },
    ]);
    await application.failed.summarise();
    expect(events()).toHaveLength(2);
    await fail(GUESSED);
    expect(events().at(-1)).toMatchObject({ details: { attempts: 1 } });
  });

  it('makes no more rows than there are places to tell apart, however many places it comes from', async () => {
    const places = 5 * MOST_SOURCES;
    for (let place = 0; place < places; place += 1) {
      await fail(GUESSED, `198.51.100.${place}`);
      await fail(GUESSED, `198.51.100.${place}`);
    }
    expect(events()).toHaveLength(MOST_SOURCES);
    await application.failed.summarise();
    expect(events()).toHaveLength(2 * MOST_SOURCES + 1);
    const counted = events().map(({ details }) => Number(details?.['attempts']));
    expect(counted.reduce((sum, each) => sum + each, 0)).toBe(2 * places);
    expect(events().at(-1)).toMatchObject({
      tenantId: PLATFORM_TENANT,
      details: { credential: 'any', attempts: 2 * (places - MOST_SOURCES) },
    });
  });

  it('stays refused when it can not be written down, and the log says so', async () => {
    application.trail.failing = true;
    await fail(GUESSED);
    expect(application.logLines()).toContainEqual(
      expect.objectContaining({ msg: 'a failed authentication could not be audited' }),
    );
  });
});
