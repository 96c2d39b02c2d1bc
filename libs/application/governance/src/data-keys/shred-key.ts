import type { AuditOutcome, Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { inTenant } from '../in-tenant.js';
import { refuseWhileHeld } from '../legal-holds/refuse-while-held.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import type { TenantKeys } from '../ports/tenant-keys.js';
import { invalid } from '../validation.js';
import { destroyUnlessHeld } from './destroy-unless-held.js';
import { keyScope } from './key-scope.js';

export interface KeyToShred {
  /** `tenant`: everything of the tenant. The id of a session: what that session keeps. */
  readonly scope: string;
  /** The tenant's id once more, so that nobody does this by mistake. */
  readonly confirm: string;
}

/**
 * What is known of the row when details can't be read any more, as they are sealed under the key that is destroyed: the
 * type of its resource tells the intention from what came of it.
 */
const INTENDED = 'data_key_to_shred';
const DONE = 'data_key';

/**
 * Destroys a data key: what it sealed can never be opened again, in backups either. The intention is in the trail, kept
 * for good, before anything happens; what came of it follows.
 */
export class ShredKey {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly keys: TenantKeys,
  ) {}

  /**
   * @returns how many versions of the key were destroyed.
   * @throws DomainError `validation_error` naming scope or confirm; `not_found`; `conflict` while a legal hold stands;
   * `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, { scope, confirm }: KeyToShred): Promise<number> {
    const name = keyScope(scope);
    if (confirm !== tenantId) throw invalid('confirm', 'the id of the tenant');
    const record = this.recorder(actor, tenantId, name);
    await inTenant(this.transactions, actor, tenantId, async ({ legalHolds, audit }) => {
      await refuseWhileHeld(legalHolds);
      await audit.record(record(INTENDED, 'success'));
    });
    return destroyUnlessHeld(this.transactions, actor, tenantId, {
      destroy: () => this.keys.destroy(tenantId, name),
      event: (outcome) => record(DONE, outcome),
    });
  }

  private recorder(actor: Actor, tenantId: TenantId, scope: string) {
    return (type: string, outcome: AuditOutcome) =>
      auditEvent(actor, this.ids, this.clock, {
        tenantId,
        action: 'data_key.shred',
        outcome,
        resource: { type, id: scope },
      });
  }
}
