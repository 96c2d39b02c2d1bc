import path from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { detectionPatterns } from '@radiant/phi';
import { nameOf, verdictOf } from './prove.js';
import { readProofs } from './record.js';

jest.setTimeout(540_000);

/** Proofs that took less than this are made again in every run. */
const SHORT_MS = 60;

const proofs = readProofs(path.resolve(import.meta.dirname, '../proofs.json'));
const patterns = detectionPatterns();

describe('the patterns of the detector', () => {
  it('are each proved to take linear time (otherwise run `npm run phi:linear` and commit what it writes)', () => {
    expect(patterns.length).toBeGreaterThan(80);
    const unproved = patterns.filter((pattern) => proofs[nameOf(pattern)] === undefined);
    expect(unproved.map(({ source, flags }) => `/${source}/${flags}`)).toEqual([]);
    expect(Object.keys(proofs).toSorted()).toEqual([...new Set(patterns.map(nameOf))].toSorted());
  });

  it('keep their proof, where it is a short one', () => {
    const short = patterns.filter((pattern) => (proofs[nameOf(pattern)] ?? SHORT_MS) < SHORT_MS);
    expect(short.length).toBeGreaterThan(10);
    const unsafe = short.filter((pattern) => verdictOf(pattern) !== 'safe');
    expect(unsafe.map(({ source }) => source)).toEqual([]);
  });

  it('would be caught if one ran away', () => {
    expect(verdictOf({ source: '(?:a{1,50}){1,50}b', flags: 'y' })).not.toBe('safe');
  });
});
