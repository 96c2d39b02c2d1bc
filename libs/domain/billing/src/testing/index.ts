export { describeCostReports, type CostsUnderTest } from './cost-reports.laws.js';
export { describeInvoices, type InvoicesUnderTest } from './invoices.laws.js';
export { describeRateLimits } from './rate-limits.laws.js';
export { budgetOf, describeReservations, type MoneyStore } from './reservations.laws.js';
export { append, billed, CLINIC, HOSPITAL, NOON, request, reserved, usageEntry } from './usage-entries.js';
export { describeUsageLedger, type UsageStore } from './usage-ledger.laws.js';
export { describeUsageReports } from './usage-reports.laws.js';
export { describeMarkups, type MarkupsUnderTest } from './markups.laws.js';
export { describeCorrections, type CorrectionsUnderTest } from './corrections.laws.js';
