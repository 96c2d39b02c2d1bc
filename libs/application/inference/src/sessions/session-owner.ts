import { lastingKey, reachesApp, type Principal } from '@radiant/identity';
import { DomainError, type AppId } from '@radiant/kernel';

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

/**
 * Whether something that was begun is the principal's. A person has what he began by any app; a credential that is bound to
 * an app has what was begun in that one, whomever it speaks for.
 */
export const owns = (principal: Principal, begun: Begun): boolean =>
  begun.owner === sessionOwner(principal) && reachesApp(principal, begun.app);

interface Begun {
  readonly owner: string;
  readonly app: AppId | undefined;
}

/** The one answer for what is not there and for what is somebody else's. */
export const unknownSession = (): DomainError => new DomainError('not_found', 'there is no such session');
