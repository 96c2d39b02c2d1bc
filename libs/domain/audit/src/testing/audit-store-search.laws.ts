import { beforeEach, describe, expect, it } from '@jest/globals';
import type { TenantId } from '@radiant/kernel';
import type { AuditRow } from '../audit-row.js';
import { MOST_SUBJECTS, type AuditQuery, type FoundAuditRow } from '../ports/audit-store.js';
import { auditRow, bareRow, CLINIC, HOSPITAL, NOON, uuid } from './audit-rows.js';
import type { AuditStoreFixture, MakeAuditStore } from './audit-store-fixture.js';

const ALL = { limit: 2_000, offset: 0 };
const MINUTE_MS = 60_000;

/** Each finds row 1 and not row 2, which differs in everything. */
const NARROWING: readonly (readonly [string, AuditQuery])[] = [
  ['the action', { action: 'inference.call' }],
  ['the outcome', { outcome: 'success' }],
  ['a user', { actorId: 'dr.jones@clinic' }],
  ['a key', { actorId: '33333333-3333-4333-8333-333333333333' }],
  ['the type of resource', { resourceType: 'model' }],
  ['the resource', { resourceId: 'chat-small' }],
  ['the request', { requestId: uuid(901) }],
  ['the provider', { providerId: 'acme' }],
  ['a subject', { subject: 'a'.repeat(64) }],
  ['everything at once', { action: 'inference.call', outcome: 'success', providerId: 'acme', resourceType: 'model' }],
];

