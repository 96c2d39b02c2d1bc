import type { CorrectionRun } from '@radiant/billing';
import type { Clock, IdGenerator, Page, Slice, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { listing } from '../listing.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** What was corrected of a tenant's calls, newest first. */
export class ListCorrections {
  constructor(
    readonly transactions: GovernanceTransactions,
    readonly ids: IdGenerator,
    readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  execute(actor: Actor, tenantId: TenantId, slice: Slice): Promise<Page<CorrectionRun>> {
    return listing(this, actor, tenantId, 'usage_corrections', ({ corrections }) => corrections.list(slice));
  }
}
