import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stored } from './client.js';

const WAITING = { minDelay: 1, maxDelay: 5, maxWaitTime: 60 }; // seconds

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
  const state = await status(client, TableName);
  if (state === undefined) await create(client, table);
  if (state !== 'ACTIVE') await waitUntilTableExists({ client, ...WAITING }, { TableName });
  await expireByTtl(client, TableName);
}

/** Undefined when there is no such table. Asked first, since a role in production may look but not create. */
async function status(client: DynamoDBDocumentClient, TableName: string | undefined): Promise<string | undefined> {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    return Table?.TableStatus;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function create(client: DynamoDBDocumentClient, table: CreateTableCommandInput): Promise<void> {
  try {
    await client.send(new CreateTableCommand(table));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error; // another process was first
  }
}

/** Expiry is checked on every read; the sweeper only saves room, and the embedded store has none. */
async function expireByTtl(client: DynamoDBDocumentClient, TableName: string | undefined): Promise<void> {
  try {
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    if (TimeToLiveDescription?.TimeToLiveStatus?.startsWith('ENABL')) return;
    const TimeToLiveSpecification = { AttributeName: 'ttl', Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'UnknownOperationException')) throw error;
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
