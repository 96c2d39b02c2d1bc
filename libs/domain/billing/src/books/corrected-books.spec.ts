import { describe, expect, it } from '@jest/globals';
import { PLATFORM_TENANT } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { correctionId } from '../corrections/correction-id.js';
import { CorrectionTally } from '../corrections/correction-tally.js';
import { booked, entry, GivenReader, usd, OpenDigest } from '../testing/given-books.js';
import { CLINIC, NOON } from '../testing/usage-entries.js';
import type { BookedCall, BookedStage } from './booked.js';
import { VerifyBooks } from './verify-books.js';

const [FIRST, SECOND] = [1, 2].map((n) => correctionId(`00000000-0000-4000-8000-0000000000c${n}`));
const stage = (number: number, by: BookedStage['correctionId'], cost: number, billed: number): BookedStage => ({
  entry: number,
  correctionId: by,
  cost: usd(cost),
  billedAmount: usd(billed),
  priceVersion: 1,
});
const STAGES = [stage(1, undefined, 7, 9), stage(3, FIRST, 5, 6), stage(5, SECOND, 1_200, 1_800)];
const LINES = [
  ...entry(1, 'charge', 7, 9),
  ...entry(2, 'reversal', -7, -9),
  ...entry(3, 'correction', 5, 6),
  ...entry(4, 'reversal', -5, -6),
  ...entry(5, 'correction', 1_200, 1_800),
];
const run = (id: string, cost: number, billed: number, calls = 1) => ({
  id: correctionId(id),
  figures: { ...new CorrectionTally().figures(), calls, costAfter: usd(cost), billedAfter: usd(billed) },
});
const RUNS = [run(String(FIRST), 5, 6), run(String(SECOND), 1_200, 1_800)];

async function differences(over: Partial<BookedCall>, corrections = RUNS): Promise<string[]> {
  const found: string[] = [];
  const calls = [booked({ lines: LINES, stages: STAGES, ...over })];
  const reader = new GivenReader(new Map([[CLINIC, { calls, corrections }]]));
  await new VerifyBooks(reader, new FixedClock(NOON), new OpenDigest()).execute({
    found: ({ kind, subject, part, expected, found: has }) =>
      void found.push([kind, subject.slice(-2), part, `${expected.picos} ${has.picos}`].join(' | ')),
  });
  return found;
}

describe('books of a call that was corrected twice', () => {
  it('add up', async () => {
    expect(await differences({})).toEqual([]);
  });

  it('add up where an estimate came true before', async () => {
    const later = ({ entry: number, ...rest }: BookedStage): BookedStage => ({ ...rest, entry: number + 2 });
    const lines = [
      ...entry(1, 'charge', 70, 90),
      ...entry(2, 'reversal', -70, -90),
      ...LINES.map((line) => ({
        ...line,
        entry: line.entry + 2,
        kind: line.entry === 1 ? ('correction' as const) : line.kind,
      })),
    ];
    expect(await differences({ lines, stages: STAGES.map(later) })).toEqual([]);
  });

  it.each<[string, BookedStage, string[]]>([
    [
      'usage as it was',
      stage(1, undefined, 7, 10),
      ['ledger_amount | 01 | entry 1 receivable | 10 9', 'ledger_amount | 01 | entry 1 margin | -3 -2'],
    ],
    [
      'the first correction',
      stage(3, FIRST, 4, 6),
      [
        'ledger_amount | 01 | entry 3 provider | -4 -5',
        'ledger_amount | 01 | entry 3 margin | -2 -1',
        'correction_total | c1 | cost | 4 5',
      ],
    ],
    [
      'the version of it',
      { ...stage(3, FIRST, 5, 6), priceVersion: 2 },
      ['ledger_version | 01 | version 1 in the ledger, 2 in the usage | 0 0'],
    ],
  ])('show that %s was changed', async (_, changed, expected) => {
    const stages = STAGES.map((one) => (one.entry === changed.entry ? changed : one));
    expect(await differences({ stages })).toEqual(expected);
  });

  it('show that the first correction is missing', async () => {
    expect(await differences({ stages: STAGES.filter(({ entry: number }) => number !== 3) })).toEqual([
      'ledger_without_usage | 01 | entry 3 receivable | 0 6',
      'ledger_without_usage | 01 | entry 3 provider | 0 -5',
      'ledger_without_usage | 01 | entry 3 margin | 0 -1',
      'correction_total | c1 | cost | 0 5',
      'correction_total | c1 | billed | 0 6',
      'correction_total | c1 | 0 calls of 1 | 0 0',
    ]);
  });

  it('show that a correction says other figures than it left', async () => {
    expect(await differences({}, [run(String(FIRST), 5, 7, 2), RUNS[1]!])).toEqual([
      'correction_total | c1 | billed | 6 7',
      'correction_total | c1 | 1 calls of 2 | 0 0',
    ]);
  });
});

describe('numbers of documents', () => {
  it('that no document has are named, where all tenants are looked at', async () => {
    const reader = new GivenReader(new Map([[CLINIC, {}]]), [
      { issuer: 'Hospital IT', kind: 'credit_note', number: 7 },
    ]);
    const found: string[] = [];
    const told = {
      found: ({ kind, tenantId, subject, part }: { kind: string; tenantId: string; subject: string; part: string }) =>
        void found.push([kind, tenantId, subject, part].join(' | ')),
    };
    const books = new VerifyBooks(reader, new FixedClock(NOON), new OpenDigest());
    expect((await books.execute(told)).differences).toBe(1);
    expect((await books.execute(told, CLINIC)).differences).toBe(0);
    expect(found).toEqual([`invoice_number | ${PLATFORM_TENANT} | CN-000007 | of Hospital IT is nowhere`]);
  });
});
