import type { AppId, Instant, MappingId, RequestId, SessionId, TenantId } from '@radiant/kernel';
import type { ChatRequest, Message, ReportedUsage } from '@radiant/protocol';

/** Where a response is kept: in the session whose placeholders stand in it, under the request that it answered. */
export interface ResponseKey {
  readonly session: SessionId;
  readonly request: RequestId;
}

/** An answer that can be read, and gone on from, later. Placeholders in it. */
export interface StoredResponse extends ResponseKey {
  /** As of its session: the user who asked, or the key where no user is known. */
  readonly owner: string;
  /** As of its session. */
  readonly app: AppId | undefined;
  /** As callers know it. */
  readonly model: string;
  /** Where the originals are kept; undefined while nothing was hidden. */
  readonly mappingId: MappingId | undefined;
  /** The id of the response that it went on from. */
  readonly previous: string | undefined;
  /** For this answer alone. */
  readonly instructions: string | undefined;
  /** The conversation up to the reply, instructions not among it. */
  readonly messages: readonly Message[];
  /** How many of the oldest messages found no room. */
  readonly omitted: number;
  /** Whether its request allowed that some be missing. */
  readonly truncates: boolean;
  /** As it came. */
  readonly reply: Message;
  /** Everything else that was asked; its own messages are none. */
  readonly asked: ChatRequest;
  readonly finishReason: string | null;
  readonly usage: ReportedUsage | undefined;
  readonly createdAt: Instant;
  /** From this instant on it is unknown. */
  readonly expiresAt: Instant;
}

/**
 * Responses, each sealed under the key of its session: it goes when the session's key does. All throw DomainError
 * `service_unavailable`.
 */
export abstract class ResponseStore {
  /** @returns undefined when it is unknown, another tenant's, past `expiresAt` or its session's key is gone. */
  abstract read(tenantId: TenantId, key: ResponseKey): Promise<StoredResponse | undefined>;

  /**
   * Where not all messages find room the newest are kept, and how many are `omitted`; one whose reply finds none is not
   * kept, and neither is one whose session's key was destroyed.
   */
  abstract put(tenantId: TenantId, response: StoredResponse): Promise<void>;

  /** Nothing happens when there is no such response. */
  abstract delete(tenantId: TenantId, key: ResponseKey): Promise<void>;
}
