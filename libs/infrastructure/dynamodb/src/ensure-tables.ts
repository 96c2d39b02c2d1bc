import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stored } from './client.js';

const CREATION_SECONDS = 60;

export interface TableNames {
  readonly cacheTable: string;
  readonly sessionsTable: string;
}

/** Creates the tables that are missing and waits until they are active. Safe to repeat. */
export async function ensureTables(client: DynamoDBDocumentClient, names: TableNames): Promise<void> {
  await stored(() => ensureTable(client, cacheTable(names.cacheTable)));
  await stored(() => ensureTable(client, sessionsTable(names.sessionsTable)));
}

async function ensureTable(client: DynamoDBDocumentClient, table: CreateTableCommandInput): Promise<void> {
  const TableName = table.TableName;
  try {
    await client.send(new CreateTableCommand(table));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error; // there already
  }
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (Table?.TableStatus !== 'ACTIVE')
    await waitUntilTableExists({ client, maxWaitTime: CREATION_SECONDS }, { TableName });
  await expireByTtl(client, TableName);
}

/** Expiry is checked on every read; the sweeper only saves room, and the embedded store has none. */
async function expireByTtl(client: DynamoDBDocumentClient, TableName: string | undefined): Promise<void> {
  const TimeToLiveSpecification = { AttributeName: 'ttl', Enabled: true };
  try {
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  } catch (error) {
    const ignorable = ['UnknownOperationException', 'ValidationException'];
    if (!(error instanceof Error && ignorable.includes(error.name))) throw error;
  }
}

const cacheTable = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
});

const sessionsTable = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'gsi1',
      KeySchema: [
        { AttributeName: 'gsi1pk', KeyType: 'HASH' },
        { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
});
