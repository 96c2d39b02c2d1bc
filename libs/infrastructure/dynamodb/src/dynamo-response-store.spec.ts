import { ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { describeResponseStore, responseOf } from '@radiant/inference/testing';
import { DomainError, type SealContext, type Sealer } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { spoken } from '@radiant/protocol';
import { randomUUID } from 'node:crypto';
import { CLINIC, testClient } from '../test/store.js';
import { TestSealer } from '../test/test-sealer.js';
import { DynamoResponseStore } from './dynamo-response-store.js';
import { ensureTables } from './ensure-tables.js';

let client: DynamoDBDocumentClient;
let clock: FixedClock;
let table: string;

beforeAll(() => {
  client = testClient();
});
afterAll(() => client.destroy());

async function fresh(): Promise<void> {
  clock = new FixedClock();
  table = `test-responses-${randomUUID()}`;
  await ensureTables(client, { cacheTable: 'test-cache', sessionsTable: table });
}
const storeOn = (sealer: Sealer = new TestSealer()): DynamoResponseStore =>
  new DynamoResponseStore(client, table, sealer, clock);

describeResponseStore('DynamoDB', async () => {
  await fresh();
  return { store: storeOn(), clock };
});

describe('DynamoResponseStore', () => {
  beforeEach(fresh);
  const { session, request } = responseOf(0);

  it('stores nothing in the open but when it ends, sealed under the key of its session, and is in no list', async () => {
    const contexts: SealContext[] = [];
    await storeOn(new TestSealer((context) => contexts.push(context))).put(CLINIC, responseOf(clock.now()));
    const record = `session#${session}#response#${request}`;
    expect(contexts).toEqual([{ tenantId: CLINIC, record, version: 1, keyScope: `session#${session}` }]);
    const { Items } = await client.send(new ScanCommand({ TableName: table }));
    const { expiresAt } = responseOf(clock.now());
    expect(Items).toEqual([
      {
        pk: `TENANT#${CLINIC}#${session}#response#${request}`,
        sealed: expect.any(Uint8Array),
        expires_at: expiresAt,
        ttl: Math.ceil(expiresAt / 1000),
      },
    ]);
  });

  it('keeps nothing, and shows nothing, once the key of its session was destroyed', async () => {
    await storeOn().put(CLINIC, responseOf(clock.now()));
    const gone = (): never => {
      throw new DomainError('not_found', 'the key was destroyed');
    };
    const destroyed = new TestSealer(gone);
    destroyed.open = async () => gone();
    expect(await storeOn(destroyed).read(CLINIC, { session, request })).toBeUndefined();
    await storeOn(destroyed).put(CLINIC, responseOf(clock.now(), { model: 'later' }));
    expect((await storeOn().read(CLINIC, { session, request }))?.model).toBe('demo');
  });

  it('keeps the newest messages that find room, and nothing of a response that finds none', async () => {
    const messages = Array.from({ length: 4 }, (_, n) => spoken('user', `${n}${'x'.repeat(150_000)}`));
    await storeOn().put(CLINIC, responseOf(clock.now(), { messages }));
    expect(await storeOn().read(CLINIC, { session, request })).toMatchObject({
      messages: messages.slice(-2),
      omitted: 2,
    });
    await storeOn().delete(CLINIC, { session, request });
    await storeOn().put(CLINIC, responseOf(clock.now(), { reply: spoken('assistant', 'x'.repeat(400_000)) }));
    expect(await storeOn().read(CLINIC, { session, request })).toBeUndefined();
  });
});
