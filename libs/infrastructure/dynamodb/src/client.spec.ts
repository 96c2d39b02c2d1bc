import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { emptyTable, testClient } from '../test/store.js';
import { stored } from './client.js';
import { DynamoHealth } from './dynamo-health.js';

describe('the DynamoDB client', () => {
  let silent: Server;
  let requests: number;

  beforeEach(async () => {
    requests = 0;
    silent = createServer(() => {
      requests += 1; // and no answer
    }).listen(0, '127.0.0.1');
    await once(silent, 'listening');
  });
  afterEach(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const silentEndpoint = (): string => `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;

  it('a health check finds a table that is there', async () => {
    const client = testClient();
    await new DynamoHealth(client, [await emptyTable(client)]).ping();
    client.destroy();
  });

  it('a health check reports a table that is missing', async () => {
    const client = testClient();
    for (const tables of [['none'], [await emptyTable(client), 'none']]) {
      await expect(new DynamoHealth(client, tables).ping()).rejects.toMatchObject({ code: 'service_unavailable' });
    }
    client.destroy();
  });

  it('a health check gives up on a store that takes the call and says nothing', async () => {
    const client = testClient({ endpoint: silentEndpoint() });
    const ping = new DynamoHealth(client, ['any'], 200).ping();
    await expect(ping).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(requests).toBe(1);
    client.destroy();
  });

  it('a client gives up on a silent store by itself, after three tries', async () => {
    const client = testClient({ endpoint: silentEndpoint(), requestMs: 100 });
    const command = new GetCommand({ TableName: 'any', Key: { pk: 'a' } });
    await expect(stored(() => client.send(command))).rejects.toMatchObject({
      code: 'service_unavailable',
      message: 'the store of PHI mappings and sessions is not available',
    });
    expect(requests).toBe(3);
    client.destroy();
  });

  it('a client whose connections are all taken waits for one, however long the store needs for the others', async () => {
    const store = createServer((_request, response) => void setTimeout(() => response.end('{}'), 150)).listen(
      0,
      '127.0.0.1',
    );
    await once(store, 'listening');
    const endpoint = `http://127.0.0.1:${(store.address() as AddressInfo).port}`;
    const client = testClient({ endpoint, maxSockets: 1 });
    const command = (pk: number) => new GetCommand({ TableName: 'any', Key: { pk: String(pk) } });
    await Promise.all(Array.from({ length: 30 }, (_, index) => stored(() => client.send(command(index)))));
    client.destroy();
    store.closeAllConnections();
    store.close();
  });

  it('a client of a silent store refuses those who have waited long for a connection: they do not queue up behind each other', async () => {
    const client = testClient({ endpoint: silentEndpoint(), maxSockets: 1, requestMs: 200, waitMs: 100 });
    const commands = Array.from({ length: 10 }, (_, pk) =>
      stored(() => client.send(new GetCommand({ TableName: 'any', Key: { pk: String(pk) } }))),
    );
    const ends = await Promise.allSettled(commands);
    for (const end of ends) {
      expect(end).toMatchObject({ status: 'rejected', reason: { code: 'service_unavailable' } });
    }
    expect(requests).toBe(3); // of the first alone
    const arrived = once(silent, 'request');
    const next = stored(() => client.send(new GetCommand({ TableName: 'any', Key: { pk: 'a' } })));
    await arrived; // the connection was given back
    await expect(next).rejects.toMatchObject({ code: 'service_unavailable' });
    client.destroy();
  });

  it('a health check does not wait longer because all connections are taken', async () => {
    const client = testClient({ endpoint: silentEndpoint(), maxSockets: 1, requestMs: 400 });
    const arrived = once(silent, 'request');
    const taken = stored(() => client.send(new GetCommand({ TableName: 'any', Key: { pk: 'a' } })));
    await arrived;
    const ping = new DynamoHealth(client, ['any'], 100).ping();
    await expect(ping).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect(taken).rejects.toMatchObject({ code: 'service_unavailable' });
    client.destroy();
  });

  it('a client keeps its connection open between calls', async () => {
    let connections = 0;
    const store = createServer((_request, response) => void response.end('{}'))
      .on('connection', () => (connections += 1))
      .listen(0, '127.0.0.1');
    await once(store, 'listening');
    const client = testClient({ endpoint: `http://127.0.0.1:${(store.address() as AddressInfo).port}` });
    for (const pk of ['a', 'b', 'c']) await client.send(new GetCommand({ TableName: 'any', Key: { pk } }));
    expect(connections).toBe(1);
    client.destroy();
    store.closeAllConnections();
    store.close();
  });
});
