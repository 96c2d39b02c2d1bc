import { describeCostReports } from '@radiant/billing/testing';
import { MemoryBooks } from './memory-books.js';
import { MemoryCostReports } from './memory-cost-reports.js';
import { MemoryUsageLedger } from './memory-usage-ledger.js';

describeCostReports('memory', async () => {
  const books = new MemoryBooks();
  return { ledger: new MemoryUsageLedger(books), costs: new MemoryCostReports(books) };
});
