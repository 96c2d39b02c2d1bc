export { billed, CLINIC, HOSPITAL, NOON, request, usageEntry } from './usage-entries.js';
export { describeUsageLedger, type UsageStore } from './usage-ledger.laws.js';
export { describeUsageReports } from './usage-reports.laws.js';
