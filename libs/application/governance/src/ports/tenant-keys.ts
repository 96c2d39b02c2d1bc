import type { TenantId } from '@radiant/kernel';

/**
 * The data keys of a tenant. `scope` is `tenant`, or what can be destroyed on its own, e.g. `session#<id>`.
 * @throws DomainError `service_unavailable`; `not_found` when the key was destroyed; `conflict` when somebody else rotates
 * it at the same time.
 */
export abstract class TenantKeys {
  /** Adds a version that everything is sealed under from now on. @returns its number. */
  abstract rotate(tenantId: TenantId, scope: string): Promise<number>;
  /** Wraps every version with the platform's present key. @returns how many. */
  abstract rewrap(tenantId: TenantId, scope: string): Promise<number>;
  /** The same for every key of the tenant, its sessions' too. @returns how many versions. */
  abstract rewrapAll(tenantId: TenantId): Promise<number>;
  /** Forgets every version for good; what they sealed can never be opened again, and there is no other. @returns how many. */
  abstract destroy(tenantId: TenantId, scope: string): Promise<number>;
  /**
   * Forgets every key of the tenant, its sessions' too, and makes none any more. Repeating it changes nothing.
   * @returns how many versions there were.
   */
  abstract close(tenantId: TenantId): Promise<number>;
}
