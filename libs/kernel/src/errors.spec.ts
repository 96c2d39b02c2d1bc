import { describe, expect, it } from '@jest/globals';
import { DomainError } from './errors.js';

describe('DomainError', () => {
  it('carries its code, its own words, facts and the cause', () => {
    const cause = new Error('from the driver');
    const error = new DomainError('rate_limited', 'too many requests', { retryAfterSeconds: 3 }, { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'DomainError', code: 'rate_limited', facts: { retryAfterSeconds: 3 }, cause });
    expect(String(error)).toBe('DomainError: too many requests');
  });

  it('has no facts and no cause unless told', () => {
    const error = new DomainError('conflict', 'changed since');
    expect(error.facts).toEqual({});
    expect(error).not.toHaveProperty('cause');
  });
});
