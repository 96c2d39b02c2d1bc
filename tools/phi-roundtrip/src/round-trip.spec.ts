import { expect, it, jest } from '@jest/globals';
import { CryptoIdGenerator } from '@radiant/security';
import { RoundTrip } from './round-trip.js';

jest.setTimeout(600_000);

it('gives nobody the values of another patient in 300 random conversations, whose streams are cut at every byte', async () => {
  const report = await new RoundTrip(20_260_310).run(300);
  expect(report).toMatchObject({ conversations: 300, wrongPatients: 0, unequal: 0, torn: 0 });
  expect(report.turns).toBeGreaterThan(300);
  expect(report.cuts).toBeGreaterThan(100_000);
});

it('nor where the indices that are drawn are those that people type', async () => {
  class Colliding extends CryptoIdGenerator {
    override integer(from: number, below: number): number {
      const drawn = super.integer(from, below);
      return drawn % 2 === 0 ? 10_000 : 48_205 + (drawn % 9);
    }
  }
  const report = await new RoundTrip(777, new Colliding()).run(150);
  expect(report).toMatchObject({ conversations: 150, wrongPatients: 0, unequal: 0, torn: 0 });
});
