import { beforeEach, describe, expect, it } from '@jest/globals';
import { tenantId, type TenantId } from '@radiant/kernel';
import type { Webhook, WebhookStore } from '../ports/webhook-store.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
const NOON = Date.UTC(2026, 9, 1, 12);

/** Runs work on the store of one tenant, in a transaction of it. */
export type RunWebhooks = <Result>(tenant: TenantId, work: (store: WebhookStore) => Promise<Result>) => Promise<Result>;

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const hook = (n: number, tenant: TenantId = CLINIC): Webhook => ({
  tenantId: tenant,
  id: id(n),
  url: `https://hooks.example/${n}`,
  updatedAt: NOON + n,
  updatedBy: 'grace',
});
const ALL = { limit: 10, offset: 0 };

/** The laws of WebhookStore. `make` gives stores of the tenants that hold nothing. */
export function describeWebhookStore(name: string, make: (tenants: readonly TenantId[]) => Promise<RunWebhooks>): void {
  describe(`WebhookStore laws: ${name}`, () => {
    let run: RunWebhooks;
    beforeEach(async () => {
      run = await make([CLINIC, HOSPITAL]);
    });
    const put = (webhook: Webhook) => run(webhook.tenantId, (store) => store.put(webhook, `secret of ${webhook.id}`));
    const find = (tenant = CLINIC) => run(tenant, (store) => store.find());
    const deliveries = (slice = ALL, tenant = CLINIC) => run(tenant, (store) => store.deliveries(slice));
    const test = (n: number, at = NOON + n, tenant = CLINIC) => run(tenant, (store) => store.test(id(n), at));

    it('give back what was put, and never its secret', async () => {
      expect(await find()).toBeUndefined();
      await put(hook(1));
      expect(await find()).toStrictEqual(hook(1));
    });

    it('hold one for each tenant: another takes its place', async () => {
      await put(hook(1));
      await put(hook(2, HOSPITAL));
      await put(hook(3));
      expect([await find(), await find(HOSPITAL)]).toStrictEqual([hook(3), hook(2, HOSPITAL)]);
    });

    it("remove the tenant's own, once", async () => {
      await put(hook(1));
      await put(hook(2, HOSPITAL));
      const remove = () => run(CLINIC, (store) => store.remove());
      expect([await remove(), await remove()]).toEqual([true, false]);
      expect([await find(), await find(HOSPITAL)]).toStrictEqual([undefined, hook(2, HOSPITAL)]);
    });

    it('write a test that is due, as no attempt was made', async () => {
      await put(hook(1));
      await test(5);
      expect(await deliveries()).toStrictEqual({
        items: [
          {
            id: id(5),
            tenantId: CLINIC,
            event: 'webhook.test',
            createdAt: NOON + 5,
            status: 'pending',
            attempts: 0,
            dueAt: expect.any(Number),
            answered: undefined,
            endedAt: undefined,
          },
        ],
        total: 1,
      });
    });

    it('list deliveries newest first, a page at a time, those of the tenant alone', async () => {
      await put(hook(1));
      for (const n of [2, 4, 3]) await test(n);
      await test(9, NOON, HOSPITAL);
      const { items, total } = await deliveries({ limit: 2, offset: 1 });
      expect([items.map((one) => one.id), total]).toEqual([[id(3), id(2)], 3]);
      expect((await deliveries(ALL, HOSPITAL)).items.map((one) => one.id)).toEqual([id(9)]);
    });

    it('refuse the id of a delivery that is taken', async () => {
      await test(1);
      await expect(test(1)).rejects.toMatchObject({ code: 'conflict' });
    });

    it('keep deliveries when the webhook is taken away', async () => {
      await put(hook(1));
      await test(2);
      await run(CLINIC, (store) => store.remove());
      expect((await deliveries()).total).toBe(1);
    });
  });
}
