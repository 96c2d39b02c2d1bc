import { GetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { emptyTable, testClient, watch } from '../test/store.js';
import { ItemWriter } from './item-writer.js';

describe('ItemWriter', () => {
  let client: DynamoDBDocumentClient;
  let table: string;
  let pauses: number[];

  beforeEach(async () => {
    client = testClient();
    table = await emptyTable(client);
    pauses = [];
  });
  afterEach(() => client.destroy());

  const writer = (): ItemWriter<{ pk: string; text: string }> =>
    new ItemWriter(client, table, async (milliseconds) => pauses.push(milliseconds));
  const read = async (pk: string): Promise<unknown> =>
    (await client.send(new GetCommand({ TableName: table, Key: { pk }, ConsistentRead: true }))).Item;
  const items = (count: number) => Array.from({ length: count }, (_, index) => ({ pk: `k${index}`, text: `${index}` }));

  it('tries again, after a pause, exactly what the store handed back', async () => {
    const asked: number[] = [];
    watch(client, (command, input) => {
      if (command !== 'BatchWriteItemCommand') return undefined;
      const requests = (input as { RequestItems: Record<string, object[]> }).RequestItems[table]!;
      asked.push(requests.length);
      return asked.length < 3 ? { UnprocessedItems: { [table]: requests.slice(1) } } : undefined;
    });
    const one = writer();
    await Promise.all(items(5).map((item) => one.put(item)));
    expect(asked).toEqual([5, 4, 3]);
    expect(pauses).toHaveLength(2);
    expect(await read('k4')).toEqual({ pk: 'k4', text: '4' });
    expect(await read('k2')).toEqual({ pk: 'k2', text: '2' });
  });

  it('gives up after six tries, with pauses that may grow and stay below a second', async () => {
    const sent = watch(client, (command, input) => {
      if (command !== 'BatchWriteItemCommand') return undefined;
      return { UnprocessedItems: (input as { RequestItems: object }).RequestItems };
    });
    await expect(writer().put({ pk: 'a', text: 'a' })).rejects.toMatchObject({
      code: 'service_unavailable',
      message: 'the PHI vault is not keeping up',
    });
    expect(sent).toHaveLength(6);
    expect(pauses).toHaveLength(5);
    for (const [index, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThan(0);
      expect(pause).toBeLessThan(25 * 2 ** (index + 1));
    }
  });

  it('refuses what has waited long, and writes it no more', async () => {
    const held: (() => void)[] = [];
    const asked: string[] = [];
    client.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === 'BatchWriteItemCommand') {
          asked.push(JSON.stringify(args.input));
          await new Promise<void>((resolve) => held.push(resolve));
        }
        return next(args);
      },
      { step: 'initialize' },
    );
    const one = new ItemWriter<{ pk: string; text: string }>(client, table, undefined, 20);
    const ends = await Promise.allSettled(items(3).map((item) => one.put(item)));
    for (const end of ends) expect(end).toMatchObject({ reason: { code: 'service_unavailable' } });
    const late = await Promise.allSettled([one.put({ pk: 'late', text: 'late' })]);
    expect(late).toMatchObject([{ reason: { code: 'service_unavailable' } }]);
    held.splice(0).forEach((go) => go());
    const next = new ItemWriter<{ pk: string; text: string }>(client, table);
    const written = next.put({ pk: 'next', text: 'next' });
    while (!asked.some((each) => each.includes('next'))) await new Promise(setImmediate);
    held.splice(0).forEach((go) => go());
    await written;
    expect(asked.some((each) => each.includes('late'))).toBe(false);
  });

  it('keeps the newest of two items with one key, which the store would refuse together', async () => {
    const one = writer();
    await Promise.all([
      one.put({ pk: 'a', text: 'old' }),
      one.put({ pk: 'b', text: 'other' }),
      one.put({ pk: 'a', text: 'new' }),
    ]);
    expect(await read('a')).toEqual({ pk: 'a', text: 'new' });
    expect(await read('b')).toEqual({ pk: 'b', text: 'other' });
  });

  it('sends no more than 25 items in one call', async () => {
    const sizes: number[] = [];
    watch(client, (_command, input) => {
      sizes.push((input as { RequestItems: Record<string, object[]> }).RequestItems[table]!.length);
      return {};
    });
    const one = writer();
    await Promise.all(items(60).map((item) => one.put(item)));
    expect(sizes.reduce((sum, size) => sum + size)).toBe(60);
    expect(Math.max(...sizes)).toBe(25);
  });
});
