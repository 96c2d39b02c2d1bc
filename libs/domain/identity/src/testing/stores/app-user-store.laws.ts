import { describe, expect, it } from '@jest/globals';
import { userId, type Instant, type TenantId } from '@radiant/kernel';
import type { AppUser } from '../../app-user.js';
import { appUserId, invitationId } from '../../record-ids.js';
import {
  CHARTING,
  CLINIC,
  HOSPITAL,
  NOON,
  SCHEDULING,
  twoTenants,
  uuid,
  type MakeStores,
} from './stores-under-test.js';
import { itKeepsRowsOfOneTenant } from './tenant-rows.laws.js';

const user = (number: number, tenantId: TenantId, createdAt: Instant): AppUser => ({
  id: appUserId(uuid(number)),
  tenantId,
  appId: CHARTING,
  subject: userId(`person-${number}`),
  status: 'active',
  invitationId: undefined,
  createdAt,
  lastSeenAt: undefined,
});

/** The laws of AppUserStore. */
export function describeAppUserStore(name: string, make: MakeStores): void {
  describe(`AppUserStore laws: ${name}`, () => {
    itKeepsRowsOfOneTenant({
      make,
      store: ({ appUsers }) => appUsers,
      add: ({ appUsers }, row) => appUsers.put(row),
      row: user,
    });

    it('answers the person that was added, with every field', async () => {
      const stores = await twoTenants(make);
      const full: AppUser = {
        ...user(1, CLINIC, NOON),
        status: 'suspended',
        invitationId: invitationId(uuid(7)),
        lastSeenAt: NOON + 1,
      };
      expect(await stores.run(CLINIC, ({ appUsers }) => appUsers.put(full))).toStrictEqual(full);
      expect(await stores.run(CLINIC, ({ appUsers }) => appUsers.find(full.id))).toStrictEqual(full);
    });

    it('sets invitation and status of a person who is there already, and nothing else', async () => {
      const stores = await twoTenants(make);
      const first: AppUser = { ...user(1, CLINIC, NOON), lastSeenAt: NOON + 1 };
      const again: AppUser = {
        ...user(2, CLINIC, NOON + 9_000),
        subject: first.subject,
        status: 'suspended',
        invitationId: invitationId(uuid(7)),
        lastSeenAt: NOON + 9_000,
      };
      await stores.run(CLINIC, ({ appUsers }) => appUsers.put(first));
      const expected = { ...first, status: 'suspended', invitationId: again.invitationId };
      expect(await stores.run(CLINIC, ({ appUsers }) => appUsers.put(again))).toStrictEqual(expected);
      expect(await stores.run(CLINIC, ({ appUsers }) => appUsers.list({ limit: 9, offset: 0 }))).toStrictEqual({
        items: [expected],
        total: 1,
      });
    });

    it('keeps one row of a person who is put many times at once', async () => {
      const stores = await twoTenants(make);
      const put = (number: number): Promise<AppUser> =>
        stores.run(CLINIC, ({ appUsers }) =>
          appUsers.put({ ...user(number, CLINIC, NOON), subject: userId('one-person') }),
        );
      const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(put));
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
      expect(await stores.run(CLINIC, ({ appUsers }) => appUsers.list({ limit: 9, offset: 0 }))).toMatchObject({
        total: 1,
      });
    });

    it("holds a person's rows of two apps and of two tenants apart", async () => {
      const stores = await twoTenants(make);
      const charting = user(1, CLINIC, NOON);
      const scheduling: AppUser = { ...user(2, CLINIC, NOON), appId: SCHEDULING, subject: charting.subject };
      const elsewhere: AppUser = { ...user(3, HOSPITAL, NOON), subject: charting.subject };
      await stores.run(CLINIC, ({ appUsers }) => appUsers.put(charting));
      await stores.run(CLINIC, ({ appUsers }) => appUsers.put(scheduling));
      await stores.run(HOSPITAL, ({ appUsers }) => appUsers.put({ ...elsewhere, status: 'suspended' }));
      await stores.run(CLINIC, async ({ appUsers }) => {
        const whole = { limit: 9, offset: 0 };
        expect(await appUsers.list(whole, CHARTING)).toStrictEqual({ items: [charting], total: 1 });
        expect(await appUsers.list(whole, SCHEDULING)).toStrictEqual({ items: [scheduling], total: 1 });
      });
    });

    it('saves the status, and of this person alone', async () => {
      const stores = await twoTenants(make);
      const [ada, grace] = [user(1, CLINIC, NOON), user(2, CLINIC, NOON)];
      await stores.run(CLINIC, async ({ appUsers }) => {
        await appUsers.put(ada);
        await appUsers.put(grace);
        await appUsers.saveStatus(ada.id, 'suspended');
      });
      await stores.run(CLINIC, async ({ appUsers }) => {
        expect(await appUsers.find(ada.id)).toStrictEqual({ ...ada, status: 'suspended' });
        expect(await appUsers.find(grace.id)).toStrictEqual(grace);
      });
    });

    it("saves no status of a person who is not there, or another tenant's", async () => {
      const stores = await twoTenants(make);
      const theirs = user(1, HOSPITAL, NOON);
      await stores.run(HOSPITAL, ({ appUsers }) => appUsers.put(theirs));
      for (const id of [theirs.id, appUserId(uuid(9))]) {
        await expect(stores.run(CLINIC, ({ appUsers }) => appUsers.saveStatus(id, 'suspended'))).rejects.toMatchObject({
          code: 'not_found',
        });
      }
      expect(await stores.run(HOSPITAL, ({ appUsers }) => appUsers.find(theirs.id))).toStrictEqual(theirs);
    });
  });
}
