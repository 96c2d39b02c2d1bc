import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stored } from './client.js';

const DEADLINE_MS = 2_000;

/** Whether the vault's table answers. */
export class DynamoHealth {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
  ) {}

  /** @throws DomainError `service_unavailable` when it does not answer within two seconds. */
  async ping(): Promise<void> {
    const options = { abortSignal: AbortSignal.timeout(DEADLINE_MS) };
    await stored(() => this.client.send(new DescribeTableCommand({ TableName: this.table }), options));
  }
}
