import { expect, it, jest } from '@jest/globals';
import { RoundTrip } from './round-trip.js';

jest.setTimeout(300_000);

it('gives nobody the values of another patient in 1,000 random conversations, whose streams are cut at every byte', async () => {
  const report = await new RoundTrip(20_260_310).run(1_000);
  expect(report).toMatchObject({ conversations: 1_000, wrongPatients: 0, unequal: 0, torn: 0 });
  expect(report.turns).toBeGreaterThan(1_000);
  expect(report.cuts).toBeGreaterThan(100_000);
});
