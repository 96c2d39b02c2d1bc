import { engineVariable } from './engine-variable.js';

/** The run's DynamoDB-compatible store, shared by every test file: name tables of your own. */
export function testDynamoEndpoint(): string {
  return engineVariable('RADIANT_TEST_DYNAMODB');
}
