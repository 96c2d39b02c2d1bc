import { DomainError, type TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';

/**
 * Whose trail tells of what concerned all tenants: the actor's own tenant's.
 * @throws DomainError `forbidden` for everybody but super administrators.
 */
export function homeForAllTenants({ principal }: Actor): TenantId {
  if (!principal.roles.includes('super_admin')) {
    throw new DomainError('forbidden', 'what concerns all tenants is for super administrators');
  }
  return principal.homeTenantId;
}
