import { beforeEach, describe, expect, it } from '@jest/globals';
import { tenantId, type TenantId } from '@radiant/kernel';
import type { AdminSessions } from '../ports/admin-sessions.js';

const NOON = Date.UTC(2026, 2, 10, 12);
const MINUTE = 60_000;
const IDLE = 15 * MINUTE;
const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');

/** The laws of AdminSessions. `make` gives an empty store in which just `tenants` exist. */
export function describeAdminSessions(
  name: string,
  make: (tenants: readonly TenantId[]) => Promise<AdminSessions>,
): void {
  describe(`AdminSessions laws: ${name}`, () => {
    let sessions: AdminSessions;
    const touch = (now: number, { tenant = CLINIC, hash = 'a' } = {}) =>
      sessions.touch(tenant, { tokenHash: hash.repeat(64), now, idleMs: IDLE, expiresAt: NOON + 720 * MINUTE });

    beforeEach(async () => {
      sessions = await make([CLINIC, HOSPITAL]);
    });

    it('answers the present at the first use', async () => {
      expect(await touch(NOON)).toBe(NOON);
    });

    it('answers the use before this one', async () => {
      await touch(NOON);
      expect(await touch(NOON + 1)).toBe(NOON);
      expect(await touch(NOON + 10 * MINUTE)).toBe(NOON + 1);
      expect(await touch(NOON + 20 * MINUTE)).toBe(NOON + 10 * MINUTE);
    });

    it('goes on at the very end of the idle time', async () => {
      await touch(NOON);
      expect(await touch(NOON + IDLE)).toBe(NOON);
      expect(await touch(NOON + 2 * IDLE)).toBe(NOON + IDLE);
    });

    it('never comes back to life once it was idle for longer', async () => {
      await touch(NOON);
      for (const late of [IDLE + 1, IDLE + 2, IDLE + MINUTE, 3 * IDLE]) expect(await touch(NOON + late)).toBe(NOON);
    });

    it('keeps tokens and tenants apart', async () => {
      await touch(NOON);
      expect(await touch(NOON + MINUTE, { hash: 'b' })).toBe(NOON + MINUTE);
      expect(await touch(NOON + 2 * MINUTE, { tenant: HOSPITAL })).toBe(NOON + 2 * MINUTE);
      expect(await touch(NOON + 3 * MINUTE)).toBe(NOON);
    });

    it('takes uses that come together', async () => {
      await touch(NOON);
      const answers = await Promise.all([touch(NOON + MINUTE), touch(NOON + MINUTE), touch(NOON + MINUTE)]);
      for (const answer of answers) expect([NOON, NOON + MINUTE]).toContain(answer);
      expect(await touch(NOON + 2 * MINUTE)).toBe(NOON + MINUTE);
    });

    it('begins once, even when the first uses come together', async () => {
      const answers = await Promise.all([touch(NOON), touch(NOON), touch(NOON)]);
      expect(answers).toEqual([NOON, NOON, NOON]);
    });
  });
}
