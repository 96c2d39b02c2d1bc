import { DomainError } from '@radiant/kernel';
import type { Principal } from '../principal.js';
import { allows, NEEDS_SECOND_FACTOR, type Permission } from './permissions.js';

/** The one check behind every route. @throws DomainError `forbidden`. */
export function authorize(principal: Principal, permission: Permission, requireSecondFactor: boolean): void {
  if (!allows(principal.roles, permission)) throw refused(permission, 'the role of this principal does not allow it');
  if (principal.scopes && !principal.scopes.permissions.has(permission)) {
    throw refused(permission, 'the scopes of this key do not include it');
  }
  if (requireSecondFactor && NEEDS_SECOND_FACTOR.has(permission) && !(principal.token?.multiFactor ?? false)) {
    throw refused(permission, 'it needs a token of a sign-in with a second factor');
  }
}

const refused = (permission: Permission, reason: string): DomainError =>
  new DomainError('forbidden', `this needs the permission ${permission}: ${reason}`, { permission });
