import { oversees, reachesApp } from '@radiant/identity';
import { DomainError, type AppId } from '@radiant/kernel';
import type { Reidentification } from '@radiant/phi';
import { personOf, type Actor } from '../actor.js';
import { moment, type Told } from '../audit-details.js';
import { unknown } from '../in-tenant.js';

const HOUR_MS = 3_600_000;
/** How long a request is good for, in ms, when its originals live as long. */
export const REIDENTIFICATION_MS = 24 * HOUR_MS;

/** The one answer for what is not there, what expired and what is somebody else's. */
export const unknownMapping = (): DomainError => unknown('PHI mapping');
export const unknownRequest = (): DomainError => unknown('re-identification request');

/** @throws DomainError `forbidden` when the actor is no person, or the one who asked. */
export function secondPerson(actor: Actor, request: Reidentification): string {
  const person = personOf(actor);
  if (person === request.requestedBy) {
    throw new DomainError('forbidden', 'this is for somebody else than who asked for re-identification');
  }
  return person;
}

/** What the trail tells of a request: neither why nor of what, as people write names into both. */
export const toldOfReidentification = (request: Reidentification): Told => ({
  mapping_id: request.mappingId,
  requested_by: request.requestedBy,
  requested_with: request.requestedWith,
  status: request.status,
  expires_at: moment(request.expiresAt),
  decided_by: request.decidedBy,
});

/**
 * Whether the actor's credential is good for what was hidden or asked for in an app; undefined: before that was kept.
 * Administrators reach every app's.
 */
export const reaches = ({ principal }: Actor, app: AppId | undefined): boolean =>
  reachesApp(principal, app) || oversees(principal);
