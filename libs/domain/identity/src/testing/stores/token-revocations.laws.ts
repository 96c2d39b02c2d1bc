import { describe, expect, it } from '@jest/globals';
import type { TokenRevocation } from '../../ports/stores.js';
import { CLINIC, HOSPITAL, NOON, twoTenants, uuid, type MakeStores } from './stores-under-test.js';

const TOKEN: TokenRevocation = {
  id: uuid(1),
  kind: 'token',
  value: 'e'.repeat(64),
  issuedBefore: NOON,
  expiresAt: NOON + 60_000,
  revokedBy: 'ada',
};
const PERSON: TokenRevocation = { ...TOKEN, id: uuid(2), kind: 'user', value: 'grace' };

/** The laws of TokenRevocations. */
export function describeTokenRevocations(name: string, make: MakeStores): void {
  describe(`TokenRevocations laws: ${name}`, () => {
    it('keeps what was revoked, with every field and for its tenant alone', async () => {
      const stores = await twoTenants(make);
      await stores.run(CLINIC, async ({ tokenRevocations }) => {
        await tokenRevocations.add(TOKEN);
        await tokenRevocations.add(PERSON);
      });
      expect(await stores.revocations(CLINIC)).toStrictEqual([TOKEN, PERSON]);
      expect(await stores.revocations(HOSPITAL)).toStrictEqual([]);
    });

    it('refuses an id that is taken, and the transaction goes on', async () => {
      const stores = await twoTenants(make);
      await stores.run(CLINIC, async ({ tokenRevocations }) => {
        await tokenRevocations.add(TOKEN);
        await expect(tokenRevocations.add({ ...PERSON, id: TOKEN.id })).rejects.toMatchObject({ code: 'conflict' });
        await tokenRevocations.add(PERSON);
      });
      expect(await stores.revocations(CLINIC)).toStrictEqual([TOKEN, PERSON]);
    });
  });
}
