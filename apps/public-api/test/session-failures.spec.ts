import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createDynamoClient, ensureTables } from '@radiant/dynamodb';
import { MODEL, startGateway, usageRecords, type Gateway } from './gateway.js';

jest.setTimeout(180_000);

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

const loseSessions = async (): Promise<void> => {
  const { endpoint, table } = gateway.dynamodb;
  const client = createDynamoClient({ endpoint, region: 'us-east-1', maxSockets: 1 });
  await client.send(new DeleteTableCommand({ TableName: `${table}-sessions` }));
  client.destroy();
};
const chat = (stream: boolean, session?: string): Promise<Response> =>
  gateway.send('/v1/chat/completions', {
    method: 'POST',
    headers: session === undefined ? {} : { 'x-radiant-session-id': session },
    body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: 'hello there' }], stream }),
  });

describe('when mappings of single calls can not be written', () => {
  it('the first call may have left; none after it is paid for in vain, and they go on when the store is back', async () => {
    const { endpoint, table } = gateway.dynamodb;
    const client = createDynamoClient({ endpoint, region: 'us-east-1', maxSockets: 1 });
    const ask = async (): Promise<number> => {
      const messages = [{ role: 'user', content: 'Her SSN is 219-09-9999.' }];
      const reply = await gateway.send('/v1/chat/completions', {
        method: 'POST',
        body: JSON.stringify({ model: MODEL, messages }),
      });
      await reply.text();
      return reply.status;
    };
    await client.send(new DeleteTableCommand({ TableName: table }));
    expect([await ask(), await ask(), await ask()]).toEqual([503, 503, 503]);
    expect(gateway.upstream.requests.length).toBeLessThanOrEqual(1);
    await ensureTables(client, { cacheTable: table, sessionsTable: `${table}-sessions` });
    expect(await ask()).toBe(200);
    client.destroy();
  });
});

describe('when sessions can not be written', () => {
  it('a reply that is there already is refused with 503 rather than lost without a word, and billed', async () => {
    gateway.upstream.behave({ latencyMs: 300 });
    const reply = chat(false, randomUUID());
    await gateway.upstream.nextRequest();
    await loseSessions();
    const { status, headers } = await reply;
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    expect(headers.get('x-radiant-receipt')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await usageRecords(gateway, 1)).toHaveLength(1);
  });

  it('a stream that has begun ends with an error event', async () => {
    gateway.upstream.behave({ chunkIntervalMs: 100 });
    const reply = await chat(true, randomUUID());
    expect(reply.status).toBe(200);
    await loseSessions();
    const text = await reply.text();
    expect(text).toContain('"code":"service_unavailable"');
    expect(text).not.toContain('[DONE]');
    expect(await usageRecords(gateway, 1)).toHaveLength(1);
  });

  it('nothing of a new call with a session leaves, and calls without one go on', async () => {
    await loseSessions();
    expect((await chat(false, randomUUID())).status).toBe(503);
    expect(gateway.upstream.requests).toEqual([]);
    expect((await chat(false)).status).toBe(200);
  });
});
