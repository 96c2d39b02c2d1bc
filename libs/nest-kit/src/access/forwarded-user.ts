import { userId } from '@radiant/kernel';
import type { Principal } from '@radiant/identity';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * The person behind a front end such as Open WebUI: believed only when the key is marked as a trusted forwarder.
 * @throws DomainError `validation_error` when it is not an id.
 */
export function forwardedUser(principal: Principal, headers: IncomingHttpHeaders): Principal {
  const forwarded = headers['x-openwebui-user-id'];
  if (!principal.trustedForwarder || typeof forwarded !== 'string') return principal;
  const id = userId(forwarded);
  return { ...principal, userId: id, appUserId: id };
}
