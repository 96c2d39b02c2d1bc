import { AUDIT_ACTIONS, type AuditOutcome } from '@radiant/kernel';
import { RETENTION_CLASSES, type AuditContent } from '@radiant/audit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { auditLine, parseAuditLine } from './audit-line.js';
import { CONTENT, rowOf, TENANT } from './testing/rows.js';

const written = (): Record<string, unknown> => JSON.parse(auditLine(rowOf(1)));
const withField = (field: string, value: unknown): string => JSON.stringify({ ...written(), [field]: value });
const withContent = (field: string, value: unknown): string => withField('content', { ...CONTENT, [field]: value });
const refusal = (text: string): unknown => {
  try {
    return parseAuditLine(text);
  } catch (error) {
    return error;
  }
};
const REFUSED = { name: 'DomainError', code: 'internal_error', message: 'this is no audit row' };

describe('an audit line', () => {
  it('is one line and gives the row back, a purged one too', () => {
    const purged = { ...rowOf(2), content: undefined };
    for (const row of [rowOf(1), purged]) {
      expect(auditLine(row)).not.toContain('\n');
      expect(parseAuditLine(auditLine(row))).toEqual(row);
    }
  });

  it('gives any row back', () => {
    const text = fc.option(fc.string({ unit: 'grapheme' }));
    const id = fc.option(fc.uuid());
    const content: fc.Arbitrary<AuditContent> = fc.record({
      action: fc.constantFrom(...AUDIT_ACTIONS),
      outcome: fc.constantFrom<AuditOutcome>('success', 'refused', 'failed'),
      actorKind: fc.constantFrom('service', 'user', 'admin', 'system'),
      userId: text,
      adminId: text,
      apiKeyId: id,
      appId: text,
      crossTenant: fc.boolean(),
      resourceType: text,
      resourceId: text,
      requestId: id,
      providerId: text,
      modelId: text,
      phi: fc.option(fc.dictionary(fc.string(), fc.nat(), { noNullPrototype: true })),
      phiDisclosed: fc.option(fc.boolean()),
      subjects: fc.option(fc.array(fc.string())),
      body: fc.option(fc.base64String()),
    });
    const row = fc.record({
      tenantId: fc.constant(TENANT),
      id: fc.uuid(),
      occurredAt: fc.integer({ min: -1e13, max: 1e13 }),
      retentionClass: fc.constantFrom(...RETENTION_CLASSES),
      contentHash: fc.constant('0f'.repeat(32)),
      content: fc.option(content, { nil: undefined }),
    });
    fc.assert(fc.property(row, (each) => expect(parseAuditLine(auditLine(each))).toEqual(each)));
  });

  it('writes the fields of a row and no others', () => {
    const row = { ...rowOf(1), prompt: 'secret', content: { ...CONTENT, prompt: 'secret' } };
    expect(auditLine(row)).toBe(auditLine(rowOf(1)));
  });

  it.each(['', '{', 'null', '1', '"text"', '[]', '[1]', '{}', 'undefined'])('is not %j', (text) => {
    expect(refusal(text)).toMatchObject(REFUSED);
  });

  it.each(Object.keys(written()))('is none without %s, or with it as something else', (field) => {
    expect(refusal(withField(field, undefined))).toMatchObject({ ...REFUSED, facts: { field } });
    for (const value of [true, -0.5, 'x', [], [null]]) expect(refusal(withField(field, value))).toMatchObject(REFUSED);
  });

  it.each(Object.keys(CONTENT))('is none without %s in its content, or with it as an object of texts', (field) => {
    expect(refusal(withContent(field, undefined))).toMatchObject({ ...REFUSED, facts: { field } });
    expect(refusal(withContent(field, { a: 'b' }))).toMatchObject({ ...REFUSED, facts: { field } });
  });

  it.each<[string, unknown]>([
    ['action', 'tenant.destroy'],
    ['action', null],
    ['outcome', 'maybe'],
    ['actorKind', 'root'],
    ['apiKeyId', 'not a uuid'],
    ['requestId', '00000000-0000-4000-8000-00000000000A'],
    ['crossTenant', null],
    ['phi', { NAME: -1 }],
    ['phi', { NAME: 1.5 }],
    ['phi', [1]],
    ['subjects', ['a', 1]],
    ['subjects', 'a'],
    ['body', 'not base64!'],
    ['body', 'YQ='],
  ])('is none with %s %j', (field, value) => {
    expect(refusal(withContent(field, value))).toMatchObject({ ...REFUSED, facts: { field } });
  });

  it.each<[string, unknown]>([
    ['tenantId', '11111111-1111-4111-8111-11111111111G'],
    ['tenantId', '../../etc'],
    ['id', '1'],
    ['occurredAt', '1'],
    ['occurredAt', null],
    ['retentionClass', 'forever'],
    ['contentHash', 'AB'.repeat(32)],
    ['contentHash', 'ab'.repeat(31)],
  ])('is none whose %s is %j', (field, value) => {
    expect(refusal(withField(field, value))).toMatchObject({ ...REFUSED, facts: { field } });
  });

  it('is none with a field too many', () => {
    expect(refusal(withField('more', null))).toMatchObject(REFUSED);
    expect(refusal(withContent('more', null))).toMatchObject(REFUSED);
  });
});
