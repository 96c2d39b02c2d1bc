import type { TenantId } from '../ids.js';
import type { Instant } from './clock.js';

/** A data key as it is stored: wrapped by the platform's key, and without bytes once it was destroyed. */
export interface WrappedDataKey {
  readonly tenantId: TenantId;
  /** `tenant`, or what can be destroyed on its own, e.g. `session#<id>`. */
  readonly scope: string;
  readonly version: number;
  /** Undefined when the key was destroyed. */
  readonly wrapped: Uint8Array | undefined;
  /** Which key of the platform wrapped it, e.g. `local:1` or a KMS key's ARN. */
  readonly wrappedBy: string;
}

/** Where wrapped data keys are kept. Destroyed keys keep their place, so that no version is used twice. */
export abstract class DataKeyStore {
  /** Every version, oldest first. @throws DomainError `service_unavailable`. */
  abstract versions(tenantId: TenantId, scope: string): Promise<readonly WrappedDataKey[]>;
  /** Scopes of the tenant after `after` that have a key with bytes, in ascending order; `limit` at most. */
  abstract scopes(tenantId: TenantId, after: string, limit: number): Promise<readonly string[]>;
  /** @returns false when the version exists, and then nothing changes. */
  abstract add(key: WrappedDataKey): Promise<boolean>;
  /** Stores the same key under another wrapping; a destroyed one stays destroyed. */
  abstract rewrap(key: WrappedDataKey): Promise<void>;
  /** Forgets the bytes of every version. @returns how many there were. */
  abstract destroy(tenantId: TenantId, scope: string, at: Instant): Promise<number>;
  /**
   * Forgets the bytes of every version of every scope and closes the tenant: from then on each of its scopes, used before
   * or not, has a destroyed version, and none can be added. @returns how many versions had bytes.
   */
  abstract close(tenantId: TenantId, at: Instant): Promise<number>;
}