/** How rows are found and exported. */
export function describeAuditSearch(make: MakeAuditStore): void {
  describe('search and export', () => {
    let fixture: AuditStoreFixture;

    beforeEach(async () => {
      fixture = await make();
    });

    const append = async (...rows: readonly AuditRow[]): Promise<void> => {
      for (const row of rows) await fixture.sink.append(row);
    };
    const idsOf = (rows: readonly FoundAuditRow[]): string[] => rows.map(({ id }) => id);
    const found = async (query: AuditQuery, tenantId: TenantId | undefined = CLINIC): Promise<string[]> =>
      idsOf((await fixture.store(tenantId).search(query, ALL)).items);
    const exported = async (query: AuditQuery, tenantId: TenantId = CLINIC): Promise<FoundAuditRow[]> => {
      const rows: FoundAuditRow[] = [];
      for await (const row of fixture.store(tenantId).export(query)) rows.push(row);
      return rows;
    };

    it('finds nothing in an empty trail', async () => {
      expect(await fixture.store(CLINIC).search({}, ALL)).toEqual({ items: [], total: 0 });
      expect(await exported({})).toEqual([]);
    });

    it('finds a row with every field, and with no place in the chain before it is sealed', async () => {
      const rows = [auditRow(1, fixture.digest), bareRow(2, fixture.digest, { occurredAt: NOON - 1 })];
      await append(...rows);
      expect((await fixture.store(CLINIC).search({}, ALL)).items).toEqual(rows);
      expect(await exported({})).toEqual(rows.toReversed());
    });

    it('finds a sealed row with its place in the chain', async () => {
      await append(auditRow(1, fixture.digest));
      await fixture.seal();
      const [inChain] = await fixture.store(CLINIC).chain(CLINIC, 0, 1);
      expect(inChain?.sequence).toBe(1);
      expect((await fixture.store(CLINIC).search({}, ALL)).items).toEqual([inChain]);
      expect(await exported({})).toEqual([inChain]);
    });

    it.each(NARROWING)('narrows by %s', async (_, query) => {
      await append(auditRow(1, fixture.digest), bareRow(2, fixture.digest, { content: { outcome: 'refused' } }));
      expect(await found(query)).toEqual([uuid(1)]);
      expect(await fixture.store(CLINIC).search(query, ALL)).toMatchObject({ total: 1 });
      expect(idsOf(await exported(query))).toEqual([uuid(1)]);
    });

    it('finds what an administrator did', async () => {
      await append(auditRow(1, fixture.digest), bareRow(2, fixture.digest));
      expect(await found({ actorId: 'ada' })).toEqual([uuid(2)]);
    });

    it('finds any of several subjects', async () => {
      await append(auditRow(1, fixture.digest, { content: { subjects: ['a', 'b'] } }));
      expect([await found({ subject: 'b' }), await found({ subject: 'ab' })]).toEqual([[uuid(1)], []]);
    });

    it('finds rows by which as many left in the clear as are kept of one', async () => {
      const many = (count: number): string[] => Array.from({ length: count }, (_, n) => `person ${n}`);
      for (const [n, content] of [
        { phiDisclosed: true, subjects: many(MOST_SUBJECTS) },
        { phiDisclosed: false, subjects: many(MOST_SUBJECTS) },
        { phiDisclosed: true, subjects: many(MOST_SUBJECTS - 1) },
        { phiDisclosed: true, subjects: null },
      ].entries()) {
        await append(auditRow(n + 1, fixture.digest, { content }));
      }
      expect(await found({ crowded: true })).toEqual([uuid(1)]);
    });

    it('counts the start of a period and not its end', async () => {
      await append(...[-1, 0, 999, 1_000].map((ms, n) => auditRow(n, fixture.digest, { occurredAt: NOON + ms })));
      const period = { from: NOON, to: NOON + 1_000 };
      expect(await found(period)).toEqual([uuid(2), uuid(1)]);
      expect(idsOf(await exported(period))).toEqual([uuid(1), uuid(2)]);
      expect(await found({ from: NOON + 1_000 })).toEqual([uuid(3)]);
      expect(await found({ to: NOON })).toEqual([uuid(0)]);
    });

    it('takes what is looked for literally, without wildcards', async () => {
      await append(auditRow(1, fixture.digest));
      expect(await found({ actorId: 'dr.jones%' })).toEqual([]);
      expect(await found({ resourceId: 'chat_small' })).toEqual([]);
      expect(await found({ providerId: "acme' or 'a'='a" })).toEqual([]);
    });

    it('lists the newest first, and of one instant the highest id', async () => {
      const at = [NOON, NOON + 1, NOON, NOON - 1];
      await append(...at.map((occurredAt, n) => auditRow(n, fixture.digest, { occurredAt })));
      expect(await found({})).toEqual([1, 2, 0, 3].map(uuid));
    });

    it('pages without a gap or a repetition, and says the true total on every page', async () => {
      await append(
        ...Array.from({ length: 25 }, (_, n) => auditRow(n, fixture.digest, { occurredAt: NOON + Math.floor(n / 10) })),
      );
      const pages = await Promise.all(
        [0, 7, 14, 21, 28].map((offset) => fixture.store(CLINIC).search({}, { limit: 7, offset })),
      );
      expect(pages.map(({ items }) => items.length)).toEqual([7, 7, 7, 4, 0]);
      expect(pages.map(({ total }) => total)).toEqual([25, 25, 25, 25, 25]);
      expect(pages.flatMap(({ items }) => idsOf(items))).toEqual(await found({}));
    });

    it('exports thousands of rows oldest first, each once, also where many share an instant', async () => {
      const rows = Array.from({ length: 2_500 }, (_, n) =>
        auditRow(n, fixture.digest, {
          occurredAt: NOON + (n < 1_500 ? 0 : n),
          content: { outcome: n % 5 === 0 ? 'failed' : 'success' },
        }),
      );
      await Promise.all(rows.toReversed().map((row) => fixture.sink.append(row)));
      expect(idsOf(await exported({}))).toEqual(rows.map(({ id }) => id));
      expect(await exported({ outcome: 'failed' })).toHaveLength(500);
    });

    it('lets an export be given up halfway', async () => {
      await append(...[1, 2, 3].map((n) => auditRow(n, fixture.digest, { occurredAt: NOON + n * MINUTE_MS })));
      const first: string[] = [];
      for await (const row of fixture.store(CLINIC).export({})) {
        first.push(row.id);
        break;
      }
      expect(first).toEqual([uuid(1)]);
      expect(await found({})).toHaveLength(3);
    });

    it('never shows one tenant what is another’s', async () => {
      await append(auditRow(1, fixture.digest), auditRow(2, fixture.digest, { tenantId: HOSPITAL }));
      await fixture.seal();
      expect(await found({})).toEqual([uuid(1)]);
      expect(idsOf(await exported({}))).toEqual([uuid(1)]);
      expect(await found({}, HOSPITAL)).toEqual([uuid(2)]);
      expect(await fixture.store(CLINIC).chain(HOSPITAL, 0, 10)).toEqual([]);
    });

    it('shows all tenants to a super administrator', async () => {
      await append(auditRow(1, fixture.digest), auditRow(2, fixture.digest, { tenantId: HOSPITAL }));
      expect((await fixture.store().search({ providerId: 'acme' }, ALL)).items.map(({ tenantId }) => tenantId)).toEqual(
        [HOSPITAL, CLINIC],
      );
    });
  });
}
