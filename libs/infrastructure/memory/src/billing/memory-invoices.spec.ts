import { describeInvoices } from '@radiant/billing/testing';
import { MemoryGovernance } from '../governance/memory-governance.js';
import { MemoryBooks } from './memory-books.js';
import { MemoryUsageLedger } from './memory-usage-ledger.js';

describeInvoices('memory', async () => {
  const books = new MemoryBooks();
  const governance = new MemoryGovernance(undefined, books);
  return { ledger: new MemoryUsageLedger(books), run: (tenant, work) => governance.run(tenant, work) };
});
