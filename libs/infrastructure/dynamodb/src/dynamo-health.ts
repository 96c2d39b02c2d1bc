import { GetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stored } from './client.js';
import { PROBE_KEY } from './table-keys.js';

const DEADLINE_MS = 2_000;

/** Whether the vault's table answers a read. */
export class DynamoHealth {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    private readonly deadlineMs = DEADLINE_MS,
  ) {}

  /** @throws DomainError `service_unavailable` when it does not answer within the deadline, two seconds. */
  async ping(): Promise<void> {
    const probe = new GetCommand({ TableName: this.table, Key: { pk: PROBE_KEY } });
    const abortSignal = AbortSignal.timeout(this.deadlineMs);
    const late = new Promise<never>((_, reject) => {
      abortSignal.addEventListener('abort', () => reject(new Error('the deadline has passed')), { once: true }); // also while it waits
    });
    await stored(() => Promise.race([this.client.send(probe, { abortSignal }), late]));
  }
}
