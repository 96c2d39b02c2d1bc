import type { BreakGlassGrant } from '@radiant/identity';
import type { Clock, IdGenerator, Page, Slice, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { listing } from '../listing.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { grantStatusAt } from './break-glass-rules.js';

/** Every access out of the ordinary that was asked for in a tenant, newest first, with what each is now. */
export class ListBreakGlass {
  constructor(
    readonly transactions: GovernanceTransactions,
    readonly ids: IdGenerator,
    readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, slice: Slice): Promise<Page<BreakGlassGrant>> {
    const now = this.clock.now();
    const { items, total } = await listing(this, actor, tenantId, 'break_glass', ({ breakGlass }) =>
      breakGlass.list(slice),
    );
    return { items: items.map((grant) => ({ ...grant, status: grantStatusAt(grant, now) })), total };
  }
}
