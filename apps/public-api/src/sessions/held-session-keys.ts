import { refuseWhileHeld, type GovernanceTransactions, type TenantKeys } from '@radiant/governance';
import { SessionKeys } from '@radiant/inference';
import type { SessionId, TenantId } from '@radiant/kernel';

/** Destroys sessions' keys unless a legal hold stands. */
export class HeldSessionKeys extends SessionKeys {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly keys: Pick<TenantKeys, 'destroy'>,
  ) {
    super();
  }

  /** The hold is asked for in the transaction that stays open meanwhile. */
  async destroy(tenantId: TenantId, id: SessionId): Promise<void> {
    await this.transactions.run(tenantId, async ({ legalHolds }) => {
      await refuseWhileHeld(legalHolds);
      await this.keys.destroy(tenantId, `session#${id}`);
    });
  }
}
