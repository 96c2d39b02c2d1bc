import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  checkpointAt,
  emptied,
  kinds,
  LONG_AGO,
  oldRows,
  PURGED_BEFORE,
  purgeRow,
  rehashed,
  verify,
} from '../../test/chains.js';
import { sha256 } from '../../test/sha256.js';
import type { SealedAuditRow } from '../audit-row.js';
import { bareRow, CLINIC, HOSPITAL, NOON, sealed } from '../testing/index.js';

const chain = sealed(oldRows(12), sha256);
const at = (index: number): SealedAuditRow => chain[index]!;
const without = (...indices: number[]): SealedAuditRow[] => chain.filter((_, index) => !indices.includes(index));

describe('ChainVerifier', () => {
  it('finds nothing wrong with an untouched chain', () => {
    expect(verify(chain, [checkpointAt(at(0)), checkpointAt(at(11)), checkpointAt(at(5))])).toEqual({
      tenantId: CLINIC,
      rows: 12,
      purged: 0,
      first: { sequence: 1, hash: at(0).hash },
      last: { sequence: 12, hash: at(11).hash },
      signedUpTo: 12,
      problemCount: 0,
      problems: [],
    });
  });

  it('finds nothing in an empty chain that was never longer', () => {
    expect(verify([])).toEqual({
      tenantId: CLINIC,
      rows: 0,
      purged: 0,
      first: undefined,
      last: undefined,
      problemCount: 0,
      problems: [],
    });
  });

  it('names the rows that are missing', () => {
    expect(verify(without(3, 4, 5, 8)).problems).toEqual([
      { sequence: 4, kind: 'missing', message: 'rows 4 to 6 are missing' },
      { sequence: 9, kind: 'missing', message: 'row 9 is missing' },
    ]);
    expect(verify(without(0)).problems).toMatchObject([{ sequence: 1, kind: 'missing' }]);
  });

  it('finds rows that stand in another order', () => {
    const swapped = [at(0), at(2), at(1), ...chain.slice(3)];
    expect(verify(swapped).problems).toMatchObject([{ sequence: 2, kind: 'reordered' }]);
    expect(kinds(chain.toReversed())).toEqual(Array.from({ length: 11 }, () => 'reordered'));
  });

  it('finds a row that stands there twice', () => {
    expect(verify([...chain.slice(0, 5), at(4), ...chain.slice(5)]).problems).toMatchObject([
      { sequence: 5, kind: 'duplicated' },
    ]);
    expect(verify([...chain, at(0)]).problems).toMatchObject([{ sequence: 1, kind: 'duplicated' }]);
  });

  it('still misses the rows around one that turned up late', () => {
    const found = verify([at(0), at(6), at(3), at(4), ...chain.slice(7)]).problems;
    expect(found.map(({ sequence, kind }) => [sequence, kind])).toEqual([
      [2, 'missing'],
      [4, 'reordered'],
      [5, 'reordered'],
      [6, 'missing'],
    ]);
  });

  it('finds a row that turned up late twice', () => {
    expect(kinds([at(0), at(2), at(1), at(1), ...chain.slice(3)]).sort()).toEqual(['duplicated', 'reordered']);
  });

  it('finds altered content, and says so of this row alone', () => {
    const content = { ...at(4).content!, outcome: 'failed' } as const;
    expect(verify(chain.with(4, { ...at(4), content })).problems).toMatchObject([{ sequence: 5, kind: 'altered' }]);
  });

  it('finds a hash that does not follow, and goes on from it', () => {
    expect(verify(chain.with(4, { ...at(4), hash: 'f'.repeat(64) })).problems).toMatchObject([
      { sequence: 5, kind: 'broken' },
      { sequence: 6, kind: 'broken' },
    ]);
  });

  it('finds a row of another tenant, however well it is chained', () => {
    const foreign = sealed([bareRow(1, sha256, { tenantId: HOSPITAL })], sha256);
    expect(kinds(foreign)).toEqual(['foreign']);
  });

  it.each([NaN, Infinity, -Infinity, 1e300])('does not stumble over the moment %p', (occurredAt) => {
    expect(kinds(chain.with(4, { ...at(4), occurredAt }))).toEqual(['altered', 'broken']);
  });

  it.each([NaN, 0, -1, 4.5, Infinity])('does not stumble over the sequence %p', (sequence) => {
    expect(kinds(chain.with(4, { ...at(4), sequence })).length).toBeGreaterThan(0);
  });

  it('lists a thousand problems and counts all', () => {
    const bad = sealed(oldRows(2_500), sha256).map((row) => ({ ...row, contentHash: 'f'.repeat(64) }));
    const { problems, problemCount } = verify(bad);
    expect([problems.length, problemCount]).toEqual([1_000, 5_000]);
  });

  it('counts on when thousands of rows stand in any order', () => {
    const rows = sealed(oldRows(5_000), sha256);
    const shuffled = rows.map((_, index) => rows[(index * 2_741) % rows.length]!);
    expect(verify(shuffled).problemCount).toBeGreaterThan(4_000);
  });
});

