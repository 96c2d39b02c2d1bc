import {
  DomainError,
  isUuid,
  type ApiKeyId,
  type AppId,
  type Branded,
  type Instant,
  type MappingId,
  type TenantId,
} from '@radiant/kernel';

export type ReidentificationId = Branded<'ReidentificationId'>;

/** @throws DomainError `validation_error` naming the field. */
export function reidentificationId(text: string): ReidentificationId {
  const id = text.toLowerCase();
  if (!isUuid(id)) {
    throw new DomainError('validation_error', 're-identification id must be a UUID', { field: 're-identification id' });
  }
  return id as ReidentificationId; // the only place where a plain string becomes this id
}

/** A request to see originals, which somebody else decides on. */
export interface Reidentification {
  readonly id: ReidentificationId;
  readonly tenantId: TenantId;
  readonly mappingId: MappingId;
  readonly appId: AppId;
  /** The person's user id, or else the API key's id. */
  readonly requestedBy: string;
  /** The key that asked, in whoever's name; undefined for a person's own token. */
  readonly requestedWith: ApiKeyId | undefined;
  /** In the requester's own words; stored sealed. */
  readonly reason: string;
  readonly status: 'pending' | 'approved' | 'denied';
  readonly createdAt: Instant;
  /** From this instant on it is neither decided nor read. */
  readonly expiresAt: Instant;
  readonly decidedBy: string | undefined;
  readonly decidedAt: Instant | undefined;
  /** Stored sealed. */
  readonly decisionReason: string | undefined;
}

/** With the text that is to be opened: placeholders, and whatever else stands around them; stored sealed. */
export interface ReidentificationOfText extends Reidentification {
  readonly text: string;
}

export const REIDENTIFICATION_STATUSES = ['pending', 'approved', 'denied', 'expired'] as const;
export type ReidentificationStatus = (typeof REIDENTIFICATION_STATUSES)[number];

/** What is left of it at a moment: what was denied stays denied, everything else expires. */
export function statusAt({ status, expiresAt }: Reidentification, now: Instant): ReidentificationStatus {
  return status !== 'denied' && expiresAt <= now ? 'expired' : status;
}
