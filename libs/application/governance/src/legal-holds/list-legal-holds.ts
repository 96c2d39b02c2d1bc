import type { LegalHold } from '@radiant/identity';
import type { Clock, IdGenerator, Page, Slice, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { listing } from '../listing.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** The legal holds of a tenant, released ones included, newest first. */
export class ListLegalHolds {
  constructor(
    readonly transactions: GovernanceTransactions,
    readonly ids: IdGenerator,
    readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, slice: Slice): Promise<Page<LegalHold>> {
    return listing(this, actor, tenantId, 'legal_holds', ({ legalHolds }) => legalHolds.list(slice));
  }
}
