import type { Clock, IdGenerator, Page, Slice, TenantId } from '@radiant/kernel';
import { statusAt, type Reidentification, type ReidentificationStatus } from '@radiant/phi';
import type { Actor } from '../actor.js';
import { listing } from '../listing.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** A request with what it is now. */
export interface ListedReidentification {
  readonly request: Reidentification;
  readonly status: ReidentificationStatus;
}

/** The requests of a tenant to see originals, newest first; never the texts that they are about. */
export class ListReidentifications {
  constructor(
    readonly transactions: GovernanceTransactions,
    readonly ids: IdGenerator,
    readonly clock: Clock,
  ) {}

  /** @param status only those that are so now. @throws DomainError `not_found`, `service_unavailable`. */
  async execute(
    actor: Actor,
    tenantId: TenantId,
    slice: Slice,
    status?: ReidentificationStatus,
  ): Promise<Page<ListedReidentification>> {
    const now = this.clock.now();
    const { items, total } = await listing(this, actor, tenantId, 'reidentifications', ({ reidentifications }) =>
      reidentifications.list(slice, status && { status, now }),
    );
    return { items: items.map((request) => ({ request, status: statusAt(request, now) })), total };
  }
}
