import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkpointAt, kinds, oldRows, purgeRow, rehashed } from '../../test/chains.js';
import { sha256 } from '../../test/sha256.js';
import type { AuditContent, SealedAuditRow } from '../audit-row.js';
import { chainHash, FIRST_PREVIOUS_HASH } from '../hashes.js';
import { auditRow, CLINIC, HOSPITAL, NOON, sealed, uuid } from '../testing/index.js';

const LENGTH = 20;
const CHAIN = sealed(oldRows(LENGTH), sha256);
const index = fc.nat(CHAIN.length - 1);
const text = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('', 'null', '0'));
const textOrNull = fc.option(text);
const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const counts = fc.dictionary(fc.string({ maxLength: 5 }), fc.nat(), { maxKeys: 3 });

const CONTENT: { readonly [Field in keyof AuditContent]: fc.Arbitrary<AuditContent[Field]> } = {
  action: fc.constantFrom('inference.fail', 'audit.purge', 'tenant.read'),
  outcome: fc.constantFrom('success', 'refused', 'failed'),
  actorKind: fc.constantFrom('service', 'user', 'admin', 'system'),
  userId: textOrNull,
  adminId: textOrNull,
  apiKeyId: textOrNull,
  appId: textOrNull,
  crossTenant: fc.boolean(),
  resourceType: textOrNull,
  resourceId: textOrNull,
  requestId: textOrNull,
  providerId: textOrNull,
  modelId: textOrNull,
  phi: fc.option(counts),
  phiDisclosed: fc.option(fc.boolean()),
  subjects: fc.option(fc.array(text, { maxLength: 3 })),
  body: textOrNull,
};
const PLACE: { readonly [Field in Exclude<keyof SealedAuditRow, 'content'>]: fc.Arbitrary<SealedAuditRow[Field]> } = {
  tenantId: fc.constantFrom(HOSPITAL),
  id: fc.nat().map(uuid),
  occurredAt: fc.integer({ min: 0, max: NOON }),
  retentionClass: fc.constantFrom('access', 'change', 'disclosure', 'security'),
  contentHash: hash,
  sequence: fc.nat(100),
  hash,
};
const FIELDS = [...Object.keys(CONTENT), ...Object.keys(PLACE)];
/** Of each kind; a thousand are what the promise is about. */
const EDITS = Number(process.env['CHAIN_EDITS'] ?? 150);
const EDITS_EACH = Math.ceil(EDITS / FIELDS.length);

/** Another value in one field of a row. */
const edited = (row: SealedAuditRow, field: string): fc.Arbitrary<SealedAuditRow> => {
  const values = { ...CONTENT, ...PLACE }[field as keyof AuditContent];
  const before = { ...row, ...row.content }[field];
  return (values as fc.Arbitrary<unknown>)
    .filter((value) => JSON.stringify(value) !== JSON.stringify(before))
    .map((value) =>
      field in CONTENT ? { ...row, content: { ...row.content!, [field]: value } } : { ...row, [field]: value },
    );
};
const edit = (field: string): fc.Arbitrary<[number, SealedAuditRow]> =>
  index.chain((at) => fc.tuple(fc.constant(at), edited(CHAIN[at]!, field)));

/** The chain as somebody would make it who can write everything, from `from` on. */
const chainedAnew = (rows: readonly SealedAuditRow[], from: number): SealedAuditRow[] => {
  let previous = rows[from - 1]?.hash ?? FIRST_PREVIOUS_HASH;
  return rows.map((row, at) => {
    if (at < from) return row;
    const renumbered = { ...row, sequence: at + 1 };
    previous = chainHash(previous, renumbered, sha256);
    return { ...renumbered, hash: previous };
  });
};
const END = [checkpointAt(CHAIN.at(-1)!)];

