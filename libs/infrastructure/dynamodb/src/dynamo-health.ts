import { GetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stored } from './client.js';
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
    const abortSignal = AbortSignal.timeout(this.deadlineMs);
    const late = new Promise<never>((_, reject) => {
      abortSignal.addEventListener('abort', () => reject(new Error('the deadline has passed')), { once: true }); // also while it waits
    });
    const reads = this.tables.map((table) =>
      this.client.send(new GetCommand({ TableName: table, Key: { pk: PROBE_KEY } }), { abortSignal }),
    );
    await stored(() => Promise.race([Promise.all(reads), late]));
  }
}
