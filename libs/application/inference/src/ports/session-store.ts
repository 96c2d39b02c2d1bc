import type { AppId, Instant, MappingId, Page, SessionId, Slice, TenantId } from '@radiant/kernel';
import type { Message } from '@radiant/protocol';

/** A session as lists show it: nothing of what was said. */
export interface SessionSummary {
  readonly id: SessionId;
  /** As callers know it; that of the latest turn. */
  readonly model: string;
  /** Exchanges that ended. */
  readonly turns: number;
  readonly createdAt: Instant;
  /** The end of the latest turn. */
  readonly updatedAt: Instant;
  /** From this instant on the session is unknown. */
  readonly expiresAt: Instant;
}

/** A conversation as it last left and came back, placeholders in it. */
export interface Session extends SessionSummary {
  /** The id of the user who began it, or of the key where no user is known. */
  readonly owner: string;
  /** In which it began; undefined for one that was begun before that was kept. */
  readonly app: AppId | undefined;
  /** Where the originals are kept; undefined while nothing was hidden. */
  readonly mappingId: MappingId | undefined;
  /** Of the last exchange: what was sent and, at the end, the reply as it came. */
  readonly messages: readonly Message[];
  /** 1 for the first write, one more for each that follows. */
  readonly version: number;
}

/**
 * Sessions, each sealed under a key of its own.
 * Writes throw DomainError `not_found` for a session whose key was destroyed: its id is never used again.
 * All throw `service_unavailable`.
 */
export abstract class SessionStore {
  /**
   * @returns undefined when the id is unknown, another tenant's or past `expiresAt`.
   * @throws DomainError `not_found` when its key was destroyed, or is gone with a database that was restored.
   */
  abstract read(tenantId: TenantId, id: SessionId): Promise<Session | undefined>;

  /**
   * Stores version n only over version n - 1, or version 1 where nothing is stored; a session past `expiresAt` counts as
   * nothing. Where not all messages find room the newest are kept.
   * @returns false when another writer was first, and then nothing changes.
   */
  abstract put(tenantId: TenantId, session: Session): Promise<boolean>;

  /**
   * The owner's sessions, the latest turn first. What was written just now may be missing for a moment.
   * @param app leaves out what is known to have begun in another one.
   */
  abstract list(tenantId: TenantId, owner: string, slice: Slice, app?: AppId): Promise<Page<SessionSummary>>;

  /** Nothing happens when there is no such session. */
  abstract delete(tenantId: TenantId, id: SessionId): Promise<void>;
}