describe('tampering with a chain', () => {
  it('is not seen where there is none, at any length', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (length, checkpoint) => {
        const rows = sealed(oldRows(length), sha256);
        const checkpoints = rows.slice(checkpoint, checkpoint + 1).map((row) => checkpointAt(row));
        expect(kinds(rows, checkpoints)).toEqual([]);
      }),
    );
  });

  it.each(FIELDS)('is found when %s is edited', (field) => {
    fc.assert(
      fc.property(edit(field), ([at, row]) => {
        expect(kinds(CHAIN.with(at, row))).not.toEqual([]);
      }),
      { numRuns: EDITS_EACH },
    );
  });

  it.each(FIELDS.filter((field) => field !== 'contentHash'))(
    'is found when %s is edited and the content hash matches',
    (field) => {
      fc.assert(
        fc.property(edit(field), ([at, row]) => {
          expect(kinds(CHAIN.with(at, rehashed(row)), END)).not.toEqual([]);
        }),
        { numRuns: EDITS_EACH },
      );
    },
  );

  it.each(Object.keys(CONTENT))('is found by a checkpoint when %s is edited and everything chained anew', (field) => {
    fc.assert(
      fc.property(edit(field), ([at, row]) => {
        const forged = chainedAnew(CHAIN.with(at, rehashed(row)), at);
        expect(kinds(forged)).toEqual([]);
        expect(kinds(forged, END)).toContain('checkpoint_mismatch');
      }),
      { numRuns: EDITS_EACH },
    );
  });

  it('is found when rows are deleted', () => {
    const some = fc.uniqueArray(fc.nat(CHAIN.length - 2), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(some, (indices) => {
        const rest = CHAIN.filter((_, at) => !indices.includes(at));
        expect(new Set(kinds(rest))).toEqual(new Set(['missing']));
        const renumbered = rest.map((row, at) => ({ ...row, sequence: at + 1 }));
        expect(kinds(renumbered)).not.toEqual([]);
        expect(kinds(chainedAnew(rest, 0), END)).toContain('truncated');
      }),
      { numRuns: EDITS },
    );
  });

  it('is found when rows are put in another order', () => {
    const two = fc.tuple(index, index).filter(([one, other]) => one !== other);
    fc.assert(
      fc.property(two, ([one, other]) => {
        const swapped = CHAIN.with(one, CHAIN[other]!).with(other, CHAIN[one]!);
        expect(kinds(swapped)).toContain('reordered');
        const renumbered = swapped.map((row, at) => ({ ...row, sequence: at + 1 }));
        expect(kinds(renumbered)).toContain('broken');
        const rehung = renumbered.map((row, at) => ({ ...row, hash: CHAIN[at]!.hash }));
        expect(kinds(rehung)).toContain('broken');
      }),
      { numRuns: EDITS },
    );
  });

  it('is found when a row is put in', () => {
    const forged = fc.tuple(fc.nat(LENGTH), fc.integer({ min: 100, max: 999 }), fc.boolean());
    fc.assert(
      fc.property(forged, ([at, n, copy]) => {
        const source = copy ? CHAIN[n % LENGTH]! : auditRow(n, sha256);
        const longer = CHAIN.toSpliced(at, 0, { ...source, sequence: at + 1, hash: 'f'.repeat(64) });
        expect(kinds(longer)).toContain('broken');
        expect(kinds(longer.map((row, place) => ({ ...row, sequence: place + 1 })))).toContain('broken');
      }),
      { numRuns: EDITS },
    );
  });

  it('is found by a checkpoint when a row is put in before it and everything chained anew', () => {
    fc.assert(
      fc.property(index, fc.integer({ min: 100, max: 999 }), (at, n) => {
        const forged = chainedAnew(CHAIN.toSpliced(at, 0, { ...auditRow(n, sha256), sequence: 0, hash: '' }), at);
        expect(kinds(forged)).toEqual([]);
        expect(kinds(forged, END)).toEqual(['checkpoint_mismatch']);
      }),
      { numRuns: Math.min(EDITS, 200) },
    );
  });

  it('is found when the end is cut off behind a checkpoint', () => {
    fc.assert(
      fc.property(index, index, (length, checkpoint) => {
        const found = kinds(CHAIN.slice(0, length), [checkpointAt(CHAIN[checkpoint]!)]);
        expect(found).toEqual(checkpoint < length ? [] : ['truncated']);
      }),
      { numRuns: EDITS },
    );
  });

  it('is found when a row is emptied, and not when a purge covers it', () => {
    const rows = [...oldRows(LENGTH), purgeRow(90)];
    const chain = sealed(rows, sha256);
    fc.assert(
      fc.property(index, (at) => {
        const emptied = chain.with(at, { ...chain[at]!, content: undefined });
        const covered = chain[at]!.retentionClass === 'access';
        expect(kinds(emptied)).toEqual(covered ? [] : ['purged_without_event']);
        expect(kinds(emptied.slice(0, -1))).toEqual(['purged_without_event']);
      }),
      { numRuns: Math.min(EDITS, 200) },
    );
  });

  it('is found when all of it is another tenant’s', () => {
    const foreign = sealed(
      oldRows(3).map((row) => rehashed({ ...row, tenantId: HOSPITAL })),
      sha256,
    );
    expect(kinds(foreign)).toEqual(['foreign', 'foreign', 'foreign']);
    expect(CHAIN.every(({ tenantId }) => tenantId === CLINIC)).toBe(true);
  });
});
