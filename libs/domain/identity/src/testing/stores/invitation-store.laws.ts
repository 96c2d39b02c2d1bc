import { describe, expect, it } from '@jest/globals';
import type { Instant, TenantId } from '@radiant/kernel';
import type { Invitation } from '../../app-user.js';
import { invitationId } from '../../record-ids.js';
import { CHARTING, CLINIC, HOSPITAL, NOON, twoTenants, uuid, type MakeStores } from './stores-under-test.js';
import { itKeepsRowsOfOneTenant } from './tenant-rows.laws.js';

const invitation = (number: number, tenantId: TenantId, createdAt: Instant): Invitation => ({
  id: invitationId(uuid(number)),
  tenantId,
  appId: CHARTING,
  address: `person-${number}@clinic.example`,
  tokenHash: number.toString(16).padStart(64, 'c'),
  invitedBy: 'ada',
  createdAt,
  expiresAt: createdAt + 60_000,
  acceptedAt: undefined,
  revokedAt: undefined,
});

/** The laws of InvitationStore. */
export function describeInvitationStore(name: string, make: MakeStores): void {
  describe(`InvitationStore laws: ${name}`, () => {
    itKeepsRowsOfOneTenant({
      make,
      store: ({ invitations }) => invitations,
      add: ({ invitations }, row) => invitations.add(row),
      row: invitation,
    });

    it('finds an invitation by the hash of its token, within its tenant', async () => {
      const stores = await twoTenants(make);
      const kept = invitation(1, CLINIC, NOON);
      await stores.run(CLINIC, ({ invitations }) => invitations.add(kept));
      const find = (tenantId: TenantId, hash: string): Promise<Invitation | undefined> =>
        stores.run(tenantId, ({ invitations }) => invitations.findByToken(hash));
      expect(await find(CLINIC, kept.tokenHash)).toStrictEqual(kept);
      expect(await find(CLINIC, 'd'.repeat(64))).toBeUndefined();
      expect(await find(HOSPITAL, kept.tokenHash)).toBeUndefined();
    });

    it('refuses a token that another invitation has, and the transaction goes on', async () => {
      const stores = await twoTenants(make);
      const [first, other] = [invitation(1, CLINIC, NOON), invitation(3, CLINIC, NOON)];
      await stores.run(CLINIC, async ({ invitations }) => {
        await invitations.add(first);
        const twin = { ...invitation(2, CLINIC, NOON), tokenHash: first.tokenHash };
        await expect(invitations.add(twin)).rejects.toMatchObject({ code: 'conflict' });
        await invitations.add(other);
      });
      expect(await stores.run(CLINIC, ({ invitations }) => invitations.find(other.id))).toStrictEqual(other);
    });

    it.each([
      ['acceptance', { acceptedAt: NOON + 5 }],
      ['revocation', { revokedAt: NOON + 5 }],
    ])('closes an invitation by %s, and once it is closed it stays as it is', async (_, how) => {
      const stores = await twoTenants(make);
      const open = invitation(1, CLINIC, NOON);
      await stores.run(CLINIC, async ({ invitations }) => {
        await invitations.add(open);
        expect(await invitations.close(open.id, how)).toBe(true);
      });
      await stores.run(CLINIC, async ({ invitations }) => {
        expect(await invitations.close(open.id, { acceptedAt: NOON + 9 })).toBe(false);
        expect(await invitations.close(open.id, { revokedAt: NOON + 9 })).toBe(false);
        expect(await invitations.find(open.id)).toStrictEqual({ ...open, ...how });
      });
    });

    it("closes no invitation that is not there, or another tenant's", async () => {
      const stores = await twoTenants(make);
      const theirs = invitation(1, HOSPITAL, NOON);
      await stores.run(HOSPITAL, ({ invitations }) => invitations.add(theirs));
      await stores.run(CLINIC, async ({ invitations }) => {
        expect(await invitations.close(theirs.id, { acceptedAt: NOON })).toBe(false);
        expect(await invitations.close(invitationId(uuid(9)), { revokedAt: NOON })).toBe(false);
      });
      expect(await stores.run(HOSPITAL, ({ invitations }) => invitations.find(theirs.id))).toStrictEqual(theirs);
    });

    it('is closed once, however many try at once', async () => {
      const stores = await twoTenants(make);
      const open = invitation(1, CLINIC, NOON);
      await stores.run(CLINIC, ({ invitations }) => invitations.add(open));
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, number) =>
          stores.run(CLINIC, async ({ invitations }) => {
            await invitations.find(open.id); // everyone sees it open before anyone closes it
            return invitations.close(open.id, number % 2 ? { acceptedAt: NOON } : { revokedAt: NOON });
          }),
        ),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
    });
  });
}
