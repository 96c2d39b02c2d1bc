import type { Principal } from '@radiant/identity';
import { DomainError, requestId, sessionId } from '@radiant/kernel';
import type { ResponsePlace } from '@radiant/protocol';
import type { ResponseStore, StoredResponse } from '../ports/response-store.js';

/** The one answer for what is not there and for what is somebody else's. @param field where the id was given. */
export const unknownResponse = (field?: string): DomainError =>
  new DomainError('not_found', 'there is no such response', field === undefined ? {} : { field });

/** @throws DomainError `not_found` when there is none in the tenant of who asks; `service_unavailable`. */
export async function findResponse(
  store: ResponseStore,
  { tenantId }: Principal,
  place: ResponsePlace | undefined,
  field?: string,
): Promise<StoredResponse> {
  if (!place) throw unknownResponse(field);
  const key = { session: sessionId(place.session), request: requestId(place.request) };
  const found = await store.read(tenantId, key);
  if (!found) throw unknownResponse(field);
  return found;
}
