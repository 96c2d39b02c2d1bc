import type { AppUser, AppUserId } from '@radiant/identity';
import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { changed } from '../audit-details.js';
import { inTenant, unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedChoice } from '../validation.js';

const STATUSES = ['active', 'suspended'] as const satisfies readonly AppUser['status'][];

/** Suspends a person's access to an app, or gives it back. Tokens of a suspended person are refused within 5 s. */
export class ChangeAppUser {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `validation_error` naming status; `not_found`; `service_unavailable`. */
  async execute(
    actor: Actor,
    tenantId: TenantId,
    id: AppUserId,
    change: { readonly status: string },
  ): Promise<AppUser> {
    const status = checkedChoice('status', change.status, STATUSES);
    return inTenant(this.transactions, actor, tenantId, async ({ appUsers, audit }) => {
      const before = await appUsers.find(id);
      if (!before) throw unknown('app user');
      await appUsers.saveStatus(id, status);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'app_user.update',
          resource: { type: 'app_user', id },
          details: changed({ status: before.status }, { status }),
        }),
      );
      return { ...before, status };
    });
  }
}
