import { describe, expect, it } from '@jest/globals';
import { tenantId } from '@radiant/kernel';
import type { TenantKeys } from '../ports/tenant-keys.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
const SESSION = 'session#33333333-3333-4333-8333-333333333333';

/** The laws of TenantKeys. `make` gives keys of which none was ever used. */
export function describeTenantKeys(name: string, make: () => Promise<TenantKeys>): void {
  describe(`TenantKeys laws: ${name}`, () => {
    it('counts versions up, for each tenant and scope on its own', async () => {
      const keys = await make();
      expect(await keys.rotate(CLINIC, 'tenant')).toBe(1);
      expect(await keys.rotate(CLINIC, 'tenant')).toBe(2);
      expect(await keys.rotate(CLINIC, SESSION)).toBe(1);
      expect(await keys.rotate(HOSPITAL, 'tenant')).toBe(1);
    });

    it('wraps every version anew', async () => {
      const keys = await make();
      await keys.rotate(CLINIC, 'tenant');
      await keys.rotate(CLINIC, 'tenant');
      expect(await keys.rewrap(CLINIC, 'tenant')).toBe(2);
    });

    it('wraps every version of every scope of a tenant anew, but for those that were destroyed', async () => {
      const keys = await make();
      expect(await keys.rewrapAll(CLINIC)).toBe(0);
      for (const scope of ['tenant', 'tenant', SESSION, 'audit-signing']) await keys.rotate(CLINIC, scope);
      await keys.rotate(HOSPITAL, 'tenant');
      expect(await keys.rewrapAll(CLINIC)).toBe(4);
      await keys.destroy(CLINIC, SESSION);
      expect(await keys.rewrapAll(CLINIC)).toBe(3);
    });

    it('destroys every version of one tenant and scope, once', async () => {
      const keys = await make();
      await keys.rotate(CLINIC, 'tenant');
      await keys.rotate(CLINIC, 'tenant');
      await keys.rotate(HOSPITAL, 'tenant');
      await keys.rotate(CLINIC, SESSION);
      expect(await keys.destroy(CLINIC, 'tenant')).toBe(2);
      expect(await keys.destroy(CLINIC, 'tenant')).toBe(0);
      expect(await keys.rotate(HOSPITAL, 'tenant')).toBe(2);
      expect(await keys.rotate(CLINIC, SESSION)).toBe(2);
    });

    it('gives what was destroyed no other key, used before or not', async () => {
      const keys = await make();
      await keys.rotate(CLINIC, 'tenant');
      await keys.destroy(CLINIC, 'tenant');
      await expect(keys.rotate(CLINIC, 'tenant')).rejects.toMatchObject({ code: 'not_found' });
      await keys.destroy(CLINIC, SESSION);
      await expect(keys.rotate(CLINIC, SESSION)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('closes a tenant: every key of it is gone, none is made, and others keep theirs', async () => {
      const keys = await make();
      await keys.rotate(CLINIC, 'tenant');
      await keys.rotate(CLINIC, 'tenant');
      await keys.rotate(CLINIC, SESSION);
      await keys.rotate(HOSPITAL, 'tenant');
      expect(await keys.close(CLINIC)).toBe(3);
      expect(await keys.close(CLINIC)).toBe(0);
      for (const scope of ['tenant', SESSION, 'session#44444444-4444-4444-8444-444444444444']) {
        await expect(keys.rotate(CLINIC, scope)).rejects.toMatchObject({ code: 'not_found' });
      }
      expect(await keys.rotate(HOSPITAL, 'tenant')).toBe(2);
    });
  });
}
