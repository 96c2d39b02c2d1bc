import type { Principal } from '@radiant/identity';
import { DomainError } from '@radiant/kernel';
import type { Session } from '../ports/session-store.js';

/** Whose session it becomes: the user's, or the key's where no user is known. @throws DomainError `forbidden`. */
export function sessionOwner({ userId, apiKeyId }: Principal): string {
  const owner = userId ?? apiKeyId;
  if (owner === undefined) throw new DomainError('forbidden', 'a session needs a user or a key');
  return owner;
}

export const owns = (principal: Principal, session: Session): boolean => session.owner === sessionOwner(principal);

/** Whether the principal may read what others of the tenant began. */
export const oversees = ({ roles }: Principal): boolean => roles.includes('admin') || roles.includes('super_admin');

/** The one answer for what is not there and for what is somebody else's. */
export const unknownSession = (): DomainError => new DomainError('not_found', 'there is no such session');
