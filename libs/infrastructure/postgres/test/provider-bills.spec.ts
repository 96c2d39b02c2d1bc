import { afterAll, beforeAll, jest } from '@jest/globals';
import {
  BILLING_PROVIDERS,
  CLINIC,
  describeProviderBills,
  describeProviderCosts,
  HOSPITAL,
} from '@radiant/billing/testing';
import { PLATFORM_TENANT } from '@radiant/kernel';
import { createWriterPool } from '../src/data-source.js';
import { PostgresProviderCosts } from '../src/postgres-provider-costs.js';
import { PostgresUsageLedger } from '../src/postgres-usage-ledger.js';
import { emptyGovernance, ReversingSealer, transactionsOf } from './governance-store.js';
import { openTestStore, optionsFor, type TestStore } from './test-store.js';

jest.setTimeout(180_000);

let store: TestStore;
let ledger: PostgresUsageLedger;
beforeAll(async () => {
  store = await openTestStore();
  ledger = new PostgresUsageLedger(createWriterPool({ ...optionsFor(store.database.appUrl), maxConnections: 2 }));
});
afterAll(async () => {
  await ledger.close();
  await store.close();
});

describeProviderBills('postgres', async () => {
  await emptyGovernance(store);
  for (const id of BILLING_PROVIDERS) {
    await store.superuser.query("insert into providers (id, name, type) values ($1, 'A provider', 'external')", [id]);
  }
  const transactions = transactionsOf(store.adminUnitOfWork, new ReversingSealer());
  return (work) => transactions.run(PLATFORM_TENANT, ({ providerBills }) => work(providerBills));
});

describeProviderCosts('postgres', async () => {
  await store.empty();
  await store.addTenant(CLINIC);
  await store.addTenant(HOSPITAL);
  return { ledger, costs: new PostgresProviderCosts(store.adminUnitOfWork) };
});
