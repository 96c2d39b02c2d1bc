import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { testClient, watch } from '../test/store.js';
import { ensureTables, type TableNames } from './ensure-tables.js';

describe('ensureTables', () => {
  let client: DynamoDBDocumentClient;
  let names: TableNames;

  beforeEach(() => {
    client = testClient();
    names = { cacheTable: `test-cache-${randomUUID()}`, sessionsTable: `test-sessions-${randomUUID()}` };
  });
  afterEach(() => client.destroy());

  const describeTable = async (TableName: string) => (await client.send(new DescribeTableCommand({ TableName }))).Table;

  it('makes both tables, billed on demand and ready for use', async () => {
    await ensureTables(client, names);
    expect(await describeTable(names.cacheTable)).toMatchObject({
      TableStatus: 'ACTIVE',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    });
    expect(await describeTable(names.sessionsTable)).toMatchObject({
      TableStatus: 'ACTIVE',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'gsi1',
          IndexStatus: 'ACTIVE',
          KeySchema: [
            { AttributeName: 'gsi1pk', KeyType: 'HASH' },
            { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
          ],
        },
      ],
    });
  });

  it('may be repeated, and asks before it creates', async () => {
    await ensureTables(client, names);
    const sent = watch(client);
    await ensureTables(client, names);
    expect(sent.filter((command) => command === 'DescribeTableCommand')).toHaveLength(2);
    expect(sent).not.toContain('CreateTableCommand');
  });

  it('waits for a table that another process is just creating', async () => {
    await ensureTables(client, names);
    const creating = [{ Table: { TableStatus: 'CREATING' } }];
    const sent = watch(client, (command) => (command === 'DescribeTableCommand' ? creating.pop() : undefined));
    await ensureTables(client, names);
    expect(sent.filter((command) => command === 'DescribeTableCommand')).toHaveLength(3);
  });

  it('may be run by several processes at once', async () => {
    const others = [testClient(), testClient(), testClient()];
    await Promise.all(others.map((other) => ensureTables(other, names)));
    expect(await describeTable(names.cacheTable)).toMatchObject({ TableStatus: 'ACTIVE' });
    for (const other of others) other.destroy();
  });

  it.each([
    ['DISABLED', 2],
    ['ENABLED', 0],
    ['ENABLING', 0],
  ])('turns the sweeper on where it exists, unless it is %s', async (TimeToLiveStatus, updates) => {
    const specifications: object[] = [];
    watch(client, (command, input) => {
      if (command === 'DescribeTimeToLiveCommand') return { TimeToLiveDescription: { TimeToLiveStatus } };
      if (command !== 'UpdateTimeToLiveCommand') return undefined;
      specifications.push((input as { TimeToLiveSpecification: object }).TimeToLiveSpecification);
      return {};
    });
    await ensureTables(client, names);
    expect(specifications).toEqual(Array(updates).fill({ AttributeName: 'ttl', Enabled: true }));
  });

  it.each(['DescribeTableCommand', 'CreateTableCommand', 'DescribeTimeToLiveCommand'])(
    'passes on a failing %s as service_unavailable',
    async (failing) => {
      watch(client, (command) => {
        if (command === failing) throw new Error('AccessDenied for arn:aws:iam::1234');
        return undefined;
      });
      await expect(ensureTables(client, names)).rejects.toMatchObject({
        code: 'service_unavailable',
        message: 'the store of PHI mappings and sessions is not available',
      });
    },
  );
});
