import type { TenantId } from '../ids.js';

/** Digests under a key of the tenant: equal values can be told equal, and nobody without the key can guess them. */
export abstract class KeyedDigest {
  /**
   * HMAC-SHA-256 of each text in lower-case hex, in order.
   * @param purpose keeps digests of one use apart from those of another, e.g. `audit-subject`.
   * @throws DomainError `not_found` when the tenant's key was destroyed, `service_unavailable`.
   */
  abstract digest(tenantId: TenantId, purpose: string, texts: readonly string[]): Promise<readonly string[]>;
}
