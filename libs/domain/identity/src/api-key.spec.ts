import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { API_KEY, mintApiKey, sameHash } from './api-key.js';

const reversed = (text: string): string => [...text].reverse().join('');

describe('mintApiKey', () => {
  const draws = fc.infiniteStream(fc.nat(61)).map((stream) => () => Number(stream.next().value));

  it('makes keys of the documented form, whatever is drawn', () => {
    fc.assert(
      fc.property(draws, fc.constantFrom('dev', 'staging', 'prod'), (integer, environment) => {
        const { secret, prefix, hash } = mintApiKey(environment, integer, reversed);
        expect(secret).toMatch(API_KEY);
        expect(secret).toMatch(new RegExp(`^rad_${environment}_`));
        expect(prefix).toBe(secret.slice(0, -44));
        expect(secret.slice(prefix.length)).toMatch(/^_[A-Za-z0-9]{43}$/);
        expect(hash).toBe(reversed(secret));
      }),
    );
  });

  it('draws each of 55 characters anew from all 62', () => {
    const asked: [number, number][] = [];
    let next = 0;
    const { secret } = mintApiKey('dev', (from, below) => (asked.push([from, below]), next++), reversed);
    expect(asked).toEqual(Array(55).fill([0, 62]));
    expect(secret).toBe('rad_dev_ABCDEFGHIJKL_MNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz012');
    const last = mintApiKey('dev', () => 61, reversed);
    expect(last.secret).toBe(`rad_dev_${'9'.repeat(12)}_${'9'.repeat(43)}`);
  });
});

describe('API_KEY', () => {
  const id = 'a'.repeat(12);
  const secret = 'B'.repeat(43);

  it.each([
    '',
    `rad_dev_${id}`,
    `rad_dev_${id}_`,
    `rad_dev_${id}_${secret.slice(1)}`,
    `rad_dev_${id}_${secret}B`,
    `rad_dev_${id.slice(1)}_${secret}`,
    `rad_DEV_${id}_${secret}`,
    `rad__${id}_${secret}`,
    `sk_dev_${id}_${secret}`,
    ` rad_dev_${id}_${secret}`,
    `rad_dev_${id}_${secret}\n`,
    `rad_dev_${id}_${secret.slice(1)}-`,
    `rad_dev_${id}_${secret.slice(1)}é`,
  ])('does not take %j', (text) => {
    expect(API_KEY.test(text)).toBe(false);
  });
});

describe('sameHash', () => {
  it('is equality', () => {
    const hex = fc.string({ unit: fc.constantFrom('0', '1', 'a', 'f'), maxLength: 8 });
    fc.assert(
      fc.property(hex, hex, (a, b) => expect(sameHash(a, b)).toBe(a === b)),
      { numRuns: 1_000 },
    );
    fc.assert(fc.property(fc.string(), (text) => expect(sameHash(text, `${text}`)).toBe(true)));
  });

  it('sees a difference in any one place', () => {
    const hash = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    for (let at = 0; at < hash.length; at += 1) {
      expect(sameHash(hash, `${hash.slice(0, at)}x${hash.slice(at + 1)}`)).toBe(false);
    }
    expect(sameHash(hash, hash.slice(1))).toBe(false);
    expect(sameHash(hash, `${hash}0`)).toBe(false);
  });
});
