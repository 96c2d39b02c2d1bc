import { isUuid, type MappingId, type RequestId, type SessionId, type TenantId } from '@radiant/kernel';

/** The one place where keys are made. The tenant comes first in every one, so no id reaches another tenant's item. */
export const mappingKey = (tenantId: TenantId, id: MappingId): string => `${tenantPart(tenantId)}#phi#${id}`;

/** @param key of the question, in hex. */
export const answerKey = (tenantId: TenantId, key: string): string => `${tenantPart(tenantId)}#answer#${key}`;

export const sessionKey = (tenantId: TenantId, id: SessionId): string => `${tenantPart(tenantId)}#${id}`;

export const responseKey = (tenantId: TenantId, session: SessionId, request: RequestId): string =>
  `${sessionKey(tenantId, session)}#response#${request}`;

/** Of the index: the sessions of a user, or of a key where no user is known. */
export const ownerKey = (tenantId: TenantId, owner: string): string => `${tenantPart(tenantId)}#${owner}`;

/** The name of the data key that a session and its mapping are sealed under. */
export const sessionScope = (id: SessionId | MappingId): string => `session#${id}`;

/** Read by health checks; no item has it. */
export const PROBE_KEY = 'HEALTH';

/** A tenant id is a UUID by construction; the check stands because everything rests on it. */
function tenantPart(tenantId: TenantId): string {
  if (!isUuid(tenantId)) throw new TypeError('a key needs a tenant id');
  return `TENANT#${tenantId}`;
}
