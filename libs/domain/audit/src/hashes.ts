import type { Digest } from '@radiant/kernel';
import type { AuditContent, AuditRow } from './audit-row.js';
import { moment } from './moment.js';

/** Stands before the first row of every chain. */
export const FIRST_PREVIOUS_HASH = '0'.repeat(64);

/** The first element of what is hashed; a change of the canonical form is a new number. */
const FORMAT = 1;

/** What a content hash is about. */
export type HashedFields = Pick<AuditRow, 'id' | 'tenantId' | 'occurredAt' | 'retentionClass'> & {
  readonly content: AuditContent;
};

/**
 * SHA-256 in hex over the canonical form: the JSON of a list that begins with its format number, then every field in a
 * fixed order, PHI counts sorted by category. `body` goes in as ciphertext, so that nothing changes when keys are
 * destroyed.
 */
export function contentHash(
  { id, tenantId, occurredAt, retentionClass, content }: HashedFields,
  digest: Digest,
): string {
  return digest.sha256(
    JSON.stringify([
      FORMAT,
      id,
      tenantId,
      moment(occurredAt),
      retentionClass,
      content.action,
      content.outcome,
      content.actorKind,
      content.userId,
      content.adminId,
      content.apiKeyId,
      content.appId,
      content.crossTenant,
      content.resourceType,
      content.resourceId,
      content.requestId,
      content.providerId,
      content.modelId,
      content.phi && sortedCounts(content.phi),
      content.phiDisclosed,
      content.subjects,
      content.body,
    ]),
  );
}

/** What a row's place in its chain is about; it is all there when the content was purged. */
export type ChainedFields = Pick<AuditRow, 'tenantId' | 'occurredAt' | 'retentionClass' | 'contentHash'> & {
  readonly sequence: number;
};

/** SHA-256 in hex over `previous|sequence|tenant|class|moment|content hash`, as the database's sealer computes it. */
export function chainHash(previous: string, row: ChainedFields, digest: Digest): string {
  const { sequence, tenantId, retentionClass, occurredAt, contentHash: content } = row;
  return digest.sha256(`${previous}|${sequence}|${tenantId}|${retentionClass}|${moment(occurredAt)}|${content}`);
}

/** By code unit and not by a language's rules: the order must be the same everywhere. */
const sortedCounts = (phi: Readonly<Record<string, number>>): readonly (readonly [string, number | undefined])[] =>
  Object.keys(phi)
    .sort()
    .map((category) => [category, phi[category]]);
