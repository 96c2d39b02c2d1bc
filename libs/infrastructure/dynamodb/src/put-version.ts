import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Instant } from '@radiant/kernel';
import { stored } from './client.js';

/** An item that is changed as a whole, each time with the next version. */
interface VersionedItem {
  readonly pk: string;
  /** From 1. */
  readonly version: number;
}

/**
 * Puts version 1 where nothing is kept at `now`, and any later one in the place of the one before it.
 * @param keptUntil the attribute that says until when an item counts, in ms.
 * @returns false when somebody else was faster. @throws DomainError `service_unavailable`.
 */
export function putVersion(
  client: DynamoDBDocumentClient,
  table: string,
  item: VersionedItem,
  { keptUntil, now }: { readonly keptUntil: 'expires_at' | 'retain_until'; readonly now: Instant },
): Promise<boolean> {
  const condition =
    item.version === 1
      ? {
          ConditionExpression: `attribute_not_exists(pk) or ${keptUntil} <= :now`,
          ExpressionAttributeValues: { ':now': now },
        }
      : {
          ConditionExpression: '#version = :previous',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':previous': item.version - 1 },
        };
  return stored(async () => {
    try {
      await client.send(new PutCommand({ TableName: table, Item: item, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  });
}
