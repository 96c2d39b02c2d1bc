import { lastingKey, type Principal } from '@radiant/identity';
import { DomainError } from '@radiant/kernel';
import type { Session } from '../ports/session-store.js';

/**
 * Whose session it becomes: the user's, or the key's (and its successors') where no user is known. No user's id holds a
 * blank, so that nobody who speaks for users can name a key. @throws DomainError `forbidden`.
 */
export function sessionOwner(principal: Principal): string {
  if (principal.userId !== undefined) return principal.userId;
  const key = lastingKey(principal);
  if (key === undefined) throw new DomainError('forbidden', 'a session needs a user or a key');
  return `key ${key}`;
}

export const owns = (principal: Principal, session: Session): boolean => session.owner === sessionOwner(principal);

/** Whether the principal may read what others of the tenant began. */
export const oversees = ({ roles }: Principal): boolean => roles.includes('admin') || roles.includes('super_admin');

/** The one answer for what is not there and for what is somebody else's. */
export const unknownSession = (): DomainError => new DomainError('not_found', 'there is no such session');
