import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@radiant/kernel';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { requireStrongSecret } from './secret-strength.js';

const refusal = (value: string | undefined): DomainError => {
  try {
    requireStrongSecret('ADMIN_SECRET', value);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('the secret was accepted');
};

describe('requireStrongSecret', () => {
  it.each([
    ['nothing', undefined, 'is empty'],
    ['an empty text', '', 'is empty'],
    ['blanks', ' '.repeat(40), 'is empty'],
    ['a short one', 'k7Jq0xWm4ZpT9rB', 'is shorter than 16 characters'],
    ['a short one with blanks around it', '   k7Jq0xWm4ZpT9rB   ', 'is shorter than 16 characters'],
    ['one character', 'a'.repeat(64), 'repeats'],
    ['few characters', 'abcabdcbadbcadcbacbd', 'repeats'],
    ['a repeated word', 'passwordpassword', 'repeats'],
    ['a repeated pattern, cut', 'k7Jq0xWk7Jq0xWk7Jq', 'repeats'],
    ['the alphabet', 'abcdefghijklmnopqrstuvwxyz', 'sequence'],
    ['digits in order', '1234567890123456', 'sequence'],
    ['digits in reverse order', '9876543210987654', 'sequence'],
    ['a default', 'changeme-changeme-2024', 'common words'],
    ['a default in capitals', 'POSTGRES_PASSWORD', 'common words'],
    ['a default with a number', 'Password123456789!', 'common words'],
    ['words joined', 'my-default-admin-secret-key', 'common words'],
    ['words that everybody knows', 'correct horse battery staple', 'common words'],
    ['keys side by side', 'qwertyuiopasdfghjkl', 'common words'],
  ])('refuses %s, names the variable and keeps the value to itself', (_what, value, problem) => {
    const error = refusal(value);
    expect(error.code).toBe('validation_error');
    expect(error.message).toMatch(/^ADMIN_SECRET /);
    expect(error.message).toContain(problem);
    expect(error.message).toContain('expected at least 16 random characters');
    expect(error.facts).toEqual({ field: 'ADMIN_SECRET' });
    if (value?.trim()) expect(inspect(error).slice(0, error.message.length)).not.toContain(value);
  });

  it.each(['password', 'changeme', 'secret', 'postgres', 'admin', 'default'])(
    'refuses "%s", also when it is drawn out',
    (word) => {
      for (const value of [word, word.repeat(4), `${word}-${word}-${word}`, `${word}1234567890`]) {
        expect(refusal(value).code).toBe('validation_error');
      }
    },
  );

  it('takes random secrets in hex and base64 and gives them back as they are', () => {
    fc.assert(
      fc.property(fc.constantFrom('hex' as const, 'base64' as const, 'base64url' as const), (encoding) => {
        const secret = randomBytes(24).toString(encoding);
        expect(requireStrongSecret('ADMIN_SECRET', secret)).toBe(secret);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes sixteen good characters', () => {
    expect(requireStrongSecret('ADMIN_SECRET', 'k7Jq0xWm4ZpT9rBv')).toBe('k7Jq0xWm4ZpT9rBv');
    expect(requireStrongSecret('ADMIN_SECRET', 'k7!q(xW#4Zp?9r%v')).toBe('k7!q(xW#4Zp?9r%v');
  });
});
