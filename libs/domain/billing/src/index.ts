export { TokenCounter } from './ports/token-counter.js';
export { UsageLedger, type RequestType, type UsageEntry } from './ports/usage-ledger.js';
export {
  USAGE_GROUPS,
  UsageReports,
  type Period,
  type UsageGroup,
  type UsageSummary,
  type UsageTotal,
} from './ports/usage-reports.js';
export { charge, type Charge, type Price } from './price.js';
export { RecordUsage, type MeteredCall } from './record-usage.js';
export { totalTokens, type TokenUsage } from './token-usage.js';
export { WindowTokenCounter } from './window-token-counter.js';
