import { describe, expect, it } from '@jest/globals';
import { toJsonLine, type AuditContent, type OpenedAuditBody, type SealedAuditRow } from '@radiant/audit';
import { auditRow, CLINIC, NOON, sealed } from '@radiant/audit/testing';
import { Sha256Digest } from '@radiant/security';
import fc from 'fast-check';
import { parseAnyRow, parseExportedRow } from './exported-row.js';
import { parsePlainRow } from './plain-row.js';

const digest = new Sha256Digest();
const OPENED: OpenedAuditBody = { ip: null, userAgent: 'x', details: { a: 1 } };
const lineOf = (row: SealedAuditRow, opened: OpenedAuditBody = OPENED): string => toJsonLine(row, opened).slice(0, -1);
const [ROW] = sealed([auditRow(1, digest)], digest);
const LINE = lineOf(ROW!);

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ maxLength: 12 }),
  fc.constantFrom('"', '\\', '\ud800', '{}'),
);
const textOrNull = fc.option(text);
const content: fc.Arbitrary<AuditContent> = fc.record({
  action: text,
  outcome: fc.constantFrom('success', 'refused', 'failed', 'odd'),
  actorKind: fc.constantFrom('service', 'user', 'admin', 'system'),
  userId: textOrNull,
  adminId: textOrNull,
  apiKeyId: textOrNull,
  appId: textOrNull,
  crossTenant: fc.option(fc.boolean()),
  resourceType: textOrNull,
  resourceId: textOrNull,
  requestId: textOrNull,
  providerId: textOrNull,
  modelId: textOrNull,
  phi: fc.option(fc.dictionary(text, fc.maxSafeNat(), { noNullPrototype: true })),
  phiDisclosed: fc.option(fc.boolean()),
  subjects: fc.option(fc.array(text, { maxLength: 3 })),
  body: textOrNull,
});
const scalar = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null));
const opened: fc.Arbitrary<OpenedAuditBody> = fc.oneof(
  fc.constantFrom('destroyed' as const, 'unreadable' as const),
  fc.record({
    ip: textOrNull,
    userAgent: textOrNull,
    details: fc.option(fc.dictionary(text, scalar, { noNullPrototype: true })),
  }),
);
const row: fc.Arbitrary<SealedAuditRow> = fc
  .record({
    content: fc.option(content, { nil: undefined }),
    occurredAt: fc.integer({ min: 0, max: 2 * NOON }),
    sequence: fc.integer({ min: 1 }),
  })
  .map((over) => ({ ...ROW!, ...over }));

describe('parseExportedRow', () => {
  it('reads back every row that can be exported', () => {
    fc.assert(
      fc.property(row, opened, (exported, body) => {
        const line = lineOf(exported, body);
        const read = parseExportedRow(line);
        expect(read && toJsonLine(read, body)).toBe(`${line}\n`);
      }),
      { numRuns: 500 },
    );
  });

  it('reads plain rows in the short way as in the long one', () => {
    fc.assert(
      fc.property(row, opened, (exported, body) => {
        const line = lineOf(exported, body);
        const plain = parsePlainRow(line);
        if (plain) expect(plain).toEqual(parseAnyRow(line));
      }),
      { numRuns: 500 },
    );
    expect(parsePlainRow(LINE)).toEqual(ROW);
  });

  it('refuses each line that differs in a character, or means another row', () => {
    const place = fc.nat(LINE.length - 1);
    fc.assert(
      fc.property(place, fc.nat(2), fc.string({ maxLength: 2 }), (at, taken, put) => {
        const line = LINE.slice(0, at) + put + LINE.slice(at + taken);
        const plain = parsePlainRow(line);
        if (plain) expect(lineOf({ ...ROW!, ...plain }, JSON.parse(line).opened)).toBe(line);
        expect(plain ?? parseAnyRow(line)).toEqual(parseAnyRow(line));
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['a space', LINE.replace(',"id"', ', "id"')],
    ['a carriage return', `${LINE}\r`],
    ['a field twice', LINE.replace('"content":{', '"content":{"action":"audit.read",')],
    ['a category twice', LINE.replace('"phi":{', '"phi":{"NAME":3,')],
    ['a field more', LINE.replace('}}}', '}},"more":1}')],
    ['other order', LINE.replace(/("sequence":1),("id":"[^"]+")/, '$2,$1')],
    ['another way to write a letter', LINE.replace('charting', '\\u0063harting')],
    ['another way to write a number', LINE.replace('"sequence":1,', '"sequence":1.0,')],
    ['a day that does not exist', LINE.replace('2026-03-10', '2026-02-30')],
    ['an hour too many', LINE.replace('T12:', 'T24:')],
    ['the number of no row', LINE.replace('"sequence":1,', '"sequence":0,')],
    ['a number without a hash', LINE.replace(/"hash":"[^"]+"/, '"hash":null')],
    ['a class that does not exist', LINE.replace('"disclosure"', '"toString"')],
    ['a tenant that is none', LINE.replace(CLINIC, CLINIC.toUpperCase().replace('1', 'X'))],
    ['a list', '[]'],
    ['nothing', ''],
    ['something else', 'tenant_id,sequence'],
  ])('refuses %s', (_, line) => {
    expect(line).not.toBe(LINE);
    expect(parseExportedRow(line)).toBeUndefined();
  });

  it('reads rows that had no place in the chain yet', () => {
    const waiting = LINE.replace('"sequence":1,', '"sequence":null,').replace(/"hash":"[^"]+"/, '"hash":null');
    expect(parseExportedRow(waiting)).not.toHaveProperty('sequence');
    expect(parseExportedRow(waiting)).toMatchObject({ id: ROW!.id });
  });
});
