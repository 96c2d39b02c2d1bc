import { describe, expect, it } from '@jest/globals';
import { mintApiKey, type FoundApiKey } from '@radiant/identity';
import { apiKeyId, appId, tenantId } from '@radiant/kernel';
import { givenGateway } from '../../test/given-gateway.js';
import { CLINIC, issued } from '../../test/given-issuer.js';
import { CryptoIdGenerator } from '../crypto-id-generator.js';

const ids = new CryptoIdGenerator();

function given(over: Partial<FoundApiKey> = {}) {
  const gateway = givenGateway();
  const minted = mintApiKey(
    'dev',
    (from, below) => ids.integer(from, below),
    (text) => gateway.digest.sha256(text),
  );
  gateway.apiKeys.keys.push({
    id: apiKeyId('33333333-3333-4333-8333-333333333333'),
    tenantId: tenantId(CLINIC),
    appId: appId('charting'),
    lineage: undefined,
    name: 'ward 3',
    prefix: minted.prefix,
    hash: minted.hash,
    scopes: ['*'],
    limits: {},
    trustedForwarder: false,
    expiresAt: undefined,
    revokedAt: undefined,
    tenantActive: true,
    ...over,
  });
  return { gateway, ...minted };
}

const swapped = (text: string): string =>
  [...text].map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase())).join('');

describe('attacks with API keys', () => {
  it('would succeed if they were honest: the key itself is taken', async () => {
    const { gateway, secret } = given();
    expect(await gateway.answer(secret)).toMatchObject({ tenantId: CLINIC, roles: ['service'] });
  });

  const alterations: readonly (readonly [string, (secret: string) => string])[] = [
    ['its prefix', (secret) => secret.slice(0, 20)],
    ['all of it but the last character', (secret) => secret.slice(0, -1)],
    ['all of it and one character more', (secret) => `${secret}A`],
    ['it in upper case', (secret) => secret.toUpperCase()],
    ['it in lower case', (secret) => secret.toLowerCase()],
    ['it with the case of its secret swapped', (secret) => secret.slice(0, 21) + swapped(secret.slice(21))],
    ['a newline behind it', (secret) => `${secret}\n`],
    ['a carriage return and a newline behind it', (secret) => `${secret}\r\n`],
    ['a blank before it', (secret) => ` ${secret}`],
    ['a zero byte behind it', (secret) => `${secret}\0`],
    ['wildcards for its secret', (secret) => `${secret.slice(0, 21)}${'%'.repeat(43)}`],
    ['SQL behind it', (secret) => `${secret}' OR '1'='1`],
    ['it in full-width letters', (secret) => secret.replace('a', '\uff41').replace('r', '\uff52')],
    ['10 MB', (secret) => secret + 'A'.repeat(10_000_000)],
    ['its hash', () => 'rad_'],
    ['two keys', (secret) => `${secret},${secret}`],
    ['it as a token', (secret) => `${secret}.${secret}.${secret}`],
  ];

  it.each(alterations)('refuses %s', async (_what, alter) => {
    const { gateway, secret } = given();
    const altered = alter(secret);
    expect(altered).not.toBe(secret);
    expect(await gateway.answer(altered)).toBe('unauthorized');
    await gateway.answer(secret); // and as little when the key itself was just here
    expect(await gateway.answer(altered)).toBe('unauthorized');
  });

  it('refuses the stored hash in the place of the key', async () => {
    const { gateway, hash, prefix } = given();
    expect(await gateway.answer(hash)).toBe('unauthorized');
    expect(await gateway.answer(`${prefix}_${hash.slice(0, 43)}`)).toBe('unauthorized');
  });

  it.each([
    ['revoked', { revokedAt: 0 }],
    ['expired', { expiresAt: 1 }],
    ['of a tenant that is suspended', { tenantActive: false }],
  ])('refuses a key that is %s', async (_what, over) => {
    const { gateway, secret } = given(over);
    expect(await gateway.answer(secret)).toBe('unauthorized');
  });

  it('refuses a key where a token is meant, and the other way round, only if neither is good', async () => {
    const { gateway } = given();
    expect(await gateway.answer(`rad_${issued()}`)).toBe('unauthorized');
    expect(await gateway.answer(issued())).toMatchObject({ apiKeyId: undefined });
  });
});
