import type { ManagedApiKey } from '@radiant/identity';
import type { Page, Slice, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { readingIn } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** The API keys of a tenant, those that ended included, newest first. */
export class ListApiKeys {
  constructor(private readonly transactions: GovernanceTransactions) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, slice: Slice): Promise<Page<ManagedApiKey>> {
    return readingIn(this.transactions, actor, tenantId, ({ apiKeys }) => apiKeys.list(slice));
  }
}
