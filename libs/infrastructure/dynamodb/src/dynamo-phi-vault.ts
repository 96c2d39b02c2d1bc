import { DeleteCommand, GetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DomainError, type Clock, type MappingId, type Sealer, type TenantId } from '@radiant/kernel';
import { PhiVault, type PhiMapping } from '@radiant/phi';
import { stored } from './client.js';
import { ItemWriter } from './item-writer.js';
import {
  contentText,
  mappingItem,
  readContent,
  readItem,
  sealContext,
  type MappingItem,
  type MappingScope,
} from './mapping-item.js';
import { putVersion } from './put-version.js';
import { mappingKey } from './table-keys.js';

/** DynamoDB takes 400 KB an item; the rest is for the other attributes. */
const MAX_SEALED_BYTES = 399_000;

/**
 * PHI mappings in CACHE_TABLE, sealed before anything is queued: those of single calls under the tenant's key, those of
 * sessions under the session's.
 * Besides `service_unavailable`, writes throw DomainError `payload_too_large` for a mapping the store can't hold.
 */
export class DynamoPhiVault extends PhiVault {
  private readonly writer: ItemWriter<MappingItem>;

  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {
    super();
    this.writer = new ItemWriter(client, table);
  }

  async create(tenantId: TenantId, mapping: PhiMapping): Promise<void> {
    await this.writer.put(await this.seal(tenantId, mapping, 'tenant'));
  }

  async replace(tenantId: TenantId, mapping: PhiMapping): Promise<boolean> {
    const item = await this.seal(tenantId, mapping, 'session');
    return putVersion(this.client, this.table, item, { keptUntil: 'retain_until', now: this.clock.now() });
  }

  async read(tenantId: TenantId, id: MappingId): Promise<PhiMapping | undefined> {
    const get = new GetCommand({
      TableName: this.table,
      Key: { pk: mappingKey(tenantId, id) },
      ConsistentRead: true,
    });
    const { Item } = await stored(() => this.client.send(get));
    if (!Item) return undefined;
    const { version, scope, sealed, retain_until } = readItem(Item);
    const now = this.clock.now();
    if (now >= retain_until) return undefined; // before it is opened: its key may be gone by now
    const text = await this.sealer.open(sealContext(tenantId, id, { version, scope }), sealed);
    const { app, entries, ranges, expiresAt, retainUntil } = readContent(text);
    if (now >= retainUntil) return undefined;
    return { id, app, entries: now >= expiresAt ? [] : entries, ranges, version, expiresAt, retainUntil };
  }

  async delete(tenantId: TenantId, id: MappingId): Promise<void> {
    const command = new DeleteCommand({ TableName: this.table, Key: { pk: mappingKey(tenantId, id) } });
    await stored(() => this.client.send(command));
  }

  private async seal(tenantId: TenantId, mapping: PhiMapping, scope: MappingScope): Promise<MappingItem> {
    const context = sealContext(tenantId, mapping.id, { version: mapping.version, scope });
    const sealed = await this.sealer.seal(context, contentText(mapping));
    if (sealed.byteLength > MAX_SEALED_BYTES) {
      throw new DomainError('payload_too_large', 'the text holds more identifiers than one mapping can keep');
    }
    return mappingItem(tenantId, mapping, scope, sealed);
  }
}
