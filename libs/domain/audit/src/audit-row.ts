import type { Instant, TenantId } from '@radiant/kernel';

/** How long a row is kept, by what it is about. All are kept six years at least (45 CFR 164.316(b)(2)(i)). */
export const RETENTION_CLASSES = ['access', 'change', 'disclosure', 'security'] as const;
export type RetentionClass = (typeof RETENTION_CLASSES)[number];

/** A row of the trail as it is stored. `body` is sealed JSON: `{"ip","userAgent","details"}`. */
export interface AuditRow {
  readonly tenantId: TenantId;
  readonly id: string;
  readonly occurredAt: Instant;
  readonly retentionClass: RetentionClass;
  /** SHA-256 in hex of the content's canonical form; see `contentHash`. */
  readonly contentHash: string;
  /** Undefined once the row was purged. */
  readonly content: AuditContent | undefined;
}

/**
 * What a purge takes away. Absent values are null, as in the database. Words are kept as they are stored: one that nobody
 * wrote is a finding of whoever verifies, and must not keep him from reading on.
 */
export interface AuditContent {
  /** An AuditAction. */
  readonly action: string;
  /** An AuditOutcome. */
  readonly outcome: string;
  /** `service`, `user`, `admin` or `system`. */
  readonly actorKind: string;
  /** `adminId` for administrators, `userId` for everybody else who is a person. */
  readonly userId: string | null;
  readonly adminId: string | null;
  readonly apiKeyId: string | null;
  readonly appId: string | null;
  readonly crossTenant: boolean | null;
  readonly resourceType: string | null;
  readonly resourceId: string | null;
  readonly requestId: string | null;
  readonly providerId: string | null;
  readonly modelId: string | null;
  /** Category to count. */
  readonly phi: Readonly<Record<string, number>> | null;
  readonly phiDisclosed: boolean | null;
  readonly subjects: readonly string[] | null;
  /** Sealed bytes in base64. */
  readonly body: string | null;
}

/** A row with its place in its tenant's chain. */
export interface SealedAuditRow extends AuditRow {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** SHA-256 in hex over `previous|sequence|tenant|class|moment|content hash`; 64 zeros stand before the first. */
  readonly hash: string;
}

/** The end of a chain at a moment, signed and kept outside the database. */
export interface Checkpoint {
  readonly tenantId: TenantId;
  readonly sequence: number;
  readonly hash: string;
  readonly at: Instant;
  readonly keyId: string;
  /** Ed25519 over `tenant|sequence|hash|moment`, base64. */
  readonly signature: string;
}
