export { MemoryApiKeyDirectory } from './memory-api-key-directory.js';
export { MemoryPhiPolicies } from './memory-phi-policies.js';
export { MemoryRegistryStore } from './memory-registry-store.js';
export { MemoryUsageLedger } from './memory-usage-ledger.js';
export { MemoryUsageReports } from './memory-usage-reports.js';
