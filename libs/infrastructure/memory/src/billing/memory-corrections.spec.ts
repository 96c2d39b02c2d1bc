import { CLINIC, describeCorrections } from '@radiant/billing/testing';
import { MemoryGovernance } from '../governance/memory-governance.js';
import { MemoryBooks } from './memory-books.js';
import { MemoryBudgetStore } from './memory-budget-store.js';
import { MemoryBooksReader } from './memory-books-reader.js';
import { MemoryReservations } from './memory-reservations.js';
import { MemoryUsageLedger } from './memory-usage-ledger.js';
import { MemoryUsageReports } from './memory-usage-reports.js';

describeCorrections('memory', async () => {
  const books = new MemoryBooks();
  const governance = new MemoryGovernance(undefined, books);
  return {
    ledger: new MemoryUsageLedger(books),
    reservations: new MemoryReservations(books),
    reports: new MemoryUsageReports(books),
    reader: new MemoryBooksReader(books, () => undefined),
    budgets: (work) => work(new MemoryBudgetStore(books, CLINIC)),
    run: (tenant, work) => governance.run(tenant, work),
  };
});
