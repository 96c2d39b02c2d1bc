import { beforeEach, describe, expect, it } from '@jest/globals';
import { apiKeyId, appId, Digest, DomainError, tenantId } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import type { FoundApiKey } from './api-key.js';
import { AuthenticateApiKey } from './authenticate-api-key.js';
import { CredentialRefused } from './credential-refused.js';
import { ApiKeyDirectory } from './ports/api-key-directory.js';

const SECRET = `rad_dev_${'a'.repeat(12)}_${'B'.repeat(43)}`;
const OTHER = `${SECRET.slice(0, -1)}C`;

/** Shows what was hashed. */
class OpenDigest extends Digest {
  sha256(text: string): string {
    return `hash of ${text}`;
  }
}

class GivenDirectory extends ApiKeyDirectory {
  readonly asked: string[] = [];
  failing = false;
  answer: (hash: string) => FoundApiKey | undefined = () => undefined;

  async find(hash: string): Promise<FoundApiKey | undefined> {
    this.asked.push(hash);
    if (this.failing) throw new DomainError('service_unavailable', 'the directory is down');
    return this.answer(hash);
  }
}

describe('AuthenticateApiKey', () => {
  let clock: FixedClock;
  let directory: GivenDirectory;
  let authenticate: AuthenticateApiKey;

  const key = (over: Partial<FoundApiKey> = {}): FoundApiKey => ({
    id: apiKeyId('33333333-3333-4333-8333-333333333333'),
    tenantId: tenantId('11111111-1111-4111-8111-111111111111'),
    appId: appId('charting'),
    lineage: undefined,
    name: 'ward 3',
    prefix: SECRET.slice(0, 20),
    hash: `hash of ${SECRET}`,
    scopes: ['inference.call', 'model:demo-large'],
    limits: {},
    trustedForwarder: true,
    expiresAt: undefined,
    revokedAt: undefined,
    tenantActive: true,
    ...over,
  });
  const given = (stored: FoundApiKey): void => {
    directory.answer = (hash) => (hash === stored.hash ? stored : undefined);
  };
  const expectRefused = async (presented = SECRET): Promise<void> => {
    await expect(authenticate.execute(presented)).rejects.toMatchObject({
      code: 'unauthorized',
      message: 'the API key is not valid',
      facts: {},
    });
  };

  beforeEach(() => {
    clock = new FixedClock();
    directory = new GivenDirectory();
    authenticate = new AuthenticateApiKey(directory, new OpenDigest(), clock);
  });

  it('turns a valid key into the principal it stands for', async () => {
    given(key());
    expect(await authenticate.execute(SECRET)).toEqual({
      tenantId: '11111111-1111-4111-8111-111111111111',
      homeTenantId: '11111111-1111-4111-8111-111111111111',
      limits: {},
      appId: 'charting',
      appBound: true,
      roles: ['service'],
      apiKeyId: '33333333-3333-4333-8333-333333333333',
      scopes: { permissions: new Set(['inference.call']), models: new Set(['demo-large']) },
      trustedForwarder: true,
      userId: undefined,
      appUserId: undefined,
      token: undefined,
    });
  });

  it('reads the scopes once for every answer of the directory, not for every request', async () => {
    given(key());
    const first = await authenticate.execute(SECRET);
    expect(await authenticate.execute(SECRET)).toBe(first);
    given(key({ scopes: [] }));
    clock.advance(5_001);
    expect((await authenticate.execute(SECRET)).scopes?.permissions).toEqual(new Set());
  });

  it('admits no key whose stored scopes it does not understand', async () => {
    given(key({ scopes: ['tenant.change'] }));
    await expect(authenticate.execute(SECRET)).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it.each([
    ['nothing', ''],
    ['its first letters', 'rad_dev'],
    ['all but its last character', SECRET.slice(0, -1)],
    ['one character more', `${SECRET}B`],
    ['the prefix that lists show', SECRET.slice(0, 20)],
    ['the scheme with it', `Bearer ${SECRET}`],
    ['a newline behind it', `${SECRET}\n`],
    ['a blank before it', ` ${SECRET}`],
    ['a zero byte in it', `${SECRET.slice(0, 30)}\0${SECRET.slice(31)}`],
    ['a wildcard in it', `${SECRET.slice(0, -1)}%`],
    ['its first letters in upper case', SECRET.replace('rad_dev', 'RAD_DEV')],
    ['10 MB', SECRET + 'B'.repeat(10_000_000)],
  ])('refuses %s by the form and asks nobody', async (_what, presented) => {
    given(key());
    await expectRefused(presented);
    expect(directory.asked).toEqual([]);
  });

  it.each([
    ['upper case', SECRET.toUpperCase().replace('RAD_DEV', 'rad_dev')],
    ['lower case', SECRET.toLowerCase()],
    ['another environment', SECRET.replace('rad_dev', 'rad_prod')],
  ])('refuses the key in %s', async (_what, presented) => {
    given(key());
    await expectRefused(presented);
  });

  it('refuses a key that nobody has', async () => {
    await expectRefused();
    expect(directory.asked).toEqual([`hash of ${SECRET}`]);
  });

  it('looks keys up by the hash of the whole, so that no part of one can stand in for it', async () => {
    given(key());
    await authenticate.execute(SECRET);
    await expectRefused(OTHER); // agrees with the cached key in all but its last character
    expect(directory.asked).toEqual([`hash of ${SECRET}`, `hash of ${OTHER}`]);
  });

  it('does not trust a directory that answers with another key', async () => {
    directory.answer = () => key({ hash: `hash of ${OTHER}` });
    await expectRefused();
  });

  it('refuses the keys of a tenant that is not active', async () => {
    given(key({ tenantActive: false }));
    await expectRefused();
  });

  it('honours a key up to its expiry and not at it, cached or not', async () => {
    given(key({ expiresAt: clock.now() + 1_000 }));
    clock.advance(999);
    await authenticate.execute(SECRET);
    clock.advance(1);
    await expectRefused();
    expect(directory.asked).toHaveLength(1);
  });

  it('refuses a key from the instant of its revocation, which may lie ahead', async () => {
    given(key({ revokedAt: clock.now() + 1_000 }));
    await authenticate.execute(SECRET);
    clock.advance(1_000);
    await expectRefused();
    given(key({ revokedAt: clock.now() - 1 }));
    clock.advance(5_001);
    await expectRefused();
  });

  it.each([
    ['revoked', { revokedAt: 0 }],
    ['expired', { expiresAt: 0 }],
    ['of a suspended tenant', { tenantActive: false }],
  ])('tells the trail, and not the caller, whose a key is that is %s', async (_what, over) => {
    given(key(over));
    const refusal = await authenticate.execute(SECRET).catch((error: unknown) => error);
    const { id: apiKeyId, tenantId: homeTenantId } = key();
    expect(refusal).toBeInstanceOf(CredentialRefused);
    expect(refusal).toMatchObject({
      message: 'the API key is not valid',
      facts: {},
      principal: { apiKeyId, homeTenantId },
    });
    expect(await authenticate.execute(OTHER).catch((error: unknown) => error)).not.toBeInstanceOf(CredentialRefused);
  });

  it('asks the directory once while the answer is fresh, for unknown keys too', async () => {
    given(key());
    for (let i = 0; i < 5; i += 1) await authenticate.execute(SECRET);
    for (let i = 0; i < 5; i += 1) await expectRefused(OTHER);
    expect(directory.asked).toHaveLength(2);
  });

  it('lets no number of guesses push a real key out', async () => {
    given(key());
    await authenticate.execute(SECRET);
    for (let guess = 0; guess < 21_000; guess += 1) {
      await authenticate.execute(`rad_dev_${'a'.repeat(12)}_${String(guess).padStart(43, '0')}`).catch(() => undefined);
    }
    const asked = directory.asked.length;
    await authenticate.execute(SECRET);
    expect(directory.asked).toHaveLength(asked);
  });

  it('takes a key five seconds after somebody tried it too early', async () => {
    await expectRefused();
    given(key());
    clock.advance(5_000);
    await expectRefused();
    clock.advance(1);
    await authenticate.execute(SECRET);
  });

  it('sees a revocation after five seconds at most', async () => {
    given(key());
    await authenticate.execute(SECRET);
    given(key({ revokedAt: clock.now() }));
    clock.advance(5_001);
    await expectRefused();
  });

  it('sees it sooner while the key is in use', async () => {
    given(key());
    await authenticate.execute(SECRET);
    given(key({ revokedAt: clock.now() }));
    clock.advance(2_501);
    await authenticate.execute(SECRET); // reloads behind this answer
    await new Promise((resolve) => setImmediate(resolve));
    await expectRefused();
  });

  it('admits nobody while the directory is down, except by an answer that is still fresh', async () => {
    given(key());
    await authenticate.execute(SECRET);
    directory.failing = true;
    clock.advance(5_000);
    await authenticate.execute(SECRET);
    await expect(authenticate.execute(OTHER)).rejects.toMatchObject({ code: 'service_unavailable' });
    clock.advance(1);
    await expect(authenticate.execute(SECRET)).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
