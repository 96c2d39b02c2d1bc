import { canonicalLines, type BilledLine } from '@radiant/billing';
import { Money, providerId } from '@radiant/kernel';
import { Sha256Digest } from '@radiant/security';

const idOf = (version: number): string => `00000000-0000-4000-8000-0000000000b${version}`;
const line = (day: string, cost: string): BilledLine => ({
  providerId: providerId('acme'),
  model: 'small',
  day,
  inputTokens: 100,
  cachedInputTokens: undefined,
  outputTokens: 10,
  cost: Money.parse(cost),
});
const VERSIONS = [
  [line('2026-03-01', '0.5'), line('2026-03-02', '0.25')],
  [line('2026-03-01', '0.5'), line('2026-03-02', '0.3')],
];

/** Statements of a superuser that bring a bill of two lines and then its second version. */
export function plantedBills(): string {
  return VERSIONS.map((lines, index) => {
    const version = index + 1;
    const digest = new Sha256Digest().sha256(canonicalLines(lines));
    const total = lines.reduce((sum, { cost }) => sum.plus(cost), Money.zero).picos;
    const rows = lines.map(
      ({ day, cost }) => `('${idOf(version)}', '${day}', 'acme', 'small', 100, null, 10, ${cost.picos})`,
    );
    return `insert into provider_bills values ('${idOf(version)}', 'acme 2026-03', ${version}, '${digest}', 2,
        '2026-03-01', '2026-03-02', ${total}, now(), 'grace');
      insert into provider_bill_lines values ${rows.join(', ')}`;
  }).join(';');
}

const OF = `bill_id = '${idOf(2)}'`;

/** What is wrong with them, statements that make it so, and how each difference that follows is named. */
export const BILL_DIFFERENCES: readonly [title: string, plant: string, expected: readonly string[]][] = [
  ['nothing where they add up', 'select 1', []],
  [
    'a line with another amount',
    `update provider_bill_lines set cost_picos = cost_picos + 1 where ${OF} and day = '2026-03-02'`,
    [`${idOf(2)} sum of its lines: expected 0.800000000001, found 0.8`],
  ],
  [
    'a total that is off',
    `update provider_bills set total_picos = total_picos - 1 where id = '${idOf(1)}'`,
    [`${idOf(1)} sum of its lines: expected 0.75, found 0.749999999999`],
  ],
  [
    'a line with other tokens',
    `update provider_bill_lines set input_tokens = 99 where ${OF} and day = '2026-03-02'`,
    [`${idOf(2)} version 2 has other lines than were brought: expected 0, found 0`],
  ],
  [
    'a line that is missing',
    `delete from provider_bill_lines where ${OF} and day = '2026-03-02'`,
    [`${idOf(2)} sum of its lines: expected 0.5, found 0.8`],
  ],
  [
    'a version that was taken away',
    `delete from provider_bill_lines where bill_id = '${idOf(1)}'; delete from provider_bills where id = '${idOf(1)}'`,
    ['acme 2026-03 version 1 is nowhere: expected 0, found 0'],
  ],
];
