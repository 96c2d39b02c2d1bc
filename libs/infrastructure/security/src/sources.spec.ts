import { describe, expect, it } from '@jest/globals';
import { isUuid } from '@radiant/kernel';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { CryptoIdGenerator } from './crypto-id-generator.js';
import { Sha256Digest } from './sha256-digest.js';
import { SystemClock } from './system-clock.js';

describe('CryptoIdGenerator', () => {
  const ids = new CryptoIdGenerator();

  it('mints lower-case version 4 UUIDs, each once', () => {
    const minted = Array.from({ length: 2_000 }, () => ids.uuid());
    expect(new Set(minted).size).toBe(2_000);
    expect(minted.every((id) => isUuid(id) && id[14] === '4')).toBe(true);
  });

  it('draws every whole number of the range and none outside', () => {
    const drawn = new Set(Array.from({ length: 2_000 }, () => ids.integer(3, 8)));
    expect([...drawn].sort()).toEqual([3, 4, 5, 6, 7]);
  });
});

describe('Sha256Digest', () => {
  const digest = new Sha256Digest();

  it('knows the published vector', () => {
    expect(digest.sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('hashes the UTF-8 bytes of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(digest.sha256(text)).toBe(createHash('sha256').update(Buffer.from(text, 'utf8')).digest('hex'));
      }),
    );
  });
});

describe('SystemClock', () => {
  const clock = new SystemClock();

  it('tells the date in milliseconds since 1970', () => {
    const before = Date.now();
    const now = clock.now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it('measures durations on a clock that does not run backwards', () => {
    const readings = Array.from({ length: 1_000 }, () => clock.elapsed());
    expect(readings).toEqual([...readings].sort((a, b) => a - b));
    expect(readings.every((reading) => reading < clock.now())).toBe(true);
  });
});
