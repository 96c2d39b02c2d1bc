import type { AuditOutcome, Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { inTenant } from '../in-tenant.js';
import { refuseWhileHeld } from '../legal-holds/refuse-while-held.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import type { TenantKeys } from '../ports/tenant-keys.js';
import { invalid } from '../validation.js';
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
    // A hold is placed under the same lock on the tenant, so none comes between the question and the deed.
    const result = await inTenant(this.transactions, actor, tenantId, async ({ legalHolds, audit }) => {
      const attempt = await attempted(async () => {
        await refuseWhileHeld(legalHolds);
        return this.keys.destroy(tenantId, name);
      });
      await audit.record(record(DONE, 'error' in attempt ? 'failed' : 'success'));
      return attempt;
    });
    if ('error' in result) throw result.error;
    return result.value;
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

type Attempt = { readonly value: number } | { readonly error: unknown };

const attempted = (work: () => Promise<number>): Promise<Attempt> =>
  work().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
