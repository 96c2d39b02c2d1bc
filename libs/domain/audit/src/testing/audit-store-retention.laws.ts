import { beforeEach, describe, expect, it } from '@jest/globals';
import { userId, type TenantId } from '@radiant/kernel';
import type { AuditRow, SealedAuditRow } from '../audit-row.js';
import type { ChainReport } from '../chain/chain-report.js';
import { ChainVerifier } from '../chain/chain-verifier.js';
import { purgeableBefore, purgedRangeText } from '../retention.js';
import { auditRow, bareRow, CLINIC, HOSPITAL, uuid, type AuditRowValues } from './audit-rows.js';
import type { AuditStoreFixture, MakeAuditStore } from './audit-store-fixture.js';
import { FakeSignatureVerifier } from './fake-signer.js';

const DAY_MS = 86_400_000;
/** Old enough for every purge. */
const LONG_AGO = Date.UTC(2012, 2, 10, 12);
const BEFORE = Date.UTC(2013, 0, 1);
const ALL = { limit: 1_000, offset: 0 };

/** How rows are chained and purged. */
export function describeAuditRetention(make: MakeAuditStore): void {
  describe('chain and purge', () => {
    let fixture: AuditStoreFixture;

    beforeEach(async () => {
      fixture = await make();
    });

    const append = async (...rows: readonly AuditRow[]): Promise<void> => {
      for (const row of rows) await fixture.sink.append(row);
    };
    /** An old row of the class `access`. */
    const oldRow = (n: number, over: AuditRowValues = {}): AuditRow =>
      bareRow(n, fixture.digest, { occurredAt: LONG_AGO + n, ...over });
    const chain = (tenantId: TenantId = CLINIC): Promise<readonly SealedAuditRow[]> =>
      fixture.store(tenantId).chain(tenantId, 0, 1_000);
    const purge = (before = BEFORE): Promise<number> => fixture.store(CLINIC).purge(CLINIC, 'access', before);
    const verified = async (tenantId: TenantId = CLINIC): Promise<ChainReport> => {
      const verifier = new ChainVerifier(tenantId, fixture.digest, [], new FakeSignatureVerifier());
      for (const row of await chain(tenantId)) verifier.add(row);
      return verifier.finish();
    };

    it('chains rows in the order in which they came, whenever they happened', async () => {
      await append(auditRow(3, fixture.digest), oldRow(1), auditRow(2, fixture.digest));
      await fixture.seal();
      expect((await chain()).map(({ id, sequence }) => [id, sequence])).toEqual([
        [uuid(3), 1],
        [uuid(1), 2],
        [uuid(2), 3],
      ]);
    });

    it('counts what waits for its place', async () => {
      await append(oldRow(1), oldRow(2), oldRow(3, { tenantId: HOSPITAL }));
      expect(await fixture.store(CLINIC).waiting(CLINIC, 0)).toBe(2);
      expect(await fixture.store().waiting(HOSPITAL, 0)).toBe(1);
      await fixture.seal();
      expect(await fixture.store(CLINIC).waiting(CLINIC, 0)).toBe(0);
    });

    it('makes chains that verify, one of each tenant, in as many steps as it likes', async () => {
      for (const step of [0, 1, 2]) {
        const numbers = [1, 2, 3].map((n) => step * 10 + n);
        await append(...numbers.map((n) => auditRow(n, fixture.digest)));
        await append(...numbers.map((n) => oldRow(n, { tenantId: HOSPITAL })));
        await fixture.seal();
      }
      for (const tenantId of [CLINIC, HOSPITAL]) {
        expect(await verified(tenantId)).toMatchObject({ rows: 9, last: { sequence: 9 }, problems: [] });
      }
    });

    it('keeps every field of a row in the chain', async () => {
      const rows = [auditRow(1, fixture.digest), bareRow(2, fixture.digest)];
      await append(...rows);
      await fixture.seal();
      expect(await chain()).toMatchObject(rows);
    });

    it('chains a row that comes again only once', async () => {
      await append(oldRow(1));
      await fixture.seal();
      await append(oldRow(1), oldRow(2));
      await fixture.seal();
      expect((await chain()).map(({ id }) => id)).toEqual([uuid(1), uuid(2)]);
    });

    it('leaves out of the chain what is not sealed yet', async () => {
      await append(oldRow(1));
      expect(await chain()).toEqual([]);
    });

    it('reads a chain in pieces', async () => {
      await append(...[1, 2, 3, 4, 5].map((n) => oldRow(n)));
      await fixture.seal();
      const piece = async (after: number, limit: number): Promise<number[]> =>
        (await fixture.store(CLINIC).chain(CLINIC, after, limit)).map(({ sequence }) => sequence);
      expect([await piece(0, 2), await piece(2, 2), await piece(4, 2), await piece(5, 2)]).toEqual([
        [1, 2],
        [3, 4],
        [5],
        [],
      ]);
    });

    it('takes away the content of purged rows and keeps their places', async () => {
      await append(oldRow(1), oldRow(2));
      await fixture.seal();
      const before = await chain();
      expect(await purge()).toBe(2);
      expect(await chain()).toEqual(before.map((row) => ({ ...row, content: undefined })));
      expect(await purge()).toBe(0);
    });

    it('purges the class, the period and the tenant that are named, and sealed rows alone', async () => {
      await append(
        oldRow(1),
        oldRow(2, { occurredAt: BEFORE }),
        oldRow(3, { occurredAt: BEFORE - 1 }),
        oldRow(4, { content: { action: 'token.revoke' } }),
        oldRow(5, { tenantId: HOSPITAL }),
      );
      await fixture.seal();
      await append(oldRow(6));
      expect(await purge()).toBe(2);
      const emptied = async (tenantId: TenantId): Promise<string[]> =>
        (await fixture.store(tenantId).search({}, ALL)).items.filter((row) => !row.content).map(({ id }) => id);
      expect([await emptied(CLINIC), await emptied(HOSPITAL)]).toEqual([[uuid(3), uuid(1)], []]);
    });

    it('finds purged rows by their time and by nothing that is gone', async () => {
      await append(oldRow(1));
      await fixture.seal();
      await purge();
      const ids = async (query: object): Promise<string[]> =>
        (await fixture.store(CLINIC).search(query, ALL)).items.map(({ id }) => id);
      expect([await ids({ from: LONG_AGO, to: BEFORE }), await ids({ action: 'audit.read' })]).toEqual([[uuid(1)], []]);
    });

    it('lets a chain verify whose purge was written down, and no other', async () => {
      await append(oldRow(1), oldRow(2), auditRow(3, fixture.digest));
      await fixture.seal();
      await purge();
      expect((await verified()).problems.map(({ kind }) => kind)).toEqual([
        'purged_without_event',
        'purged_without_event',
      ]);
      const resourceId = purgedRangeText({ retentionClass: 'access', before: BEFORE });
      const content = { action: 'audit.purge', resourceType: 'audit_range', resourceId } as const;
      await append(bareRow(4, fixture.digest, { content: { ...content, adminId: userId('ada') } }));
      await fixture.seal();
      expect(await verified()).toMatchObject({ rows: 4, purged: 2, problems: [] });
    });

    it('never empties a row that tells of a purge', async () => {
      const resourceId = purgedRangeText({ retentionClass: 'access', before: BEFORE });
      const content = { action: 'audit.purge', resourceType: 'audit_range', resourceId } as const;
      await append(oldRow(1, { content }), oldRow(2, { content: { action: 'token.revoke' } }));
      await fixture.seal();
      expect(await fixture.store(CLINIC).purge(CLINIC, 'security', BEFORE)).toBe(1);
      expect((await chain()).map((row) => row.content?.action)).toEqual(['audit.purge', undefined]);
    });

    it('purges nothing of a tenant under a legal hold', async () => {
      await append(oldRow(1));
      await fixture.seal();
      const release = await fixture.hold(CLINIC);
      await expect(purge()).rejects.toMatchObject({ code: 'conflict' });
      expect((await chain())[0]?.content).toBeDefined();
      await release();
      expect(await purge()).toBe(1);
    });

    it('purges one tenant while another is under a legal hold', async () => {
      await append(oldRow(1));
      await fixture.seal();
      await fixture.hold(HOSPITAL);
      expect(await purge()).toBe(1);
    });

    it('purges nothing that is younger than six years', async () => {
      const sixYearsAgo = purgeableBefore('access', fixture.now);
      await append(oldRow(1, { occurredAt: sixYearsAgo + DAY_MS }), oldRow(2));
      await fixture.seal();
      await expect(purge(sixYearsAgo + 2 * DAY_MS)).rejects.toMatchObject({ code: 'conflict' });
      expect((await chain()).map(({ content }) => content === undefined)).toEqual([false, false]);
      expect(await purge(sixYearsAgo - DAY_MS)).toBe(1);
    });
  });
}
