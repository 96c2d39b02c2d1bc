export { createDynamoClient, type DynamoOptions } from './client.js';
export { DynamoCachedAnswers } from './dynamo-cached-answers.js';
export { DynamoHealth } from './dynamo-health.js';
export { DynamoPhiVault } from './dynamo-phi-vault.js';
export { DynamoResponseStore } from './dynamo-response-store.js';
export { DynamoSessionStore } from './dynamo-session-store.js';
export { ensureTables, type TableNames } from './ensure-tables.js';
