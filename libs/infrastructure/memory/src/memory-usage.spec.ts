import { describeUsageLedger, describeUsageReports, type UsageStore } from '@radiant/billing/testing';
import { MemoryUsageLedger } from './memory-usage-ledger.js';
import { MemoryUsageReports } from './memory-usage-reports.js';

async function empty(): Promise<UsageStore> {
  const ledger = new MemoryUsageLedger();
  return { ledger, reports: new MemoryUsageReports(ledger) };
}

describeUsageLedger('memory', empty);
describeUsageReports('memory', empty);
