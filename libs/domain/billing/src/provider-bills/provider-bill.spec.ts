import { describe, expect, it } from '@jest/globals';
import { Money, providerId } from '@radiant/kernel';
import { canonicalLines, providerBillId, type BilledLine } from './provider-bill.js';

const line = (over: Partial<BilledLine> = {}): BilledLine => ({
  providerId: providerId('acme'),
  model: 'large',
  day: '2026-10-01',
  inputTokens: 100,
  cachedInputTokens: undefined,
  outputTokens: 0,
  cost: Money.parse('1.50'),
  ...over,
});

describe('the text that a bill is known by', () => {
  it('is of every field, in whatever order the lines come', () => {
    const lines = [line(), line({ day: '2026-09-30', inputTokens: undefined, cachedInputTokens: 7 })];
    expect(canonicalLines(lines)).toBe(
      '["acme","large","2026-09-30",null,7,0,"1.5"]\n["acme","large","2026-10-01",100,null,0,"1.5"]',
    );
    expect(canonicalLines(lines.toReversed())).toBe(canonicalLines(lines));
  });

  it.each<Partial<BilledLine>>([
    { providerId: providerId('other') },
    { model: 'small' },
    { day: '2026-10-02' },
    { inputTokens: 0 },
    { inputTokens: undefined },
    { cachedInputTokens: 0 },
    { outputTokens: undefined },
    { cost: Money.parse('1.51') },
  ])('is another with %j', (over) => {
    expect(canonicalLines([line(over)])).not.toBe(canonicalLines([line()]));
  });

  it('has a UUID for a name of its own', () => {
    expect(() => providerBillId('acme 2026-10')).toThrow(
      expect.objectContaining({ message: 'id must be a UUID', facts: { field: 'id' } }),
    );
  });
});
