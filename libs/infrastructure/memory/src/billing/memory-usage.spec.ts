import {
  describeKeyBudgets,
  describeReservations,
  describeUsageLedger,
  describeUsageReports,
  type MoneyStore,
} from '@radiant/billing/testing';
import { MemoryBooks } from './memory-books.js';
import { MemoryBudgetStore } from './memory-budget-store.js';
import { MemoryReservations } from './memory-reservations.js';
import { MemoryUsageLedger } from './memory-usage-ledger.js';
import { MemoryUsageReports } from './memory-usage-reports.js';

async function empty(): Promise<MoneyStore> {
  const books = new MemoryBooks();
  return {
    ledger: new MemoryUsageLedger(books),
    reports: new MemoryUsageReports(books),
    reservations: new MemoryReservations(books),
    budgets: (tenantId, work) => work(new MemoryBudgetStore(books, tenantId)),
  };
}

describeUsageLedger('memory', empty);
describeUsageReports('memory', empty);
describeReservations('memory', empty);
describeKeyBudgets('memory', empty);
