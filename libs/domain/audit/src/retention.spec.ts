import { describe, expect, it } from '@jest/globals';
import { AUDIT_ACTIONS } from '@radiant/kernel';
import fc from 'fast-check';
import { sha256 } from '../test/sha256.js';
import { AuditRowFactory } from './audit-row-factory.js';
import { RETENTION_CLASSES, type RetentionClass } from './audit-row.js';
import {
  purgeableBefore,
  purgedRange,
  purgedRangeText,
  purgeEvent,
  RETENTION_CLASS_OF,
  RETENTION_YEARS,
} from './retention.js';
import { auditRow, CLINIC, FakeSealer, NOON, uuid } from './testing/index.js';

const of = (retentionClass: RetentionClass): string[] =>
  AUDIT_ACTIONS.filter((action) => RETENTION_CLASS_OF[action] === retentionClass);

describe('retention', () => {
  it('keeps every class for six years', () => {
    expect(RETENTION_CLASSES.map((each) => RETENTION_YEARS[each])).toEqual([6, 6, 6, 6]);
  });

  it('counts what patients were concerned by as disclosure', () => {
    expect(of('disclosure')).toEqual([
      'disclosure.read',
      ...['inference.call', 'inference.fail', 'inference.reuse', 'inference.settle'],
      ...['phi.reidentify', 'phi.reidentify.decide', 'phi.reidentify.request'],
    ]);
  });

  it('counts refusals, blocked calls, failed authentications, revocations, keys, holds, deletions, purges and broken glass as security', () => {
    expect(of('security')).toEqual([
      'access.refuse',
      'audit.purge',
      'authentication.fail',
      ...['break_glass.decide', 'break_glass.request', 'break_glass.review'],
      ...['data_key.rewrap', 'data_key.rotate', 'data_key.shred'],
      'inference.block',
      ...['legal_hold.place', 'legal_hold.release'],
      'tenant.delete',
      'token.revoke',
    ]);
  });

  it('counts looking and handing out as access, and all the rest as change', () => {
    expect(of('access')).toEqual([
      'access_review.export',
      ...['audit.export', 'audit.read', 'audit.verify'],
      'evidence.export',
      'report.read',
      ...['session.read', 'tenant.read'],
      'usage.export',
    ]);
    expect(of('change')).toContain('tenant.update');
  });

  it.each([
    ['2026-03-10T12:00:00.000Z', '2020-03-10T12:00:00.000Z'],
    ['2024-02-29T23:59:59.999Z', '2018-02-28T23:59:59.999Z'],
    ['2026-01-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z'],
  ])('lets at %s purge what happened before %s', (now, before) => {
    expect(new Date(purgeableBefore('access', Date.parse(now))).toISOString()).toBe(before);
  });
});

describe('a purge that is written down', () => {
  const purge = {
    id: uuid(7),
    tenantId: CLINIC,
    occurredAt: NOON,
    actor: { kind: 'system', crossTenant: false },
    rows: 12,
    retentionClass: 'access',
    before: Date.UTC(2020, 0, 1),
  } as const;

  it('names its range and how many rows it emptied', () => {
    expect(purgeEvent(purge)).toMatchObject({
      action: 'audit.purge',
      outcome: 'success',
      resource: { type: 'audit_range', id: 'access<2020-01-01T00:00:00.000Z' },
      details: { rows: 12 },
    });
  });

  it('is understood again from its row', async () => {
    const row = await new AuditRowFactory(new FakeSealer(), sha256).row(purgeEvent(purge));
    expect(row.retentionClass).toBe('security');
    expect(purgedRange(row.content!)).toEqual({ retentionClass: 'access', before: purge.before });
  });

  it('is understood for every class and moment', () => {
    const ranges = fc.record({
      retentionClass: fc.constantFrom(...RETENTION_CLASSES),
      before: fc.integer({ min: 0, max: Date.UTC(2100, 0) }),
    });
    fc.assert(
      fc.property(ranges, (range) => {
        const resourceId = purgedRangeText(range);
        const row = auditRow(1, sha256, {
          content: { action: 'audit.purge', resourceType: 'audit_range', resourceId },
        });
        expect(purgedRange(row.content!)).toEqual(range);
      }),
    );
  });

  it.each([
    { action: 'audit.read' },
    { outcome: 'refused' },
    { outcome: 'failed' },
    { resourceType: 'tenant' },
    { resourceType: null },
    { resourceId: null },
    { resourceId: 'everything<2020-01-01T00:00:00.000Z' },
    { resourceId: 'access<2020-13-01T00:00:00.000Z' },
    { resourceId: 'access<2020-01-01' },
    { resourceId: 'access<9' },
    { resourceId: ' access<2020-01-01T00:00:00.000Z' },
  ] as const)('is not seen in a row with %j', (change) => {
    const purged = {
      action: 'audit.purge',
      resourceType: 'audit_range',
      resourceId: 'access<2020-01-01T00:00:00.000Z',
    } as const;
    expect(purgedRange(auditRow(1, sha256, { content: purged }).content!)).toBeDefined();
    expect(purgedRange(auditRow(1, sha256, { content: { ...purged, ...change } }).content!)).toBeUndefined();
  });
});
