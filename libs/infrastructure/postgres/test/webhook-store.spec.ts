import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWebhookStore } from '@radiant/governance/testing';
import { tenantId } from '@radiant/kernel';
import { WebhookOutbox } from '../src/webhook-outbox.js';
import { emptyGovernance, ReversingSealer, transactionsOf } from './governance-store.js';
import { openTestStore, type TestStore } from './test-store.js';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

describeWebhookStore('postgres', async (tenants) => {
  await emptyGovernance(store);
  for (const tenant of tenants) await store.addTenant(tenant);
  const transactions = transactionsOf(store.adminUnitOfWork, new ReversingSealer());
  return (tenant, work) => transactions.run(tenant, ({ webhooks }) => work(webhooks));
});

describe('PostgresWebhookStore', () => {
  it('seals the secret, which the sender alone reads', async () => {
    const clinic = tenantId('11111111-1111-4111-8111-111111111111');
    await emptyGovernance(store);
    await store.addTenant(clinic);
    const sealer = new ReversingSealer();
    const id = '00000000-0000-4000-8000-000000000001';
    await transactionsOf(store.adminUnitOfWork, sealer).run(clinic, async ({ webhooks }) => {
      const webhook = { tenantId: clinic, id, url: 'https://hooks.example/', updatedAt: 1, updatedBy: 'grace' };
      await webhooks.put(webhook, 'whsec_canary');
      await webhooks.test(id, 1);
    });
    const rows = await store.superuser.query('select * from webhooks');
    expect(JSON.stringify(rows)).not.toContain('canary');
    expect(Buffer.from(rows[0].secret).toString()).not.toContain('canary');
    const [due] = await new WebhookOutbox(store.adminUnitOfWork, sealer).claim(9, 60);
    expect(due).toMatchObject({ tenantId: clinic, id, attempts: 1, to: { secret: 'whsec_canary' } });
  });
});
