import { DomainError, type TenantId } from '@radiant/kernel';
import { DEFAULT_PHI_POLICY, PhiPolicies, readPhiConfig, type PhiPolicy } from '@radiant/phi';
import { WrittenRead } from './tenant-reads.js';
import type { UnitOfWork } from './unit-of-work.js';

/** The PHI policy in each tenant's row. A policy that can't be read refuses: it is never replaced by a default. */
export class PostgresPhiPolicies extends PhiPolicies {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async forTenant(tenantId: TenantId): Promise<PhiPolicy> {
    const [row] = await this.unitOfWork.readForTenant<{ readonly phi_config: unknown }>(
      tenantId,
      WrittenRead.of`select phi_config from tenants where id = ${tenantId}`,
    );
    if (!row) throw new DomainError('not_found', 'no such tenant');
    return row.phi_config === null ? DEFAULT_PHI_POLICY : storedPolicy(row.phi_config);
  }
}

function storedPolicy(stored: unknown): PhiPolicy {
  try {
    return readPhiConfig(stored);
  } catch (cause) {
    if (!(cause instanceof DomainError)) throw cause;
    throw new DomainError('service_unavailable', "the tenant's PHI policy is not valid", {}, { cause });
  }
}
