import { describe, expect, it } from '@jest/globals';
import type { Instant, TenantId } from '@radiant/kernel';
import type { LegalHold } from '../../legal-hold.js';
import { legalHoldId } from '../../record-ids.js';
import { CLINIC, HOSPITAL, NOON, twoTenants, uuid, type MakeStores } from './stores-under-test.js';
import { itKeepsRowsOfOneTenant } from './tenant-rows.laws.js';

const hold = (number: number, tenantId: TenantId, placedAt: Instant): LegalHold => ({
  id: legalHoldId(uuid(number)),
  tenantId,
  reason: `Case ${number} of 2026`,
  placedBy: 'ada',
  byPlatform: number % 2 === 0,
  placedAt,
  releasedBy: undefined,
  releasedAt: undefined,
});

/** The laws of LegalHoldStore. */
export function describeLegalHoldStore(name: string, make: MakeStores): void {
  describe(`LegalHoldStore laws: ${name}`, () => {
    itKeepsRowsOfOneTenant({
      make,
      store: ({ legalHolds }) => legalHolds,
      add: ({ legalHolds }, row) => legalHolds.add(row),
      row: hold,
    });

    it('is released once, and says by whom and when', async () => {
      const stores = await twoTenants(make);
      const placed = hold(1, CLINIC, NOON);
      await stores.run(CLINIC, async ({ legalHolds }) => {
        await legalHolds.add(placed);
        expect(await legalHolds.release(placed.id, 'grace', NOON + 5)).toBe(true);
        expect(await legalHolds.release(placed.id, 'mallory', NOON + 9)).toBe(false);
      });
      expect(await stores.run(CLINIC, ({ legalHolds }) => legalHolds.find(placed.id))).toStrictEqual({
        ...placed,
        releasedBy: 'grace',
        releasedAt: NOON + 5,
      });
    });

    it("releases no hold that is not there, or another tenant's", async () => {
      const stores = await twoTenants(make);
      const theirs = hold(1, HOSPITAL, NOON);
      await stores.run(HOSPITAL, ({ legalHolds }) => legalHolds.add(theirs));
      await stores.run(CLINIC, async ({ legalHolds }) => {
        expect(await legalHolds.release(theirs.id, 'ada', NOON)).toBe(false);
        expect(await legalHolds.release(legalHoldId(uuid(9)), 'ada', NOON)).toBe(false);
      });
      expect(await stores.run(HOSPITAL, ({ legalHolds }) => legalHolds.find(theirs.id))).toStrictEqual(theirs);
    });

    it('is released once, however many try at once', async () => {
      const stores = await twoTenants(make);
      const placed = hold(1, CLINIC, NOON);
      await stores.run(CLINIC, ({ legalHolds }) => legalHolds.add(placed));
      const answers = await Promise.all(
        ['grace', 'edith', 'joan', 'ida'].map((by) =>
          stores.run(CLINIC, async ({ legalHolds }) => {
            await legalHolds.find(placed.id); // everyone sees it stand before anyone releases it
            return legalHolds.release(placed.id, by, NOON + 5);
          }),
        ),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
    });
  });
}
