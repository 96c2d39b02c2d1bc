import { describe, expect, it } from '@jest/globals';
import { modelId, Money, type TenantId } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { budgetId } from '../budget.js';
import {
  booked,
  BUDGET,
  CHARGE,
  counter,
  DAY_MS,
  entry,
  free,
  GivenReader,
  held,
  MINUTE_MS,
  usd,
  used,
  type Given,
  OpenDigest,
} from '../testing/given-books.js';
import { CLINIC, HOSPITAL, NOON, request } from '../testing/usage-entries.js';
import type { BookedCall, BookedUsage, HeldCall } from './booked.js';
import { sizeOf, type Difference } from './difference.js';
import { VerifyBooks } from './verify-books.js';

const clock = new FixedClock(NOON);
const verify = (given: ReadonlyMap<TenantId, Given>, found: Difference[] = []) =>
  new VerifyBooks(new GivenReader(given), clock, new OpenDigest()).execute({ found: (one) => void found.push(one) });
async function differences(given: Given): Promise<string[]> {
  const found: Difference[] = [];
  const total = await verify(new Map([[CLINIC, given]]), found);
  expect(total.differences).toBe(found.length);
  expect(total.difference).toEqual(found.reduce((sum, one) => sum.plus(sizeOf(one)), Money.zero));
  return found.map(({ kind, subject, part, expected, found: has }) =>
    [kind, subject.slice(-2), part, `${expected.picos} ${has.picos}`].join(' | '),
  );
}

describe('books that add up', () => {
  it('show no difference, and their figures', async () => {
    const total = await verify(
      new Map([
        [
          CLINIC,
          { calls: [booked(), booked({ requestId: request(3) })], held: [held(), held({ requestId: request(4) })] },
        ],
        [HOSPITAL, { calls: [booked()], held: [held()] }],
      ]),
    );
    expect(total).toEqual({
      tenants: 2,
      calls: 3,
      billed: usd(5_400),
      cost: usd(3_600),
      accounts: { receivable: usd(5_400), provider: usd(-3_600), margin: usd(-1_800) },
      reservations: 3,
      held: usd(1_500),
      invoices: 0,
      invoiced: Money.zero,
      late: Money.zero,
      differences: 0,
      difference: Money.zero,
    });
  });

  it('are told of one tenant after the other, or of one alone', async () => {
    const reader = new GivenReader(
      new Map([
        [CLINIC, { calls: [booked()] }],
        [HOSPITAL, {}],
      ]),
    );
    const told: string[] = [];
    const tenant = ({ tenantId, total }: { tenantId: TenantId; total: { calls: number } }): void =>
      void told.push(`${tenantId} ${total.calls}`);
    await new VerifyBooks(reader, clock, new OpenDigest()).execute({ tenant });
    expect(told).toEqual([`${CLINIC} 1`, `${HOSPITAL} 0`]);
    expect((await new VerifyBooks(reader, clock, new OpenDigest()).execute({}, HOSPITAL)).tenants).toBe(1);
  });

  it.each<[string, BookedCall]>([
    ['a call that cost nothing and has no lines', booked({ usage: used({ ...free(), origin: 'call' }), lines: [] })],
    [
      'a correction',
      booked({
        lines: [...entry(1, 'charge', 7, 9), ...entry(2, 'reversal', -7, -9), ...entry(3, 'correction', 1_200, 1_800)],
      }),
    ],
    [
      'a second correction',
      booked({
        lines: [
          ...[entry(1, 'charge', 7, 9), entry(2, 'reversal', -7, -9), entry(3, 'correction', 5, 6)].flat(),
          ...[entry(4, 'reversal', -5, -6), entry(5, 'correction', 1_200, 1_800)].flat(),
        ],
      }),
    ],
    [
      'a correction to nothing',
      booked({ usage: used(free()), lines: [...entry(1, 'charge', 7, 9), ...entry(2, 'reversal', -7, -9)] }),
    ],
    [
      'a release after it was billed as reserved, though its price is for requests as well',
      booked({
        usage: used({ ...free(), modelId: modelId('asked'), origin: 'call' }),
        lines: [...entry(1, 'charge', 7, 9), ...entry(2, 'reversal', -7, -9)],
      }),
    ],
    ['a correction of nothing', booked({ lines: entry(3, 'correction', 1_200, 1_800) })],
    ['a call whose markup is not known any more', booked({ usage: used({ markupBasisPoints: undefined }) })],
  ])('may have %s', async (_, call) => {
    expect(await differences({ calls: [call] })).toEqual([]);
  });

  it.each([
    ['nothing attached and no cache', 20],
    ['an hour of cache', 70],
    ['a recording', 50],
    ['both', 70],
  ])('may have an estimate that was held for a call with %s', async (_, rate) => {
    const cost = usd(100 * Math.max(10, rate === 20 ? 10 : rate) + 10 * 20);
    const usage = used({ cost, billedAmount: usd(9_999), markupBasisPoints: undefined, origin: 'expiry' });
    const lines = entry(1, 'charge', Number(cost.picos), 9_999);
    expect(await differences({ calls: [booked({ usage, lines })] })).toEqual([]);
  });
});

