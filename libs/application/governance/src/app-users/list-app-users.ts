import type { AppUser } from '@radiant/identity';
import type { AppId, Page, Slice, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { readingIn } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** The people who use a tenant's apps, or one of them; newest first. */
export class ListAppUsers {
  constructor(private readonly transactions: GovernanceTransactions) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, slice: Slice, appId?: AppId): Promise<Page<AppUser>> {
    return readingIn(this.transactions, actor, tenantId, ({ appUsers }) => appUsers.list(slice, appId));
  }
}
