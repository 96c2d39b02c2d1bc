import type { AuditEvent, AuditOutcome, TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import { inTenant } from '../in-tenant.js';
import { refuseWhileHeld } from '../legal-holds/refuse-while-held.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/** Keys to destroy, and the event that tells what came of it. */
export interface Destruction {
  /** @returns how many versions of keys it destroyed. */
  readonly destroy: () => Promise<number>;
  readonly event: (outcome: AuditOutcome) => AuditEvent;
}

/**
 * Destroys keys of a tenant and writes down what came of it, a failure too. A legal hold is placed under the same lock on
 * the tenant, so none comes between the question and the deed.
 * @returns how many versions were destroyed. @throws DomainError `conflict` while a legal hold stands; `not_found`;
 * `service_unavailable`; what `destroy` throws.
 */
export async function destroyUnlessHeld(
  transactions: GovernanceTransactions,
  actor: Actor,
  tenantId: TenantId,
  { destroy, event }: Destruction,
): Promise<number> {
  const result = await inTenant(transactions, actor, tenantId, async ({ legalHolds, audit }) => {
    const attempt = await attempted(async () => {
      await refuseWhileHeld(legalHolds);
      return destroy();
    });
    await audit.record(event('error' in attempt ? 'failed' : 'success'));
    return attempt;
  });
  if ('error' in result) throw result.error;
  return result.value;
}

type Attempt = { readonly value: number } | { readonly error: unknown };

const attempted = (work: () => Promise<number>): Promise<Attempt> =>
  work().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
