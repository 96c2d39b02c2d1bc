import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@radiant/kernel';
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { generateKeyring, LocalKeyring } from './local-keyring.js';

const key = (): string => randomBytes(32).toString('base64');

const refusal = (text: string | undefined): DomainError => {
  try {
    LocalKeyring.parse(text);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('the keyring was accepted');
};

describe('LocalKeyring', () => {
  it('seals with the highest version and knows every key, in whatever order they are given', () => {
    const [first, second, tenth] = [key(), key(), key()];
    const ring = LocalKeyring.parse(`2:${second}, 10:${tenth},1:${first}`);
    expect(ring.currentVersion).toBe(10);
    expect([1, 2, 10].map((version) => ring.key(version)?.export().toString('base64'))).toEqual([first, second, tenth]);
    expect(ring.key(3)).toBeUndefined();
  });

  it('takes what generateKeyring makes, which is fresh every time', () => {
    expect(LocalKeyring.parse(generateKeyring()).currentVersion).toBe(1);
    expect(LocalKeyring.parse(`${generateKeyring(1)},${generateKeyring(2)}`).currentVersion).toBe(2);
    expect(generateKeyring()).not.toBe(generateKeyring());
  });

  const good = key();
  it.each([
    ['nothing', undefined, 'is empty'],
    ['an empty text', '', 'is empty'],
    ['blanks', '  ', 'is empty'],
    ['a key without a version', good, 'malformed entry 1'],
    ['a version without a key', '1:', 'malformed entry 1'],
    ['version 0', `0:${good}`, 'malformed entry 1'],
    ['a negative version', `-1:${good}`, 'malformed entry 1'],
    ['a version that is no number', `v1:${good}`, 'malformed entry 1'],
    ['a version with a leading zero', `01:${good}`, 'malformed entry 1'],
    ['a version too great for the header', `9999999999:${good}`, 'malformed entry 1'],
    ['a trailing comma', `1:${good},`, 'malformed entry 2'],
    ['a short key', `1:${randomBytes(31).toString('base64')}`, 'malformed entry 1'],
    ['a long key', `1:${randomBytes(33).toString('base64')}`, 'malformed entry 1'],
    ['a key in hex', `1:${randomBytes(32).toString('hex')}`, 'malformed entry 1'],
    ['characters outside base64', `1:${'*'.repeat(43)}=`, 'malformed entry 1'],
    ['stray bits in the last character', `1:${good.slice(0, 42)}B=`, 'malformed entry 1'],
    ['a repeated version', `1:${good},1:${key()}`, 'names version 1 twice'],
    ['a key of zeros', `1:${Buffer.alloc(32).toString('base64')}`, 'weak key in entry 1'],
    ['a key of one byte', `2:${good},1:${Buffer.alloc(32, 0x5a).toString('base64')}`, 'weak key in entry 2'],
    [
      'a key of a short pattern',
      `1:${Buffer.from('secret!'.repeat(5)).subarray(0, 32).toString('base64')}`,
      'weak key',
    ],
  ])('refuses %s, names the variable and keeps the value to itself', (_what, text, problem) => {
    const error = refusal(text);
    expect(error.code).toBe('validation_error');
    expect(error.message).toMatch(/^RADIANT_KEYRING /);
    expect(error.message).toContain(problem);
    expect(error.message).toContain('32 random bytes in base64');
    expect(error.facts).toEqual({ field: 'RADIANT_KEYRING' });
    const secrets = (text ?? '').match(/[A-Za-z0-9+/=*]{20,}/g) ?? [];
    for (const secret of secrets) expect(inspect(error)).not.toContain(secret);
  });

  it('takes a key of eight different bytes and none of fewer', () => {
    const of = (different: number) =>
      Buffer.from(Array.from({ length: 32 }, (_, at) => at % different)).toString('base64');
    expect(LocalKeyring.parse(`1:${of(8)}`).currentVersion).toBe(1);
    expect(refusal(`1:${of(7)}`).message).toContain('weak key in entry 1');
  });

  it('shows no key when it is printed', () => {
    const secret = key();
    const ring = LocalKeyring.parse(`1:${secret}`);
    const printed = inspect(ring, { depth: 9, showHidden: true }) + JSON.stringify(ring);
    expect(printed).not.toContain(secret);
    expect(printed).not.toContain(Buffer.from(secret, 'base64').toString('hex'));
  });
});
