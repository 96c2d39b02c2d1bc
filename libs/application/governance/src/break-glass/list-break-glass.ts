import type { BreakGlassGrant } from '@radiant/identity';
import type { Page, Slice, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { readingIn } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** Every access out of the ordinary that was asked for in a tenant, newest first. */
export class ListBreakGlass {
  constructor(private readonly transactions: GovernanceTransactions) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, slice: Slice): Promise<Page<BreakGlassGrant>> {
    return readingIn(this.transactions, actor, tenantId, ({ breakGlass }) => breakGlass.list(slice));
  }
}
