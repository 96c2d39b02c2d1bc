import { PLATFORM_TENANT } from '@radiant/kernel';
import { describeProviderBills, describeProviderCosts } from '@radiant/billing/testing';
import { MemoryGovernance } from '../governance/memory-governance.js';
import { MemoryBooks } from './memory-books.js';
import { MemoryProviderCosts } from './memory-provider-bills.js';
import { MemoryUsageLedger } from './memory-usage-ledger.js';

describeProviderBills('memory', async () => {
  const governance = new MemoryGovernance();
  return (work) => governance.run(PLATFORM_TENANT, ({ providerBills }) => work(providerBills));
});

describeProviderCosts('memory', async () => {
  const books = new MemoryBooks();
  return { ledger: new MemoryUsageLedger(books), costs: new MemoryProviderCosts(books) };
});
