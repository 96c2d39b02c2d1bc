import type { ChainHead } from '@radiant/audit';
import { tenantId } from '@radiant/kernel';
import type { UnitOfWork } from './unit-of-work.js';

/** Chains audit rows, for a timer to call. */
export class AuditSealing {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Gives rows that wait their place in their tenant's chain, at most `most`. Who finds another process at it does
   * nothing. @returns how many. @throws DomainError `service_unavailable`.
   */
  async seal(most: number): Promise<number> {
    const [row] = await this.unitOfWork.forPlatform((manager) =>
      manager.query<readonly { readonly sealed: number }[]>('select seal_audit($1) as sealed', [most]),
    );
    return row?.sealed ?? 0;
  }

  /** Every chain's end, as far as the role may see across tenants. @throws DomainError `service_unavailable`. */
  async heads(): Promise<readonly ChainHead[]> {
    const rows = await this.unitOfWork.acrossTenants((manager) =>
      manager.query<readonly { readonly tenant_id: string; readonly sequence: string; readonly hash: string }[]>(
        'select tenant_id, sequence, hash from audit_chains order by tenant_id',
      ),
    );
    return rows.map((row) => ({
      tenantId: tenantId(row.tenant_id),
      sequence: Number(row.sequence),
      hash: row.hash,
    }));
  }
}
