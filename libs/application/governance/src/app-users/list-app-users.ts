import type { AppUser } from '@radiant/identity';
import type { AppId, Clock, IdGenerator, Page, Slice, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { listing } from '../listing.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** The people who use a tenant's apps, or one of them; newest first. */
export class ListAppUsers {
  constructor(
    readonly transactions: GovernanceTransactions,
    readonly ids: IdGenerator,
    readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, slice: Slice, appId?: AppId): Promise<Page<AppUser>> {
    return listing(this, actor, tenantId, 'app_users', ({ appUsers }) => appUsers.list(slice, appId));
  }
}
