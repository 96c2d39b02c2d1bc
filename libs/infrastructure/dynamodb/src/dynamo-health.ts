import { GetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { storedWithin } from './client.js';
import { PROBE_KEY } from './table-keys.js';

const DEADLINE_MS = 2_000;

/** Whether each table answers a read. */
export class DynamoHealth {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tables: readonly string[],
    private readonly deadlineMs = DEADLINE_MS,
  ) {}

  /** @throws DomainError `service_unavailable` when it does not answer within the deadline, two seconds. */
  async ping(): Promise<void> {
    await storedWithin(this.deadlineMs, (options) =>
      Promise.all(
        this.tables.map((table) =>
          this.client.send(new GetCommand({ TableName: table, Key: { pk: PROBE_KEY } }), options),
        ),
      ),
    );
  }
}
