import {
  createDynamoClient,
  DynamoCachedAnswers,
  DynamoHealth,
  DynamoPhiVault,
  DynamoResponseStore,
  DynamoSessionStore,
} from '@radiant/dynamodb';
import type { Clock, Sealer } from '@radiant/kernel';
import type { Environment } from '@radiant/nest-kit';

const MOST_CONNECTIONS = 16;

/** What is kept in DynamoDB, all of it sealed. `ping` throws DomainError `service_unavailable` while it is away. */
export function openDynamoStores(environment: Environment, sealer: Sealer, clock: Clock) {
  const { cacheTable, sessionsTable } = environment;
  const client = createDynamoClient({
    endpoint: environment.dynamodbEndpoint,
    region: environment.awsRegion,
    maxSockets: MOST_CONNECTIONS,
  });
  const health = new DynamoHealth(client, [cacheTable, sessionsTable]);
  return {
    vault: new DynamoPhiVault(client, cacheTable, sealer, clock),
    answers: new DynamoCachedAnswers(client, cacheTable, sealer, clock),
    sessions: new DynamoSessionStore(client, sessionsTable, sealer, clock),
    responses: new DynamoResponseStore(client, sessionsTable, sealer, clock),
    ping: (): Promise<void> => health.ping(),
    close: (): void => client.destroy(),
  };
}
