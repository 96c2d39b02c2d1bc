import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../test/temporary-folder.js';
import { until } from './testing/until.js';
import { type DynamoOptions, type EmbeddedDynamo, startDynamo } from './dynamo.js';

const folder = temporaryFolder();

async function withClient<T>(dynamo: EmbeddedDynamo, work: (client: DynamoDBClient) => Promise<T>): Promise<T> {
  const client = new DynamoDBClient({
    endpoint: dynamo.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

const createThings = new CreateTableCommand({
  TableName: 'things',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
});
const describeThings = new DescribeTableCommand({ TableName: 'things' });
const tableNames = (dynamo: EmbeddedDynamo) =>
  withClient(dynamo, async (client) => (await client.send(new ListTablesCommand())).TableNames);

const started: EmbeddedDynamo[] = [];
async function start(options?: DynamoOptions): Promise<EmbeddedDynamo> {
  const dynamo = await startDynamo(options);
  started.push(dynamo);
  return dynamo;
}

describe('startDynamo', () => {
  afterEach(() => Promise.all(started.splice(0).map((dynamo) => dynamo.stop())));

  it('keeps items in its folder over a restart', async () => {
    const directory = path.join(folder, 'state', 'dynamodb');
    const first = await start({ directory });
    await withClient(first, async (client) => {
      await client.send(createThings);
      await until(async () => (await client.send(describeThings)).Table?.TableStatus === 'ACTIVE');
      await client.send(new PutItemCommand({ TableName: 'things', Item: { pk: { S: 'a' }, n: { N: '1' } } }));
    });
    await first.stop();
    const second = await start({ directory });
    const { Item } = await withClient(second, (client) =>
      client.send(new GetItemCommand({ TableName: 'things', Key: { pk: { S: 'a' } } })),
    );
    await second.stop();
    expect(Item).toEqual({ pk: { S: 'a' }, n: { N: '1' } });
  });

  it('forgets without a folder', async () => {
    const first = await start();
    await withClient(first, (client) => client.send(createThings));
    expect(await tableNames(first)).toEqual(['things']);
    await first.stop();
    const second = await start();
    expect(await tableNames(second)).toEqual([]);
    await second.stop();
  });

  it('listens on 127.0.0.1, and frees its port when it is stopped, also twice', async () => {
    const first = await start();
    expect(first.endpoint).toBe(`http://127.0.0.1:${first.port}`);
    await Promise.all([first.stop(), first.stop()]);
    const second = await start({ port: first.port });
    expect(second.port).toBe(first.port);
    await second.stop();
  });

  it('names a port that is taken, and leaves the folder to others', async () => {
    const directory = path.join(folder, 'port');
    const first = await start();
    await expect(start({ port: first.port, directory })).rejects.toThrow(`Port ${first.port} of 127.0.0.1 is taken`);
    await first.stop();
    await (await start({ directory })).stop();
  });

  it('says that the folder is in use', async () => {
    const directory = path.join(folder, 'used');
    const first = await start({ directory });
    await expect(start({ directory })).rejects.toThrow(/is in use: stop the other program.*RADIANT_DATA_DIR/);
    await first.stop();
  });

  it('says that the folder is broken', async () => {
    const directory = path.join(folder, 'broken');
    await (await start({ directory })).stop();
    for (const name of readdirSync(directory)) writeFileSync(path.join(directory, name), 'not a store');
    await expect(start({ directory })).rejects.toThrow(/broken|cannot be opened/);
    await expect(start({ directory })).rejects.toThrow(/npm start -- --reset/);
  });

  it('says that the folder cannot be made', async () => {
    await expect(start({ directory: '/dev/null/store' })).rejects.toThrow(/cannot be opened \(ENOTDIR\)/);
  });

  it('outlives a client that goes away in the middle of a request', async () => {
    const dynamo = await start();
    const socket = connect(dynamo.port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"half":');
    await once(socket, 'connect');
    expect(await tableNames(dynamo)).toEqual([]);
    socket.resetAndDestroy();
    await once(socket, 'close');
    expect(await tableNames(dynamo)).toEqual([]);
    await dynamo.stop();
  });
});
