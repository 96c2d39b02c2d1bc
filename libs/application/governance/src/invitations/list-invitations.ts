import type { Invitation } from '@radiant/identity';
import type { Page, Slice, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { readingIn } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** The invitations of a tenant, those that ended included, newest first. */
export class ListInvitations {
  constructor(private readonly transactions: GovernanceTransactions) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, slice: Slice): Promise<Page<Invitation>> {
    return readingIn(this.transactions, actor, tenantId, ({ invitations }) => invitations.list(slice));
  }
}
