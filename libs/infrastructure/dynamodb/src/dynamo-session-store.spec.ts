import { PutCommand, ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Session } from '@radiant/inference';
import { describeSessionStore, sessionOf } from '@radiant/inference/testing';
import { DomainError, sessionId, type SealContext, type Sealer } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { CLINIC, HOSPITAL, HOUR_MS, testClient, watch } from '../test/store.js';
import { TestSealer } from '../test/test-sealer.js';
import { DynamoSessionStore } from './dynamo-session-store.js';
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
  table = `test-sessions-${randomUUID()}`;
  await ensureTables(client, { cacheTable: 'test-cache', sessionsTable: table });
}
const storeOn = (sealer: Sealer = new TestSealer()): DynamoSessionStore =>
  new DynamoSessionStore(client, table, sealer, clock);

describeSessionStore('DynamoDB', async () => {
  await fresh();
  return { store: storeOn(), clock };
});

describe('DynamoSessionStore', () => {
  beforeEach(fresh);

  const session = (over: Partial<Session> = {}): Session => sessionOf(clock.now(), over);
  const storedItem = async (): Promise<Record<string, unknown>> => {
    const { Items } = await client.send(new ScanCommand({ TableName: table }));
    expect(Items).toHaveLength(1);
    return Items![0]!;
  };
  const put = (Item: Record<string, unknown>): Promise<unknown> =>
    client.send(new PutCommand({ TableName: table, Item }));

  it('stores in the open what lists need, and everything that was said sealed under its own key', async () => {
    const contexts: SealContext[] = [];
    const { id } = session();
    await storeOn(new TestSealer((context) => contexts.push(context))).put(CLINIC, session());
    const record = `session#${id}`;
    expect(contexts).toEqual([{ tenantId: CLINIC, record, version: 1, keyScope: record }]);
    const item = await storedItem();
    expect(item).toEqual({
      pk: `TENANT#${CLINIC}#${id}`,
      gsi1pk: `TENANT#${CLINIC}#nurse-1`,
      gsi1sk: new Date(clock.now()).toISOString(),
      id,
      version: 1,
      sealed: expect.any(Uint8Array),
      app: 'charting',
      model: 'demo',
      turns: 1,
      created_at: clock.now(),
      expires_at: clock.now() + HOUR_MS,
      ttl: Math.ceil((clock.now() + HOUR_MS) / 1000),
    });
    for (const text of ['PHI_NAME', 'Zoë', 'assistant', 'find']) {
      expect(Buffer.from(item['sealed'] as Uint8Array).includes(text)).toBe(false);
    }
  });

  it('believes the sealed owner and dates when somebody edits a row', async () => {
    await storeOn().put(CLINIC, session());
    const gsi1pk = `TENANT#${CLINIC}#thief`;
    await put({ ...(await storedItem()), gsi1pk, expires_at: clock.now() + 100 * HOUR_MS });
    expect((await storeOn().read(CLINIC, session().id))?.owner).toBe('nurse-1');
    clock.advance(HOUR_MS);
    expect(await storeOn().read(CLINIC, session().id)).toBeUndefined();
  });

  it('opens no row that was copied to another tenant, another id or another version', async () => {
    await storeOn().put(CLINIC, session());
    const item = await storedItem();
    const other = sessionId(randomUUID());
    await put({ ...item, pk: `TENANT#${HOSPITAL}#${session().id}` });
    await put({ ...item, pk: `TENANT#${CLINIC}#${other}` });
    await put({ ...item, version: 2 });
    for (const [tenant, id] of [
      [HOSPITAL, session().id],
      [CLINIC, other],
      [CLINIC, session().id],
    ] as const) {
      await expect(storeOn().read(tenant, id)).rejects.toMatchObject({ code: 'internal_error' });
    }
  });

  it('calls a session whose key was destroyed unknown, and begins none in its place', async () => {
    await storeOn().put(CLINIC, session());
    const destroyed = new TestSealer(() => {
      throw new DomainError('not_found', 'the key was destroyed');
    });
    destroyed.open = () => Promise.reject(new DomainError('not_found', 'the key was destroyed'));
    await expect(storeOn(destroyed).read(CLINIC, session().id)).rejects.toMatchObject({
      code: 'not_found',
      message: 'there is no such session',
    });
    await expect(storeOn(destroyed).put(CLINIC, session())).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keeps the newest messages that find room', async () => {
    const messages = Array.from({ length: 12 }, (_, index) => ({
      ...session().messages[0]!,
      content: `${index} ${randomBytes(25_000).toString('hex')} 😀`,
    }));
    expect(await storeOn().put(CLINIC, session({ messages }))).toBe(true);
    const kept = (await storeOn().read(CLINIC, session().id))?.messages;
    expect(kept).toEqual(messages.slice(-7));
  });

  it('keeps a session whose only message is larger than an item may be', async () => {
    const messages = [{ ...session().messages[0]!, content: 'x'.repeat(500_000) }];
    expect(await storeOn().put(CLINIC, session({ messages }))).toBe(true);
    expect(await storeOn().read(CLINIC, session().id)).toEqual(session({ messages: [] }));
  });

  it('reads consistently, and lists over as many pages as the store makes of it', async () => {
    const own = testClient();
    const inputs: object[] = [];
    watch(own, (_command, input) => void inputs.push(input));
    const store = new DynamoSessionStore(own, table, new TestSealer(), clock);
    const content = 'x'.repeat(350_000);
    for (let n = 0; n < 5; n += 1) {
      const messages = [{ ...session().messages[0]!, content }];
      await store.put(CLINIC, session({ id: sessionId(randomUUID()), messages, updatedAt: clock.now() + n }));
    }
    inputs.length = 0;
    const { items, total } = await store.list(CLINIC, 'nurse-1', { limit: 3, offset: 1 });
    expect([items.map(({ updatedAt }) => updatedAt - clock.now()), total]).toEqual([[3, 2, 1], 5]);
    expect(inputs.length).toBeGreaterThan(1);
    inputs.length = 0;
    await store.read(CLINIC, session().id);
    expect(inputs).toEqual([expect.objectContaining({ ConsistentRead: true })]);
    own.destroy();
  });

  it.each([
    ['has no sealed part', { sealed: undefined }],
    ['has no version', { version: undefined }],
    ['has no end', { expires_at: 'x' }],
  ])('refuses a row that %s', async (_what, over) => {
    await storeOn().put(CLINIC, session());
    const item = { ...(await storedItem()), ...over };
    await put(Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)));
    await expect(storeOn().read(CLINIC, session().id)).rejects.toMatchObject({
      code: 'internal_error',
      message: 'a stored session is not valid',
    });
  });

  it('answers service_unavailable in its own words when the store fails', async () => {
    const broken = new DynamoSessionStore(client, 'no-such-table', new TestSealer(), clock);
    const failure = { code: 'service_unavailable', facts: { retryAfterSeconds: 1 } };
    await expect(broken.put(CLINIC, session())).rejects.toMatchObject(failure);
    await expect(broken.read(CLINIC, session().id)).rejects.toMatchObject(failure);
    await expect(broken.delete(CLINIC, session().id)).rejects.toMatchObject(failure);
    await expect(broken.list(CLINIC, 'nurse-1', { limit: 1, offset: 0 })).rejects.toMatchObject(failure);
  });
});
