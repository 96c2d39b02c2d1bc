import { describeCorrections } from '@radiant/billing/testing';
import { MemoryGovernance } from '../governance/memory-governance.js';
import { MemoryBooks } from './memory-books.js';
import { MemoryBooksReader } from './memory-books-reader.js';
import { MemoryUsageLedger } from './memory-usage-ledger.js';
import { MemoryUsageReports } from './memory-usage-reports.js';

describeCorrections('memory', async () => {
  const books = new MemoryBooks();
  const governance = new MemoryGovernance(undefined, books);
  return {
    ledger: new MemoryUsageLedger(books),
    reports: new MemoryUsageReports(books),
    reader: new MemoryBooksReader(books, () => undefined),
    run: (tenant, work) => governance.run(tenant, work),
  };
});
