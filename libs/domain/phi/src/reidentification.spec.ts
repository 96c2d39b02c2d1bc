import { describe, expect, it } from '@jest/globals';
import { reidentificationId, statusAt } from './reidentification.js';
import { reidentificationOf } from './testing/reidentification-store.laws.js';

describe('the id of a re-identification', () => {
  it('is a UUID, in lower case', () => {
    const id = 'ABCDEF00-0000-4000-8000-000000000001';
    expect(reidentificationId(id)).toBe(id.toLowerCase());
    expect(() => reidentificationId('1')).toThrow(
      expect.objectContaining({ code: 'validation_error', facts: { field: 're-identification id' } }),
    );
  });
});

describe('what is left of a request', () => {
  const { expiresAt } = reidentificationOf(1);
  it.each([
    ['pending', 'pending', 'expired'],
    ['approved', 'approved', 'expired'],
    ['denied', 'denied', 'denied'],
  ] as const)('is, of one that is %s, %s before its expiry and %s from then on', (status, before, after) => {
    expect(statusAt(reidentificationOf(1, { status }), expiresAt - 1)).toBe(before);
    expect(statusAt(reidentificationOf(1, { status }), expiresAt)).toBe(after);
  });
});
