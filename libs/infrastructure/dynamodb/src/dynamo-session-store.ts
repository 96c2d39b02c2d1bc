import {
  DeleteCommand,
  GetCommand,
  QueryCommand,
  type DynamoDBDocumentClient,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { SessionStore, unknownSession, type Session, type SessionSummary } from '@radiant/inference';
import type { AppId, Clock, Page, Sealer, SessionId, Slice, TenantId } from '@radiant/kernel';
import { stored } from './client.js';
import { putVersion } from './put-version.js';
import {
  LISTED,
  newestThatFit,
  readSession,
  readSessionItem,
  readSummary,
  sessionContent,
  sessionContext,
  sessionItem,
  type Fields,
} from './session-item.js';
import { ownerKey, sessionKey } from './table-keys.js';
import { unlessKeyGone } from './unless-key-gone.js';

/** DynamoDB takes 400 KB an item; the rest is for the other attributes and the sealed fields. */
const MAX_MESSAGE_BYTES = 390_000;

/** Sessions in SESSIONS_TABLE, each sealed under a key of its own. */
export class DynamoSessionStore extends SessionStore {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {
    super();
  }

  async read(tenantId: TenantId, id: SessionId): Promise<Session | undefined> {
    const get = new GetCommand({
      TableName: this.table,
      Key: { pk: sessionKey(tenantId, id) },
      ConsistentRead: true,
    });
    const { Item } = await stored(() => this.client.send(get));
    if (!Item) return undefined;
    const { version, sealed, expires_at } = readSessionItem(Item);
    const now = this.clock.now();
    if (now >= expires_at) return undefined;
    const text = await unlessKeyGone(() => this.sealer.open(sessionContext(tenantId, id, version), sealed));
    if (text === undefined) throw unknownSession();
    const session = readSession(id, version, text);
    return now < session.expiresAt ? session : undefined;
  }

  async put(tenantId: TenantId, session: Session): Promise<boolean> {
    const content = sessionContent(session, newestThatFit(session, MAX_MESSAGE_BYTES));
    const sealed = await this.sealer.seal(sessionContext(tenantId, session.id, session.version), content);
    const item = sessionItem(tenantId, session, sealed);
    return putVersion(this.client, this.table, item, { keptUntil: 'expires_at', now: this.clock.now() });
  }

  async list(tenantId: TenantId, owner: string, { limit, offset }: Slice, app?: AppId): Promise<Page<SessionSummary>> {
    const items: SessionSummary[] = [];
    let total = 0;
    for await (const item of this.listed(tenantId, owner, app)) {
      if (total >= offset && items.length < limit) items.push(readSummary(item));
      total += 1;
    }
    return { items, total };
  }

  async delete(tenantId: TenantId, id: SessionId): Promise<void> {
    const command = new DeleteCommand({ TableName: this.table, Key: { pk: sessionKey(tenantId, id) } });
    await stored(() => this.client.send(command));
  }

  /** The latest first, without what is sealed. */
  private async *listed(tenantId: TenantId, owner: string, app?: AppId): AsyncGenerator<Fields, void, undefined> {
    const query: QueryCommandInput = {
      TableName: this.table,
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :owner',
      FilterExpression: `expires_at > :now${app === undefined ? '' : ' and (attribute_not_exists(app) or app = :app)'}`,
      ProjectionExpression: LISTED.map((_, index) => `#f${index}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(LISTED.map((name, index) => [`#f${index}`, name])),
      ExpressionAttributeValues: {
        ':owner': ownerKey(tenantId, owner),
        ':now': this.clock.now(),
        ...(app !== undefined && { ':app': app }),
      },
      ScanIndexForward: false,
    };
    let from: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await stored(() => this.client.send(new QueryCommand({ ...query, ExclusiveStartKey: from })));
      yield* page.Items ?? [];
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  }
}
