export { createTestDatabase, TEMPLATE_DATABASE, type TestDatabase } from './test-database.js';
export { testDynamoEndpoint } from './test-dynamo.js';
export { until } from './until.js';
