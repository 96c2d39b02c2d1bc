import type { BreakGlassGrant } from '@radiant/identity';
import { DomainError, type Instant } from '@radiant/kernel';
import { personOf, type Actor } from '../actor.js';
import { moment, type Told } from '../audit-details.js';

const HOUR_MS = 3_600_000;
/** How long access lasts, in ms. */
export const BREAK_GLASS_MS = HOUR_MS;
/** A request that nobody decided on within a day has lapsed, in ms. */
export const BREAK_GLASS_PENDING_MS = 24 * HOUR_MS;

/** @throws DomainError `forbidden` when the actor is no person, or the one who asked. */
export function somebodyElse(actor: Actor, grant: BreakGlassGrant): string {
  const person = personOf(actor);
  if (person === grant.requestedBy)
    throw new DomainError('forbidden', 'this is for somebody else than who asked for access');
  return person;
}

/** Whether the grant gives its holder access at `now`. */
export const isActive = ({ status, startsAt, expiresAt }: BreakGlassGrant, now: Instant): boolean =>
  status === 'active' && startsAt !== undefined && startsAt <= now && expiresAt !== undefined && now < expiresAt;

/** What a grant is at `now`: access that was had has ended after its hour, reviewed or not. */
export const grantStatusAt = (grant: BreakGlassGrant, now: Instant): BreakGlassGrant['status'] =>
  grant.status === 'active' && (grant.expiresAt ?? 0) <= now ? 'ended' : grant.status;

/** What the trail tells of access out of the ordinary: not why, as people write names into reasons. */
export const toldOfGrant = (grant: BreakGlassGrant): Told => ({
  requested_by: grant.requestedBy,
  status: grant.status,
  starts_at: moment(grant.startsAt),
  expires_at: moment(grant.expiresAt),
  decided_by: grant.decidedBy,
  reviewed_by: grant.reviewedBy,
  review: grant.review,
});
