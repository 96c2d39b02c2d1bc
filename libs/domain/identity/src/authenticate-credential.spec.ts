import { describe, expect, it } from '@jest/globals';
import { appId } from '@radiant/kernel';
import { person, service } from '../test/given-principals.js';
import { AuthenticateCredential } from './authenticate-credential.js';

const [KEY, TOKEN] = [service('*'), person()];

const given = ({ tokens = true } = {}) => {
  const asked: (string | undefined)[][] = [];
  const answering = (answer: typeof KEY) => ({
    execute: async (...shown: (string | undefined)[]) => (asked.push(shown), answer),
  });
  const authenticate = new AuthenticateCredential(answering(KEY), tokens ? answering(TOKEN) : undefined);
  return { authenticate, asked };
};

describe('AuthenticateCredential', () => {
  it('knows a key by its beginning', async () => {
    expect(await given().authenticate.execute('rad_dev_x.y.z')).toBe(KEY);
    expect(await given({ tokens: false }).authenticate.execute('rad_')).toBe(KEY);
  });

  it('knows a token by its three parts, and says where it is used', async () => {
    const { authenticate, asked } = given();
    expect(await authenticate.execute('eyJh-_.b.c', appId('thinktank'))).toBe(TOKEN);
    expect(asked).toEqual([['eyJh-_.b.c', 'thinktank']]);
  });

  it.each([
    '',
    'sk-1234',
    'a.b',
    'a.b.',
    '.b.c',
    'a..c',
    'a.b.c.d',
    'a.b.c.d.e',
    ' a.b.c',
    'a.b.c\n',
    'a.b.c=',
    'a.b+.c',
    'RAD_dev_x',
    `a.b.${'c'.repeat(16_384)}`,
  ])('refuses %.40j and asks nobody', async (credential) => {
    const { authenticate, asked } = given();
    await expect(authenticate.execute(credential)).rejects.toMatchObject({ code: 'unauthorized', facts: {} });
    expect(asked).toEqual([]);
  });

  it('refuses tokens where no issuer is configured', async () => {
    await expect(given({ tokens: false }).authenticate.execute('a.b.c')).rejects.toMatchObject({
      code: 'unauthorized',
    });
  });
});
