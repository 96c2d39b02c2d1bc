export { createDataSource, createWriterPool, type PostgresOptions } from './data-source.js';
export { PostgresApiKeyDirectory } from './postgres-api-key-directory.js';
export { PostgresHealth } from './postgres-health.js';
export { PostgresPhiPolicies } from './postgres-phi-policies.js';
export { PostgresRegistryStore } from './postgres-registry-store.js';
export { PostgresUsageLedger } from './postgres-usage-ledger.js';
export { PostgresUsageReports } from './postgres-usage-reports.js';
export { seedDemo, type SeededTenant } from './seed-demo.js';
