import { PutCommand, ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeCachedAnswers } from '@radiant/inference/testing';
import { FixedClock } from '@radiant/kernel/testing';
import { CLINIC, emptyTable, HOSPITAL, HOUR_MS, testClient } from '../test/store.js';
import { TestSealer } from '../test/test-sealer.js';
import { DynamoCachedAnswers } from './dynamo-cached-answers.js';

const KEY = 'c2'.repeat(32);
let client: DynamoDBDocumentClient;
let clock: FixedClock;
let table: string;

beforeAll(() => {
  client = testClient();
});
afterAll(() => client.destroy());

const answersOn = (): DynamoCachedAnswers => new DynamoCachedAnswers(client, table, new TestSealer(), clock);

describeCachedAnswers('DynamoDB', async () => {
  clock = new FixedClock();
  table = await emptyTable(client);
  return { answers: answersOn(), clock };
});

describe('DynamoCachedAnswers', () => {
  beforeEach(async () => {
    clock = new FixedClock();
    table = await emptyTable(client);
    await answersOn().keep(CLINIC, KEY, 'Take it twice a day', clock.now() + HOUR_MS);
  });
  const item = async (): Promise<Record<string, unknown>> =>
    (await client.send(new ScanCommand({ TableName: table }))).Items?.[0] ?? {};
  const put = (Item: Record<string, unknown>): Promise<unknown> =>
    client.send(new PutCommand({ TableName: table, Item }));

  it('stores nothing in the open but the key and when it ends', async () => {
    const found = await item();
    const until = clock.now() + HOUR_MS;
    expect(found).toEqual({
      pk: `TENANT#${CLINIC}#answer#${KEY}`,
      sealed: expect.any(Uint8Array),
      expires_at: until,
      ttl: Math.ceil(until / 1000),
    });
    expect(Buffer.from(found['sealed'] as Uint8Array).includes('twice')).toBe(false);
  });

  it('keeps nobody waiting behind others for a store that does not answer', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const busy = testClient({ endpoint, maxSockets: 1 });
    const others = jest.fn();
    const arrived = once(silent, 'request');
    const taken = busy.send(new ScanCommand({ TableName: 'any' })).then(others, others);
    await arrived;
    const answers = new DynamoCachedAnswers(busy, 'any', new TestSealer(), clock);
    await expect(answers.find(CLINIC, KEY)).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(others).not.toHaveBeenCalled();
    silent.closeAllConnections();
    silent.close();
    await taken;
    busy.destroy();
  });

  it('opens no row that was copied to another tenant or question, and believes the sealed end', async () => {
    const found = await item();
    const other = 'd3'.repeat(32);
    await put({ ...found, pk: `TENANT#${HOSPITAL}#answer#${KEY}` });
    await put({ ...found, pk: `TENANT#${CLINIC}#answer#${other}` });
    await expect(answersOn().find(HOSPITAL, KEY)).rejects.toMatchObject({ code: 'internal_error' });
    await expect(answersOn().find(CLINIC, other)).rejects.toMatchObject({ code: 'internal_error' });
    await put({ ...found, expires_at: clock.now() + 100 * HOUR_MS });
    clock.advance(HOUR_MS);
    expect(await answersOn().find(CLINIC, KEY)).toBeUndefined();
  });
});
