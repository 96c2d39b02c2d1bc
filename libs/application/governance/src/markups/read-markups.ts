import type { TenantMarkup } from '@radiant/billing';
import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { listing } from '../listing.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** What a tenant's bills add, by version: what was, is and will be. */
export class ReadMarkups {
  constructor(
    readonly transactions: GovernanceTransactions,
    readonly ids: IdGenerator,
    readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  execute(actor: Actor, tenantId: TenantId): Promise<readonly TenantMarkup[]> {
    return listing(this, actor, tenantId, 'markups', ({ markups }) => markups.list());
  }
}
