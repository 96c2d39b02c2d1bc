import { beforeEach, describe, expect, it } from '@jest/globals';
import type { TenantId } from '@radiant/kernel';
import { MOST_SUBJECTS, type ProviderExposure } from '../ports/audit-store.js';
import { auditRow, bareRow, CLINIC, HOSPITAL, NOON, type AuditRowValues } from './audit-rows.js';
import type { AuditStoreFixture, MakeAuditStore } from './audit-store-fixture.js';

const HOUR_MS = 3_600_000;

/** What a provider was sent. */
export function describeAuditExposure(make: MakeAuditStore): void {
  describe('exposure', () => {
    let fixture: AuditStoreFixture;

    beforeEach(async () => {
      fixture = await make();
    });

    const call = (n: number, over: AuditRowValues = {}): Promise<void> =>
      fixture.sink.append(auditRow(n, fixture.digest, over));
    const exposure = async (tenantId?: TenantId): Promise<ProviderExposure[]> =>
      [...(await fixture.store(tenantId).exposure('acme', NOON, NOON + HOUR_MS))].sort((a, b) =>
        a.tenantId < b.tenantId ? -1 : 1,
      );

    it('is empty where nothing was sent', async () => {
      await fixture.sink.append(bareRow(1, fixture.digest));
      expect(await exposure()).toEqual([]);
    });

    it('adds up calls, categories and different subjects, tenant by tenant', async () => {
      await call(1, { content: { phi: { NAME: 2, SSN: 1 }, subjects: ['a', 'b'] } });
      await call(2, { content: { phi: { NAME: 3 }, subjects: ['b', 'c', 'c'], phiDisclosed: true } });
      await call(3, { content: { phi: null, subjects: null, phiDisclosed: null } });
      await call(4, { tenantId: HOSPITAL, content: { phi: { EMAIL: 1 }, subjects: ['a'] } });
      const clinic = {
        tenantId: CLINIC,
        calls: 3,
        subjects: 3,
        disclosingCalls: 1,
        crowdedCalls: 0,
        categories: { NAME: 5, SSN: 1 },
      };
      const hospital = {
        tenantId: HOSPITAL,
        calls: 1,
        subjects: 1,
        disclosingCalls: 0,
        crowdedCalls: 0,
        categories: { EMAIL: 1 },
      };
      expect(await exposure()).toEqual([clinic, hospital]);
      expect(await exposure(CLINIC)).toEqual([clinic]);
    });

    it('says of how many calls not everybody may be known', async () => {
      const many = (count: number): string[] => Array.from({ length: count }, (_, n) => `person ${n}`);
      await call(1, { content: { subjects: many(MOST_SUBJECTS - 1) } });
      await call(2, { content: { subjects: many(MOST_SUBJECTS) } });
      expect(await exposure()).toMatchObject([{ calls: 2, subjects: MOST_SUBJECTS, crowdedCalls: 1 }]);
    });

    it('counts the provider and the period that are named', async () => {
      await call(1, { content: { providerId: 'zenith' } });
      await call(2, { occurredAt: NOON - 1 });
      await call(3, { occurredAt: NOON + HOUR_MS });
      await call(4, { occurredAt: NOON + HOUR_MS - 1 });
      expect(await exposure()).toMatchObject([{ calls: 1 }]);
    });

    it('counts a call that failed once, by its departure', async () => {
      await call(1);
      await call(2, { content: { action: 'inference.fail', outcome: 'failed', phi: null, subjects: null } });
      expect(await exposure()).toMatchObject([{ calls: 1, categories: { NAME: 2, SSN: 1 } }]);
    });

    it('counts rows before and after they are sealed alike', async () => {
      await call(1);
      const before = await exposure();
      await fixture.seal();
      expect(await exposure()).toEqual(before);
    });
  });
}
