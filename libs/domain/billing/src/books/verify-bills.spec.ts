import { describe, expect, it } from '@jest/globals';
import { Money, providerId } from '@radiant/kernel';
import { canonicalLines, providerBillId, type BilledLine, type ProviderBill } from '../provider-bills/provider-bill.js';
import { OpenDigest } from '../testing/given-books.js';
import { sizeOf } from './difference.js';
import { VerifyBills } from './verify-bills.js';

const digest = new OpenDigest();
const line = (day: string, cost: string): BilledLine => ({
  providerId: providerId('acme'),
  model: 'large',
  day,
  inputTokens: 100,
  cachedInputTokens: undefined,
  outputTokens: 1,
  cost: Money.parse(cost),
});
const LINES = [line('2026-10-01', '1.5'), line('2026-10-02', '2')];
const ID = '00000000-0000-4000-8000-000000000001';
const bill = (over: Partial<ProviderBill> = {}): ProviderBill => ({
  id: providerBillId(ID),
  name: 'acme 2026-10',
  version: 1,
  digest: digest.sha256(canonicalLines(LINES)),
  lineCount: 2,
  from: '2026-10-01',
  to: '2026-10-02',
  total: Money.parse('3.5'),
  createdAt: Date.UTC(2026, 10, 1),
  createdBy: 'finance',
  ...over,
});
const faults = (lines: readonly BilledLine[], over: Partial<ProviderBill> = {}) =>
  new VerifyBills(digest).verify({ bill: bill(over), lines });

describe('a bill of a provider', () => {
  it('is right with the lines that were brought, in whatever order', () => {
    expect(faults(LINES)).toEqual([]);
    expect(faults(LINES.toReversed())).toEqual([]);
  });

  it('is no longer the sum of its lines', () => {
    const [fault, ...others] = faults([line('2026-10-01', '1.5'), line('2026-10-02', '1')]);
    expect(fault).toEqual({
      kind: 'provider_bill',
      subject: ID,
      part: 'sum of its lines',
      expected: Money.parse('2.5'),
      found: Money.parse('3.5'),
    });
    expect(others).toEqual([]);
  });

  it('lacks a line that cost nothing', () => {
    const brought = [...LINES, line('2026-10-03', '0')];
    const whole = { digest: digest.sha256(canonicalLines(brought)), lineCount: 3 };
    expect(faults(brought, whole)).toEqual([]);
    expect(faults(LINES, whole)).toMatchObject([{ part: '2 lines of 3', expected: Money.zero, found: Money.zero }]);
  });

  it('has a count that is another, though its lines are the ones that were brought', () => {
    expect(faults(LINES, { lineCount: 3 })).toMatchObject([{ part: '2 lines of 3' }]);
  });

  it('has other lines of the same sum', () => {
    const moved = [line('2026-10-01', '2'), line('2026-10-02', '1.5')];
    expect(faults(moved, { version: 4 })).toMatchObject([{ part: 'version 4 has other lines than were brought' }]);
  });
});

describe('versions of bills', () => {
  const missing = (...versions: (readonly [string, number])[]) => {
    const books = new VerifyBills(digest);
    for (const [name, version] of versions) books.verify({ bill: bill({ name, version }), lines: LINES });
    return books.missing().map(({ kind, subject, part }) => [kind, subject, part].join(' | '));
  };

  it('are all there, in whatever order they come and whatever other bills have', () => {
    expect(missing()).toEqual([]);
    expect(missing(['acme', 2], ['zenith', 1], ['acme', 1], ['acme', 3])).toEqual([]);
  });

  it('are nowhere though a later one is there', () => {
    expect(missing(['acme', 4], ['acme', 2], ['zenith', 1])).toEqual([
      'provider_bill | acme | version 1 is nowhere',
      'provider_bill | acme | version 3 is nowhere',
    ]);
  });
});

describe('the size of a difference', () => {
  it('has no sign', () => {
    const [less, more] = [Money.parse('1'), Money.parse('1.25')];
    expect(sizeOf({ expected: less, found: more })).toEqual(Money.parse('0.25'));
    expect(sizeOf({ expected: more, found: less })).toEqual(Money.parse('0.25'));
  });
});
