import { DeleteCommand, GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ResponseStore, type ResponseKey, type StoredResponse } from '@radiant/inference';
import type { Clock, Sealer, TenantId } from '@radiant/kernel';
import { stored } from './client.js';
import { readResponse, readResponseItem, responseContent, responseContext, responseItem } from './response-item.js';
import { responseKey } from './table-keys.js';
import { unlessKeyGone } from './unless-key-gone.js';

/** DynamoDB takes 400 KB an item; the rest is for the other attributes. */
const MAX_BYTES = 390_000;

/** Responses in SESSIONS_TABLE, beside the sessions under whose keys they are sealed. */
export class DynamoResponseStore extends ResponseStore {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {
    super();
  }

  async read(tenantId: TenantId, key: ResponseKey): Promise<StoredResponse | undefined> {
    const get = new GetCommand({
      TableName: this.table,
      Key: { pk: responseKey(tenantId, key.session, key.request) },
      ConsistentRead: true,
    });
    const { Item } = await stored(() => this.client.send(get));
    if (!Item) return undefined;
    const { sealed, expires_at } = readResponseItem(Item);
    const now = this.clock.now();
    if (now >= expires_at) return undefined;
    const text = await unlessKeyGone(() => this.sealer.open(responseContext(tenantId, key), sealed));
    const response = text === undefined ? undefined : readResponse(key, text);
    return response && now < response.expiresAt ? response : undefined;
  }

  async put(tenantId: TenantId, response: StoredResponse): Promise<void> {
    const content = responseContent(response, MAX_BYTES);
    if (content === undefined) return;
    const sealed = await unlessKeyGone(() => this.sealer.seal(responseContext(tenantId, response), content));
    if (!sealed) return;
    const put = new PutCommand({ TableName: this.table, Item: responseItem(tenantId, response, sealed) });
    await stored(() => this.client.send(put));
  }

  async delete(tenantId: TenantId, { session, request }: ResponseKey): Promise<void> {
    const Key = { pk: responseKey(tenantId, session, request) };
    await stored(() => this.client.send(new DeleteCommand({ TableName: this.table, Key })));
  }
}
