import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PostgresApiKeyDirectory } from '../src/postgres-api-key-directory.js';
import { PostgresRegistryStore } from '../src/postgres-registry-store.js';
import { seedDemo } from '../src/seed-demo.js';
import { openTestStore, type TestStore } from './test-store.js';

const TENANT = {
  id: '11111111-1111-4111-8111-111111111111',
  name: 'demo-clinic',
  appId: 'demo',
  restoresReplies: true,
  key: {
    id: '33333333-3333-4333-8333-333333333333',
    name: 'Demo key',
    prefix: 'rad_dev_AAAAAAAAAAAA',
    hash: 'a'.repeat(64),
  },
};

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

describe('seedDemo', () => {
  it('gives a first call a model, a price and a key', async () => {
    await seedDemo(store.database.ownerUrl, { tenants: [TENANT], localUpstream: true });
    const { providers, models } = await new PostgresRegistryStore(store.unitOfWork).load();
    expect(providers).toMatchObject([{ id: 'demo', baseUrl: undefined, authType: 'none', baaAvailable: false }]);
    expect(models.every((model) => model.displayName.includes('(demo)'))).toBe(true);
    expect(
      Object.fromEntries(
        models.map(({ id, prices: [price] }) => [id, [price?.rates.input_tokens, price?.rates.output_tokens]]),
      ),
    ).toEqual({
      'demo-chat-small': [150_000n, 600_000n],
      'demo-chat-large': [2_500_000n, 10_000_000n],
      'demo-embed': [20_000n, 0n],
      'demo-moderation': [0n, 0n],
      'demo-rerank': [10_000n, 0n],
    });
    expect(await new PostgresApiKeyDirectory(store.unitOfWork).find(TENANT.key.hash)).toMatchObject({
      tenantActive: true,
    });
  });

  it('changes nothing the second time, not even what an operator has changed', async () => {
    await store.superuser.query("update models set status = 'inactive', display_name = 'Ours'");
    const before = await new PostgresRegistryStore(store.unitOfWork).load();
    await seedDemo(store.database.ownerUrl, { tenants: [TENANT], localUpstream: true });
    expect(await new PostgresRegistryStore(store.unitOfWork).load()).toEqual(before);
  });

  it('lets the demo provider see PHI only while the upstream is this machine', async () => {
    const seed = (localUpstream: boolean) => seedDemo(store.database.ownerUrl, { tenants: [], localUpstream });
    const load = () => new PostgresRegistryStore(store.unitOfWork).load();
    expect((await load()).agreements).toMatchObject([
      { providerId: 'demo', services: ['chat', 'embeddings', 'moderations', 'rerank'] },
    ]);
    expect((await load()).providers).toMatchObject([{ hipaaCompliant: true }]);
    await seed(false);
    expect((await load()).agreements).toEqual([]);
    await seed(true);
    expect((await load()).agreements).toHaveLength(1);
    await store.superuser.query('update agreements set expires_at = now()');
    const ended = await load();
    await seed(true);
    expect(await load()).toEqual(ended);
  });

  it("answers for OpenAI's default moderation only while the upstream is this machine, and leaves another's rule", async () => {
    const seed = (localUpstream: boolean) => seedDemo(store.database.ownerUrl, { tenants: [], localUpstream });
    const rules = async () => (await new PostgresRegistryStore(store.unitOfWork).load()).rules;
    await seed(true);
    expect(await rules()).toMatchObject([
      { name: 'omni-moderation-latest', targets: [{ modelId: 'demo-moderation' }] },
    ]);
    await seed(false);
    expect(await rules()).toEqual([]);
    await seed(true);
    await store.superuser.query('update routing_rules set revision = 2');
    await seed(false);
    expect(await rules()).toMatchObject([{ revision: 2 }]);
  });
});