describe('the difference', () => {
  it('of usage without a ledger is all three accounts', async () => {
    expect(await differences({ calls: [booked({ lines: [] })] })).toEqual([
      'usage_without_ledger | 01 | receivable | 1800 0',
      'usage_without_ledger | 01 | provider | -1200 0',
      'usage_without_ledger | 01 | margin | -600 0',
    ]);
  });

  it('of a ledger without usage as well', async () => {
    expect(await differences({ calls: [booked({ usage: undefined })] })).toEqual([
      'ledger_without_usage | 01 | receivable | 0 1800',
      'ledger_without_usage | 01 | provider | 0 -1200',
      'ledger_without_usage | 01 | margin | 0 -600',
    ]);
  });

  it('of a wrong amount names the account and the entry that does not balance', async () => {
    const [receivable, ...others] = CHARGE;
    const lines = [{ ...receivable!, amount: usd(1_803) }, ...others];
    expect(await differences({ calls: [booked({ lines })] })).toEqual([
      'entry_unbalanced | 01 | entry 1 | 0 3',
      'ledger_amount | 01 | receivable | 1800 1803',
    ]);
  });

  it('of lines that stand there twice is what they are too much', async () => {
    expect(await differences({ calls: [booked({ lines: [...CHARGE, ...CHARGE] })] })).toEqual([
      'ledger_amount | 01 | receivable | 1800 3600',
      'ledger_amount | 01 | provider | -1200 -2400',
      'ledger_amount | 01 | margin | -600 -1200',
    ]);
  });

  it('of a correction without a reversal names what was not undone', async () => {
    const lines = [...entry(1, 'charge', 7, 9), ...entry(3, 'correction', 1_200, 1_800)];
    expect(await differences({ calls: [booked({ lines })] })).toEqual([
      'reversal_amount | 01 | entry 2 receivable | -9 0',
      'reversal_amount | 01 | entry 2 provider | 7 0',
      'reversal_amount | 01 | entry 2 margin | 2 0',
    ]);
  });

  it('of a wrong kind or version is no amount', async () => {
    const lines = CHARGE.map((line) => ({ ...line, kind: 'correction' as const, priceVersion: 2 }));
    expect(await differences({ calls: [booked({ lines })] })).toEqual([
      'entry_kind | 01 | entry 1 is no charge | 0 0',
      'ledger_version | 01 | version 2 in the ledger, 1 in the usage | 0 0',
    ]);
  });

  it('of a reversal that is no reversal names its kind', async () => {
    const lines = [...entry(1, 'charge', 7, 9), ...entry(2, 'charge', -7, -9), ...entry(3, 'reversal', 1_200, 1_800)];
    expect(await differences({ calls: [booked({ lines })] })).toEqual([
      'entry_kind | 01 | entry 2 is no reversal | 0 0',
      'entry_kind | 01 | entry 3 is no correction | 0 0',
    ]);
  });

  it.each<[string, Partial<BookedUsage>, string]>([
    ['a version that does not exist', { priceVersion: 2 }, 'small version 2'],
    ['a model that has no such price', { modelId: modelId('bare') }, 'bare version 1'],
  ])('of %s is the whole cost', async (_, over, part) => {
    const lines = CHARGE.map((line) => ({ ...line, priceVersion: over.priceVersion ?? 1 }));
    expect(await differences({ calls: [booked({ usage: used(over), lines })] })).toEqual([
      `price_missing | 01 | ${part} | 0 1200`,
    ]);
  });

  it('of other figures than the price makes is what it would make', async () => {
    const usage = used({ cost: usd(1_199), billedAmount: usd(1_801) });
    expect(await differences({ calls: [booked({ usage, lines: entry(1, 'charge', 1_199, 1_801) })] })).toEqual([
      'repriced_cost | 01 | version 1 | 1200 1199',
      'repriced_billed | 01 | version 1 | 1798 1801',
    ]);
  });

  it.each<[string, Partial<BookedUsage>, string[]]>([
    ['that is the one it names', { markupVersion: 1 }, []],
    ['of every model', { markupVersion: 2 }, []],
    ['that there never was', { markupVersion: 9 }, ['markup | 01 | markup version 9 | 0 1800']],
    ['of another model', { markupVersion: 3 }, ['markup | 01 | markup version 3 | 0 1800']],
    ['that had not begun', { markupVersion: 4 }, ['markup | 01 | markup version 4 | 0 1800']],
    ['of another size', { markupVersion: 5 }, ['markup | 01 | markup version 5 | 2400 1800']],
    [
      "that is not the price's",
      { markupBasisPoints: 10_000, billedAmount: usd(2_400) },
      ['markup | 01 | version 1 | 1800 2400'],
    ],
  ])('of a markup %s is what it would make', async (_, over, expected) => {
    const small = {
      modelId: modelId('small'),
      basisPoints: 5_000,
      effectiveFrom: NOON,
      createdAt: NOON,
      createdBy: 'root',
    };
    const markups = [
      { ...small, version: 1 },
      { ...small, version: 2, modelId: undefined },
      { ...small, version: 3, modelId: modelId('large') },
      { ...small, version: 4, effectiveFrom: NOON + 1 },
      { ...small, version: 5, basisPoints: 10_000 },
    ];
    const usage = used(over);
    const lines = entry(1, 'charge', Number(usage.cost.picos), Number(usage.billedAmount.picos));
    expect(await differences({ calls: [booked({ usage, lines })], markups })).toEqual(expected);
  });

  it('of an estimate that nothing can have been held at is the least that can', async () => {
    const usage = used({ cost: usd(1_201), origin: 'expiry', markupBasisPoints: undefined });
    expect(await differences({ calls: [booked({ usage, lines: entry(1, 'charge', 1_201, 1_800) })] })).toEqual([
      'repriced_cost | 01 | version 1 | 1200 1201',
    ]);
  });

  it('of a call that is settled and held is what is held', async () => {
    expect(await differences({ held: [held({ settled: true })] })).toEqual([
      'settled_but_held | 02 | reservation | 0 500',
    ]);
  });

  it('of a reservation begins ten minutes after it expired', async () => {
    const expired = (minutes: number): HeldCall => held({ expiresAt: NOON - minutes * MINUTE_MS });
    expect(await differences({ held: [expired(10)] })).toEqual([]);
    expect(await differences({ held: [held({ expiresAt: NOON - 10 * MINUTE_MS - 1 })] })).toEqual([
      'overdue | 02 | since 2026-03-10T11:49:59.999Z | 0 500',
    ]);
  });

  it('of a budget is what its period and its scope have seen', async () => {
    const calls = [
      booked({ usage: used({ createdAt: NOON - 1 }) }),
      booked({ usage: used({ createdAt: NOON }) }),
      booked({ usage: used({ createdAt: NOON + DAY_MS - 1, appId: 'other' }) }),
      booked({ usage: used({ createdAt: NOON + DAY_MS }) }),
      booked({ usage: used({ createdAt: NOON + 2 * DAY_MS }) }),
    ];
    const app = budgetId('00000000-0000-4000-8000-0000000000b2');
    const later = { from: NOON + DAY_MS, to: NOON + 2 * DAY_MS };
    const counters = [
      counter({ ...later, spent: usd(1_801) }),
      counter({ spent: usd(3_600) }),
      counter({ budgetId: app, scope: { kind: 'app', value: 'other' }, spent: usd(1_799) }),
    ];
    expect(await differences({ calls, counters })).toEqual([
      'budget_spent | b1 | from 2026-03-11T12:00:00.000Z | 1800 1801',
      'budget_spent | b2 | from 2026-03-10T12:00:00.000Z | 1800 1799',
    ]);
  });

  it('of what a budget holds is what reservations say that it holds', async () => {
    const counters = [
      counter({ held: usd(1_000) }),
      counter({ from: NOON + DAY_MS, to: NOON + 2 * DAY_MS, held: usd(7) }),
    ];
    const reservations = [
      held({ budgetIds: [BUDGET] }),
      held({ budgetIds: [BUDGET, budgetId('00000000-0000-4000-8000-0000000000b9')] }),
      held(),
      held({ budgetIds: [BUDGET], reservedAt: NOON - 1 }),
    ];
    expect(await differences({ counters, held: reservations })).toEqual([
      'budget_held | b1 | from 2026-03-11T12:00:00.000Z | 0 7',
    ]);
  });
});
