import { describe, expect, it } from '@jest/globals';
import { auditRow, sealed } from '@radiant/audit/testing';
import { Sha256Digest } from '@radiant/security';
import fc from 'fast-check';
import { InSequence } from './in-sequence.js';

const digest = new Sha256Digest();
const ROWS = sealed(
  Array.from({ length: 30 }, (_, n) => auditRow(n, digest)),
  digest,
);
const passed = (sequences: readonly number[], most?: number): number[] => {
  const taken: number[] = [];
  const order = new InSequence(({ sequence }) => taken.push(sequence), most);
  for (const sequence of sequences) order.add(ROWS[sequence - 1]!);
  order.finish();
  return taken;
};
const all = ROWS.map(({ sequence }) => sequence);

describe('InSequence', () => {
  it('hands on every row in the order of the chain, however they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(all), (sequences) => {
        expect(passed(sequences)).toEqual(sequences.toSorted((a, b) => a - b));
      }),
    );
  });

  it('hands on every row once where more are early than it holds', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(all), fc.integer({ min: 1, max: 5 }), (sequences, most) => {
        expect(passed(sequences, most).toSorted((a, b) => a - b)).toEqual(sequences.toSorted((a, b) => a - b));
      }),
    );
    expect(passed([2, 3, 4, 5, 6, 1], 3)).toEqual([2, 3, 4, 5, 6, 1]);
  });

  it('hands on a repeated row as one', () => {
    expect(passed([1, 1, 3, 3, 2])).toEqual([1, 1, 3, 2, 3]);
  });
});
