import type { ManagedApiKey } from '@radiant/identity';
import type { Clock, IdGenerator, Page, Slice, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { listing } from '../listing.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** The API keys of a tenant, those that ended included, newest first. */
export class ListApiKeys {
  constructor(
    readonly transactions: GovernanceTransactions,
    readonly ids: IdGenerator,
    readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, slice: Slice): Promise<Page<ManagedApiKey>> {
    return listing(this, actor, tenantId, 'api_keys', ({ apiKeys }) => apiKeys.list(slice));
  }
}
