import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CachedAnswers } from '@radiant/inference';
import { DomainError, type Clock, type Instant, type SealContext, type Sealer, type TenantId } from '@radiant/kernel';
import { storedWithin } from './client.js';
import { answerKey } from './table-keys.js';

/** DynamoDB takes 400 KB an item; the rest is for the other attributes. */
const MAX_SEALED_BYTES = 399_000;
/** The caller would rather have a new answer than wait longer for an old one. */
const DEADLINE_MS = 500;

/** Answers in CACHE_TABLE, each sealed under its tenant's key with the instant until which it is kept. */
export class DynamoCachedAnswers extends CachedAnswers {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {
    super();
  }

  async find(tenantId: TenantId, key: string): Promise<string | undefined> {
    const get = new GetCommand({ TableName: this.table, Key: { pk: answerKey(tenantId, key) } });
    const { Item } = await storedWithin(DEADLINE_MS, (options) => this.client.send(get, options));
    if (!Item || !(this.clock.now() < Item['expires_at'])) return undefined;
    const sealed: unknown = Item['sealed'];
    if (!(sealed instanceof Uint8Array)) throw invalid();
    const { until, answer } = content(await this.sealer.open(sealContext(tenantId, key), sealed));
    return this.clock.now() < until ? answer : undefined;
  }

  async keep(tenantId: TenantId, key: string, answer: string, until: Instant): Promise<void> {
    const sealed = await this.sealer.seal(sealContext(tenantId, key), JSON.stringify([until, answer]));
    if (sealed.byteLength > MAX_SEALED_BYTES) return;
    // Instants in ms may shorten the item's life and never prolong it; seconds are for the store's sweeper.
    const Item = { pk: answerKey(tenantId, key), sealed, expires_at: until, ttl: Math.ceil(until / 1_000) };
    const put = new PutCommand({ TableName: this.table, Item });
    await storedWithin(DEADLINE_MS, (options) => this.client.send(put, options));
  }
}

const sealContext = (tenantId: TenantId, key: string): SealContext => ({
  tenantId,
  record: `answer#${key}`,
  version: 1,
});

function content(text: string): { readonly until: Instant; readonly answer: string } {
  const value: unknown = JSON.parse(text);
  const fields: readonly unknown[] = Array.isArray(value) ? value : [];
  const [until, answer] = fields;
  if (typeof until !== 'number' || typeof answer !== 'string') throw invalid();
  return { until, answer };
}

const invalid = (): DomainError => new DomainError('internal_error', 'a kept answer is not valid');
