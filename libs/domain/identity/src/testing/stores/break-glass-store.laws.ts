import { describe, expect, it } from '@jest/globals';
import type { Instant, TenantId } from '@radiant/kernel';
import type { BreakGlassGrant } from '../../break-glass.js';
import { breakGlassId } from '../../record-ids.js';
import { CLINIC, NOON, twoTenants, uuid, type MakeStores } from './stores-under-test.js';
import { itKeepsRowsOfOneTenant } from './tenant-rows.laws.js';

const grant = (number: number, tenantId: TenantId, createdAt: Instant): BreakGlassGrant => ({
  id: breakGlassId(uuid(number)),
  tenantId,
  requestedBy: 'ada',
  reason: `Incident ${number}: ward 3 can't see its charts – Ö`,
  status: 'pending',
  createdAt,
  startsAt: undefined,
  expiresAt: undefined,
  decidedBy: undefined,
  decidedAt: undefined,
  reviewedBy: undefined,
  reviewedAt: undefined,
  review: undefined,
});

const COURSE = {
  status: 'ended',
  startsAt: NOON + 1_000,
  expiresAt: NOON + 2_000,
  decidedBy: 'grace',
  decidedAt: NOON + 1_000,
  reviewedBy: 'edith',
  reviewedAt: NOON + 3_000,
  review: 'not_justified',
} as const;

/** The laws of BreakGlassStore. */
export function describeBreakGlassStore(name: string, make: MakeStores): void {
  describe(`BreakGlassStore laws: ${name}`, () => {
    itKeepsRowsOfOneTenant({
      make,
      store: ({ breakGlass }) => breakGlass,
      add: ({ breakGlass }, row) => breakGlass.add(row),
      row: grant,
    });

    it('saves the course of a grant, and never who asked for it or why', async () => {
      const stores = await twoTenants(make);
      const asked = grant(1, CLINIC, NOON);
      await stores.run(CLINIC, async ({ breakGlass }) => {
        await breakGlass.add(asked);
        await breakGlass.save({ ...asked, ...COURSE, requestedBy: 'mallory', reason: 'none', createdAt: NOON + 9 });
      });
      expect(await stores.run(CLINIC, ({ breakGlass }) => breakGlass.find(asked.id))).toStrictEqual({
        ...asked,
        ...COURSE,
      });
    });

    it('saves no grant that is not there', async () => {
      const stores = await twoTenants(make);
      await expect(
        stores.run(CLINIC, ({ breakGlass }) => breakGlass.save(grant(1, CLINIC, NOON))),
      ).rejects.toMatchObject({ code: 'not_found' });
    });

    it('is decided once, when all who decide at once look first whether it is pending', async () => {
      const stores = await twoTenants(make);
      const asked = grant(1, CLINIC, NOON);
      await stores.run(CLINIC, ({ breakGlass }) => breakGlass.add(asked));
      const decide = (decidedBy: string): Promise<boolean> =>
        stores.run(CLINIC, async ({ breakGlass }) => {
          const found = await breakGlass.find(asked.id);
          if (found?.status !== 'pending') return false;
          await breakGlass.save({ ...found, status: 'active', decidedBy });
          return true;
        });
      const answers = await Promise.all(['grace', 'edith', 'joan', 'ida'].map(decide));
      expect(answers.filter(Boolean)).toHaveLength(1);
    });
  });
}