describe('checkpoints', () => {
  it('show that the end was cut off', () => {
    expect(verify(chain.slice(0, 9), [checkpointAt(at(11)), checkpointAt(at(8))]).problems).toMatchObject([
      { sequence: 12, kind: 'truncated' },
    ]);
    expect(kinds([], [checkpointAt(at(0))])).toEqual(['truncated']);
  });

  it('show that everything was chained anew', () => {
    const forged = sealed([bareRow(77, sha256), ...oldRows(12).slice(1)], sha256);
    expect(kinds(forged)).toEqual([]);
    expect(verify(forged, [checkpointAt(at(6))]).problems).toMatchObject([
      { sequence: 7, kind: 'checkpoint_mismatch' },
    ]);
  });

  it('are all looked at, also several of one row', () => {
    const other = checkpointAt({ ...at(6), hash: 'f'.repeat(64) });
    expect(kinds(chain, [checkpointAt(at(6)), other])).toEqual(['checkpoint_mismatch']);
  });

  it('tell how far they reach, those alone that count', () => {
    expect(verify(chain).signedUpTo).toBeUndefined();
    const unsigned = { ...checkpointAt(at(9)), signature: 'bm90aGluZw==' };
    expect(verify(chain, [checkpointAt(at(6)), checkpointAt(at(3)), unsigned]).signedUpTo).toBe(7);
  });

  it('count only with a good signature', () => {
    const forged = { ...checkpointAt(at(11)), sequence: 50 };
    expect(verify(chain, [forged]).problems).toMatchObject([{ sequence: 50, kind: 'checkpoint_invalid' }]);
    expect(kinds(chain, [{ ...checkpointAt(at(11)), keyId: 'unknown' }])).toEqual(['checkpoint_invalid']);
  });

  it('count only for their own tenant', () => {
    expect(kinds(chain, [checkpointAt({ ...at(3), tenantId: HOSPITAL })])).toEqual(['checkpoint_invalid']);
  });
});

