import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GroupCommit } from '@radiant/kernel';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { stored } from './client.js';
import { notKeepingUp } from './sockets.js';

/** The most that one BatchWriteItem takes. */
const MAX_BATCH = 25;
const WRITERS = 4;
const MAX_WAITING = 20_000;
const TRIES = 6;
const FIRST_PAUSE_MS = 25;
/** Runs beside the call to the model, which takes far longer. */
const LINGER_MS = 3;
/** As long as a command waits for a connection: what a store that answers nobody is to take must not pile up. */
const WAIT_MS = 10_000;

interface Keyed {
  readonly pk: string;
}

interface Waiting<Item> {
  readonly item: Item;
  /** Nobody waits for it any more. */
  abandoned: boolean;
}

/** Writes items unconditionally. One call per item costs about 500 us of CPU in the SDK; in batches it is a tenth. */
export class ItemWriter<Item extends Keyed> {
  private readonly commits = new GroupCommit<Waiting<Item>>(
    { maxBatch: MAX_BATCH, writers: WRITERS, maxWaiting: MAX_WAITING, linger: () => sleep(LINGER_MS) },
    (batch) => stored(() => this.writeBatch(batch.filter(({ abandoned }) => !abandoned))),
  );

  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    private readonly pause: (milliseconds: number) => Promise<unknown> = sleep,
    private readonly waitMs = WAIT_MS,
  ) {}

  /** Durable when it resolves. @throws DomainError `service_unavailable`. */
  put(item: Item): Promise<void> {
    const waiting = { item, abandoned: false };
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        waiting.abandoned = true;
        reject(notKeepingUp());
      }, this.waitMs);
      void this.commits
        .add(waiting)
        .then(resolve, reject)
        .finally(() => clearTimeout(late));
    });
  }

  /** Writes all of `items`; what the store hands back is tried again after a pause. */
  private async writeBatch(items: readonly Waiting<Item>[]): Promise<void> {
    if (items.length === 0) return;
    const newest = new Map(items.map(({ item }) => [item.pk, item])); // the store refuses a batch that names a key twice
    let requests: Record<string, unknown>[] = [...newest.values()].map((Item) => ({ PutRequest: { Item } }));
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (attempt > 0) await this.pause(randomInt(1, FIRST_PAUSE_MS * 2 ** attempt));
      const RequestItems = { [this.table]: requests };
      const { UnprocessedItems } = await this.client.send(new BatchWriteCommand({ RequestItems }));
      requests = UnprocessedItems?.[this.table] ?? [];
      if (requests.length === 0) return;
    }
    throw notKeepingUp();
  }
}
