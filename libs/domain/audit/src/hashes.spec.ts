import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { sha256 } from '../test/sha256.js';
import type { AuditContent } from './audit-row.js';
import { chainHash, contentHash, FIRST_PREVIOUS_HASH, type HashedFields } from './hashes.js';
import { auditRow, bareRow, CLINIC, HOSPITAL, NOON, sealed, uuid } from './testing/index.js';

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');

const CONTENT = auditRow(1, sha256).content!;
const FIELDS: HashedFields = {
  id: uuid(1),
  tenantId: CLINIC,
  occurredAt: NOON,
  retentionClass: 'disclosure',
  content: CONTENT,
};

/** Another value of each field, null among them. */
const CHANGES: Readonly<Record<keyof AuditContent, readonly unknown[]>> = {
  action: ['inference.fail'],
  outcome: ['failed'],
  actorKind: ['service'],
  userId: ['dr.jane', null, ''],
  adminId: ['dr.jones@clinic'],
  apiKeyId: [uuid(2), null],
  appId: ['other', null],
  crossTenant: [true],
  resourceType: ['tenant', null],
  resourceId: ['chat-large', null],
  requestId: [uuid(902), null],
  providerId: ['zenith', null],
  modelId: ['chat-large', null],
  phi: [{ NAME: 2 }, { NAME: 2, SSN: 2 }, { NAME: 2, SSN: 1, EMAIL: 0 }, {}, null],
  phiDisclosed: [true, null],
  subjects: [[], ['a'.repeat(63)], ['a'.repeat(64), 'b'], null],
  body: ['c2VhbGVl', null],
};

describe('contentHash', () => {
  it('is SHA-256 over a list in a fixed order that begins with the number of its format', () => {
    const canonical =
      `[1,"${uuid(1)}","${CLINIC}","2026-03-10T12:00:00.000Z","disclosure","inference.call","success","user",` +
      `"dr.jones@clinic",null,"33333333-3333-4333-8333-333333333333","charting",false,"model","chat-small",` +
      `"${uuid(901)}","acme","chat-small",[["NAME",2],["SSN",1]],false,["${'a'.repeat(64)}"],"c2VhbGVk"]`;
    expect(contentHash(FIELDS, sha256)).toBe(hex(canonical));
  });

  it('does not depend on the order in which a store gives the counts back', () => {
    const phi = (categories: readonly string[]) =>
      Object.fromEntries(categories.map((name) => [name, name.charCodeAt(0)]));
    const [one, other] = [
      ['B', 'A', 'a', 'É', '10', '9'],
      ['9', 'É', 'a', 'A', '10', 'B'],
    ].map((categories) => contentHash({ ...FIELDS, content: { ...CONTENT, phi: phi(categories) } }, sha256));
    expect(one).toBe(other);
  });

  it('depends on the order of the subjects', () => {
    const [one, other] = [
      ['a', 'b'],
      ['b', 'a'],
    ].map((subjects) => contentHash({ ...FIELDS, content: { ...CONTENT, subjects } }, sha256));
    expect(one).not.toBe(other);
  });

  it.each(Object.entries(CHANGES).flatMap(([field, values]) => values.map((value) => [field, value] as const)))(
    'changes when %s becomes %j',
    (field, value) => {
      const changed = { ...FIELDS, content: { ...CONTENT, [field]: value } };
      expect(contentHash(changed, sha256)).not.toBe(contentHash(FIELDS, sha256));
    },
  );

  it.each<Partial<HashedFields>>([
    { id: uuid(2) },
    { tenantId: HOSPITAL },
    { occurredAt: NOON + 1 },
    { retentionClass: 'access' },
  ])('changes with %j', (change) => {
    expect(contentHash({ ...FIELDS, ...change }, sha256)).not.toBe(contentHash(FIELDS, sha256));
  });
});

describe('chainHash', () => {
  it('is SHA-256 over what the database chains, joined by bars', () => {
    const row = { ...auditRow(1, sha256), sequence: 1 };
    const first = chainHash(FIRST_PREVIOUS_HASH, row, sha256);
    expect(first).toBe(hex(`${'0'.repeat(64)}|1|${CLINIC}|disclosure|2026-03-10T12:00:00.000Z|${row.contentHash}`));
    expect(sealed([auditRow(1, sha256), bareRow(2, sha256)], sha256)[1]?.hash).toBe(
      hex(`${first}|2|${CLINIC}|access|2026-03-10T12:00:00.000Z|${bareRow(2, sha256).contentHash}`),
    );
  });

  it('is the same when the content was purged', () => {
    const row = { ...auditRow(1, sha256), sequence: 1 };
    expect(chainHash(FIRST_PREVIOUS_HASH, { ...row }, sha256)).toBe(
      chainHash(FIRST_PREVIOUS_HASH, { ...row, ...{ content: undefined } }, sha256),
    );
  });
});
