import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from './actor.js';
import { readingIn } from './in-tenant.js';
import type { GovernanceTransaction, GovernanceTransactions } from './ports/governance-transactions.js';

interface Parts {
  readonly transactions: GovernanceTransactions;
  readonly ids: IdGenerator;
  readonly clock: Clock;
}

/**
 * Reads a list of a tenant's things; that it was read stands in the tenant's trail, also when a super administrator of
 * another tenant reads it. @param what e.g. `api_keys`. @throws DomainError `not_found`, `service_unavailable`.
 */
export const listing = <Result>(
  { transactions, ids, clock }: Parts,
  actor: Actor,
  tenantId: TenantId,
  what: string,
  work: (transaction: GovernanceTransaction) => Promise<Result>,
): Promise<Result> =>
  readingIn(transactions, actor, tenantId, async (transaction) => {
    await transaction.audit.record(
      auditEvent(actor, ids, clock, { tenantId, action: 'tenant.read', resource: { type: what } }),
    );
    return work(transaction);
  });
