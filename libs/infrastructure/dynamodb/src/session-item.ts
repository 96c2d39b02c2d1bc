import type { Session, SessionSummary } from '@radiant/inference';
import {
  appId,
  DomainError,
  mappingId,
  sessionId,
  type Instant,
  type SealContext,
  type SessionId,
  type TenantId,
} from '@radiant/kernel';
import { messageJson, readMessages } from './session-messages.js';
import { ownerKey, sessionKey, sessionScope } from './table-keys.js';

/** A session as it is stored: what was said is sealed, and so is everything that decides who may read it. */
export interface SessionItem {
  readonly pk: string;
  readonly gsi1pk: string;
  /** The end of the latest turn, ISO 8601. */
  readonly gsi1sk: string;
  readonly id: string;
  readonly version: number;
  readonly sealed: Uint8Array;
  /** For lists, which open nothing; the sealed values hold. */
  readonly app?: string;
  readonly model: string;
  readonly turns: number;
  readonly created_at: number;
  /** In ms. It may shorten the item's life and never prolong it: the sealed one holds as well. */
  readonly expires_at: number;
  /** Seconds, for the store's sweeper. */
  readonly ttl: number;
}

/** What lists read of an item. */
export const LISTED = ['id', 'model', 'turns', 'created_at', 'gsi1sk', 'expires_at'] as const;

export const sessionContext = (tenantId: TenantId, id: SessionId, version: number): SealContext => ({
  tenantId,
  record: `session#${id}`,
  version,
  keyScope: sessionScope(id),
});

export const sessionItem = (tenantId: TenantId, session: Session, sealed: Uint8Array): SessionItem => ({
  pk: sessionKey(tenantId, session.id),
  gsi1pk: ownerKey(tenantId, session.owner),
  gsi1sk: new Date(session.updatedAt).toISOString(),
  id: session.id,
  version: session.version,
  sealed,
  ...(session.app !== undefined && { app: session.app }),
  model: session.model,
  turns: session.turns,
  created_at: session.createdAt,
  expires_at: session.expiresAt,
  ttl: Math.ceil(session.expiresAt / 1000),
});

/** What is sealed of a session, its messages as `messages` has them. */
export const sessionContent = (session: Session, messages: readonly string[]): string => {
  const { owner, app, model, turns, createdAt, updatedAt, expiresAt } = session;
  const fields = { owner, app, model, mappingId: session.mappingId, turns, createdAt, updatedAt, expiresAt };
  return `{"fields":${JSON.stringify(fields)},"messages":[${messages.join(',')}]}`;
};

/** An item that was read. @throws DomainError `internal_error` when it is not one of ours. */
export function readSessionItem(item: Fields): Pick<SessionItem, 'version' | 'sealed' | 'expires_at'> {
  const { version, sealed, expires_at } = item;
  if (typeof version !== 'number' || typeof expires_at !== 'number') invalid();
  return sealed instanceof Uint8Array ? { version, sealed, expires_at } : invalid();
}

/** The other way from `sessionContent`. @throws DomainError `internal_error`. */
export function readSession(id: SessionId, version: number, text: string): Session {
  const content = fieldsOf(JSON.parse(text));
  const { owner, app, model, turns, createdAt, updatedAt, expiresAt, mappingId: mapping } = fieldsOf(content['fields']);
  if (typeof owner !== 'string' || typeof model !== 'string' || typeof turns !== 'number') invalid();
  return {
    id,
    owner,
    app: typeof app === 'string' ? appId(app) : undefined,
    model,
    mappingId: typeof mapping === 'string' ? mappingId(mapping) : undefined,
    turns,
    messages: readMessages(content['messages']),
    version,
    createdAt: instant(createdAt),
    updatedAt: instant(updatedAt),
    expiresAt: instant(expiresAt),
  };
}

/** An item of a list. @throws DomainError `internal_error`. */
export function readSummary({ id, model, turns, created_at, gsi1sk, expires_at }: Fields): SessionSummary {
  if (typeof id !== 'string' || typeof model !== 'string' || typeof turns !== 'number') invalid();
  return {
    id: sessionId(id),
    model,
    turns,
    createdAt: instant(created_at),
    updatedAt: instant(typeof gsi1sk === 'string' ? Date.parse(gsi1sk) : NaN),
    expiresAt: instant(expires_at),
  };
}

/** Each message of a session as JSON text, and the newest of them that fit into `bytes` together. */
export function newestThatFit(session: Session, bytes: number): readonly string[] {
  const texts = session.messages.map(messageJson);
  let room = bytes;
  let first = texts.length;
  for (const text of texts.toReversed()) {
    room -= Buffer.byteLength(text) + 1;
    if (room < 0) break;
    first -= 1;
  }
  return texts.slice(first);
}

export type Fields = Readonly<Record<string, unknown>>;

const instant = (value: unknown): Instant => (typeof value === 'number' && Number.isFinite(value) ? value : invalid());

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : invalid();

function invalid(): never {
  throw new DomainError('internal_error', 'a stored session is not valid');
}
