import type { Clock, TenantId } from '@radiant/kernel';
import { statusAt, type Reidentification, type ReidentificationId, type ReidentificationStatus } from '@radiant/phi';
import { nameOf, type Actor } from '../actor.js';
import { readingIn } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { reaches, unknownRequest } from './reidentification-rules.js';
import type { OpenedText, Reidentifier } from './reidentifier.js';

/** What became of a request, for who made it. */
export interface ReidentificationReading {
  readonly id: ReidentificationId;
  readonly status: ReidentificationStatus;
  /** Once it is approved, as long as it has not expired. */
  readonly opened?: OpenedText;
}

/** Shows a request to the person or key that made it; every reading of originals stands in the trail. */
export class ReadReidentification {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly clock: Clock,
    private readonly reidentifier: Reidentifier,
  ) {}

  /**
   * @throws DomainError `not_found`, alike for what is not there and for what somebody else asked for;
   * `phi_policy_blocked` when the policy lets nobody see originals any more; `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, id: ReidentificationId): Promise<ReidentificationReading> {
    const request = await readingIn(this.transactions, actor, tenantId, ({ reidentifications }) =>
      reidentifications.find(id),
    );
    if (!request || !askedBy(actor, request)) throw unknownRequest();
    const status = statusAt(request, this.clock.now());
    if (status !== 'approved') return { id, status };
    await this.reidentifier.policy(tenantId);
    const mapping = await this.reidentifier.mapping(actor, tenantId, request.mappingId);
    if (!mapping) return { id, status: 'expired' }; // a later turn of its session may have shortened its life
    const opened = await this.reidentifier.open(actor, tenantId, {
      mapping,
      text: request.text,
      breakGlass: false,
      request: id,
    });
    return { id, status, opened };
  }
}

/** Whoever speaks for people may name a key's id as theirs: what a key asked for itself is its own. */
function askedBy(actor: Actor, { requestedBy, requestedWith, appId }: Reidentification): boolean {
  const ofKey = requestedBy === requestedWith;
  if (!reaches(actor, appId)) return false;
  return requestedBy === nameOf(actor) && !(ofKey && actor.principal.userId !== undefined);
}
