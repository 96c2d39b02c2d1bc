import { afterAll, beforeAll, jest } from '@jest/globals';
import { tenantId } from '@radiant/kernel';
import type { Model, Provider } from '@radiant/registry';
import { describeRegistryStore } from '@radiant/registry/testing';
import { PostgresRegistryStore } from '../src/postgres-registry-store.js';
import { connectionColumn } from '../src/stored-connection.js';
import { modelPriceRows, modelRows, providerRows } from '../src/registry-rows.js';
import { priceRow } from '../src/stored-price.js';
import { ReversingSealer, transactionsOf } from './governance-store.js';
import { openTestStore, type TestStore } from './test-store.js';

jest.setTimeout(90_000); // thousands of rows on a busy machine

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

describeRegistryStore('postgres', async ({ providers, models, agreements, rules }) => {
  await store.empty();
  const { manager } = store.superuser;
  await manager.save(providerRows, providers.map(providerRow), { chunk: 500 });
  await manager.save(modelRows, models.map(modelRow), { chunk: 500 });
  await manager.save(modelPriceRows, models.flatMap(priceRows), { chunk: 500 });
  const transactions = transactionsOf(store.adminUnitOfWork, new ReversingSealer());
  await transactions.run(tenantId('11111111-1111-4111-8111-111111111111'), async (stores) => {
    for (const agreement of agreements) await stores.agreements.add(agreement);
    for (const rule of rules) await stores.rules.put(rule);
  });
  return new PostgresRegistryStore(store.unitOfWork);
});

const providerRow = ({
  baseUrl,
  region,
  credential,
  connection,
  capabilities,
  createdAt,
  updatedAt,
  ...same
}: Provider) => ({
  ...same,
  baseUrl: baseUrl ?? null,
  region: region ?? null,
  credential: credential ?? null,
  connection: JSON.parse(connectionColumn(connection)),
  capabilities: [...capabilities],
  createdAt: new Date(createdAt),
  updatedAt: new Date(updatedAt),
});

const modelRow = ({ prices: _, thermalConfig, capabilities, createdAt, updatedAt, ...same }: Model) => ({
  ...same,
  capabilities: [...capabilities],
  thermalConfig: thermalConfig && {
    state: thermalConfig.state,
    min_instances: thermalConfig.minInstances,
    max_instances: thermalConfig.maxInstances,
    scale_to_zero_after_minutes: thermalConfig.scaleToZeroAfterMinutes,
    warmup_time_seconds: thermalConfig.warmupTimeSeconds,
  },
  createdAt: new Date(createdAt),
  updatedAt: new Date(updatedAt),
});

const priceRows = (model: Model) => model.prices.map((price) => ({ modelId: model.id, ...priceRow(price) }));
