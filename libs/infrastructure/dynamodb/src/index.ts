export { createDynamoClient, type DynamoOptions } from './client.js';
export { DynamoHealth } from './dynamo-health.js';
export { DynamoPhiVault } from './dynamo-phi-vault.js';
export { ensureTables, type TableNames } from './ensure-tables.js';
