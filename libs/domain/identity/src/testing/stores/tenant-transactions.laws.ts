import { describe, expect, it } from '@jest/globals';
import { DomainError, type AuditEvent, type TenantId } from '@radiant/kernel';
import { CLINIC, HOSPITAL, NOON, tenant, twoTenants, uuid, type MakeStores } from './stores-under-test.js';

const event = (number: number, tenantId: TenantId): AuditEvent => ({
  id: uuid(number),
  tenantId,
  occurredAt: NOON,
  action: 'tenant.update',
  outcome: 'success',
  actor: { kind: 'admin', crossTenant: false },
});

/** The laws of transactions that belong to one tenant. */
export function describeTenantTransactions(name: string, make: MakeStores): void {
  describe(`Tenant transactions laws: ${name}`, () => {
    it('keeps a change together with the event about it', async () => {
      const stores = await twoTenants(make);
      const answer = await stores.run(CLINIC, async ({ tenants, audit }) => {
        await tenants.save(tenant(CLINIC, { name: 'Renamed' }));
        await audit.record(event(1, CLINIC));
        return 'done';
      });
      expect(answer).toBe('done');
      expect(await stores.run(CLINIC, ({ tenants }) => tenants.find(CLINIC))).toMatchObject({ name: 'Renamed' });
      expect(await stores.events(CLINIC)).toStrictEqual([uuid(1)]);
    });

    it('leaves nothing of a transaction that throws, neither rows nor events, and throws the same', async () => {
      const stores = await twoTenants(make);
      const failure = new DomainError('forbidden', 'not today');
      const run = stores.run(CLINIC, async ({ tenants, legalHolds, tokenRevocations, audit }) => {
        await tenants.save(tenant(CLINIC, { name: 'Renamed' }));
        const revocation = {
          kind: 'user',
          value: 'ada',
          issuedBefore: NOON,
          expiresAt: NOON,
          revokedBy: 'ada',
        } as const;
        await tokenRevocations.add({ id: uuid(1), ...revocation });
        await audit.record(event(1, CLINIC));
        expect(await legalHolds.list({ limit: 1, offset: 0 })).toStrictEqual({ items: [], total: 0 });
        throw failure;
      });
      await expect(run).rejects.toBe(failure);
      expect(await stores.run(CLINIC, ({ tenants }) => tenants.find(CLINIC))).toStrictEqual(tenant(CLINIC));
      expect(await stores.revocations(CLINIC)).toStrictEqual([]);
      expect(await stores.events(CLINIC)).toStrictEqual([]);
    });

    it('goes on after a transaction that threw', async () => {
      const stores = await twoTenants(make);
      await expect(stores.run(CLINIC, () => Promise.reject(new DomainError('conflict', 'no')))).rejects.toThrow('no');
      await stores.run(CLINIC, ({ audit }) => audit.record(event(1, CLINIC)));
      expect(await stores.events(CLINIC)).toStrictEqual([uuid(1)]);
    });

    it('sees its own changes before they are kept', async () => {
      const stores = await make();
      await stores.run(CLINIC, async ({ tenants }) => {
        await tenants.add(tenant(CLINIC));
        expect(await tenants.find(CLINIC)).toStrictEqual(tenant(CLINIC));
      });
    });

    it('keeps an event that is recorded again once', async () => {
      const stores = await twoTenants(make);
      await stores.run(CLINIC, ({ audit }) => audit.record(event(1, CLINIC)));
      await stores.run(CLINIC, ({ audit }) => audit.record(event(1, CLINIC)));
      expect(await stores.events(CLINIC)).toStrictEqual([uuid(1)]);
    });

    it("takes no event of another tenant's trail, and then keeps nothing", async () => {
      const stores = await twoTenants(make);
      const run = stores.run(CLINIC, async ({ tenants, audit }) => {
        await tenants.save(tenant(CLINIC, { name: 'Renamed' }));
        await audit.record(event(1, HOSPITAL));
      });
      await expect(run).rejects.toThrow();
      expect(await stores.run(CLINIC, ({ tenants }) => tenants.find(CLINIC))).toStrictEqual(tenant(CLINIC));
      expect(await stores.events(HOSPITAL)).toStrictEqual([]);
    });
  });
}