describe('purged rows', () => {
  const purged = (...more: ReturnType<typeof purgeRow>[]): SealedAuditRow[] => emptied([...oldRows(12), ...more]);

  it('are in order when a purge in the chain covers them', () => {
    expect(verify(purged(purgeRow(90)))).toMatchObject({ rows: 13, purged: 6, problems: [] });
  });

  it('are each found when nothing covers them', () => {
    expect(verify(purged()).problems.map(({ sequence, kind }) => [sequence, kind])).toEqual(
      [2, 4, 6, 8, 10, 12].map((sequence) => [sequence, 'purged_without_event']),
    );
  });

  it('are covered up to the moment that the purge names, exclusive', () => {
    const problems = verify(purged(purgeRow(90, LONG_AGO + 7_000))).problems;
    expect(problems.map(({ sequence }) => sequence)).toEqual([8, 10, 12]);
  });

  it('are covered by the furthest of several purges, in whatever order they came', () => {
    const [near, far] = [purgeRow(90, LONG_AGO + 1), purgeRow(91)];
    expect(kinds(purged(near, far))).toEqual([]);
    expect(kinds(purged(far, near))).toEqual([]);
  });

  it('are not covered by a purge that came before them', () => {
    const rows = [...oldRows(6), purgeRow(90), ...oldRows(12).slice(6)];
    expect(verify(emptied(rows)).problems.map(({ sequence }) => sequence)).toEqual([9, 11, 13]);
  });

  it.each([
    ['of another class', { resourceId: `change<${new Date(PURGED_BEFORE).toISOString()}` }],
    ['that was refused', { outcome: 'refused' }],
    ['of something else', { resourceType: 'tenant' }],
    ['that is something else', { action: 'audit.read' }],
  ] as const)('are not covered by a purge %s', (_, over) => {
    const rows = sealed([...oldRows(12), purgeRow(90, PURGED_BEFORE, over)], sha256);
    expect(kinds(rows.with(1, { ...rows[1]!, content: undefined }))).toEqual(['purged_without_event']);
  });

  it('are not covered by a purge that reaches rows younger than six years, which nobody may purge', () => {
    const young = NOON - 60_000;
    const rows = [bareRow(1, sha256, { occurredAt: young }), purgeRow(90, NOON)];
    expect(kinds(emptied(rows))).toEqual(['purged_without_event']);
    expect(kinds(emptied([...oldRows(12), purgeRow(90, Date.UTC(2020, 2, 10, 12))]))).toEqual([]);
    expect(new Set(kinds(emptied([...oldRows(12), purgeRow(90, Date.UTC(2020, 2, 10, 12) + 1)])))).toEqual(
      new Set(['purged_without_event']),
    );
  });

  it('are not covered by a purge that says it happened long after it was signed over', () => {
    const young = bareRow(1, sha256, { occurredAt: NOON - 60_000 });
    const forged = rehashed({ ...purgeRow(90, NOON), occurredAt: Date.UTC(2099, 0, 1) });
    const rows = emptied([young, forged]);
    expect(kinds(rows, [checkpointAt(rows[1]!)])).toEqual(['purged_without_event']);
    const [first, second] = emptied([oldRows(2)[1]!, purgeRow(90)]);
    expect(kinds([first!, second!], [checkpointAt(second!)])).toEqual([]);
    const later = sealed([oldRows(2)[1]!, purgeRow(90), bareRow(91, sha256)], sha256);
    const signed = [checkpointAt(later[1]!), checkpointAt(later[2]!, LONG_AGO)]; // by a clock that was set back
    expect(kinds(later.with(0, { ...later[0]!, content: undefined }), signed)).toEqual([]);
  });

  it('are not covered by a purge that somebody wrote into another row', () => {
    const rows = purged(bareRow(90, sha256, { content: { action: 'token.revoke' } }));
    const forged = { ...rows.at(-1)!, content: purgeRow(90).content };
    expect(new Set(kinds([...rows.slice(0, -1), forged]))).toEqual(new Set(['altered', 'purged_without_event']));
  });

  it('are not covered any more when the purge itself was emptied', () => {
    const rows = purged(purgeRow(90), purgeRow(91, LONG_AGO + 1));
    const problems = verify(rows.with(12, { ...rows[12]!, content: undefined })).problems;
    expect(problems.map(({ sequence }) => sequence)).toEqual([2, 4, 6, 8, 10, 12, 13]);
  });

  it('still have to follow in the chain, class and moment included', () => {
    const rows = purged(purgeRow(90));
    expect(kinds(rows.with(3, { ...rows[3]!, occurredAt: LONG_AGO }))).toEqual(['broken']);
    expect(kinds(rows.with(3, { ...rows[3]!, contentHash: 'f'.repeat(64) }))).toEqual(['broken']);
    expect(kinds(rows.with(3, { ...rows[3]!, retentionClass: 'change' }))).toContain('broken');
  });

  it('are found just when no purge of their class after them reaches their moment', () => {
    const moments = fc.array(fc.record({ at: fc.nat(9), purge: fc.boolean() }), { maxLength: 30 });
    fc.assert(
      fc.property(moments, (steps) => {
        const rows = steps.map(({ at: moment, purge }, n) =>
          purge ? purgeRow(n, LONG_AGO + moment) : bareRow(n, sha256, { occurredAt: LONG_AGO + moment }),
        );
        const uncovered = steps.flatMap((row, n) =>
          row.purge || steps.some((purge, m) => m > n && purge.purge && row.at < purge.at) ? [] : [n + 1],
        );
        expect(verify(emptied(rows)).problems.map(({ sequence }) => sequence)).toEqual(uncovered);
      }),
      { numRuns: 500 },
    );
  });
});
