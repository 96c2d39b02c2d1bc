import { DomainError, type TenantId } from '@radiant/kernel';
import { DEFAULT_PHI_POLICY, PHI_CATEGORIES, PhiPolicies, type PhiPolicy } from '@radiant/phi';
import { tenantRows } from './tenant-rows.js';
import type { UnitOfWork } from './unit-of-work.js';

const MODES: readonly PhiPolicy['mode'][] = ['auto', 'manual', 'disabled'];

/** The PHI policy in each tenant's row. A policy that can't be read refuses: it is never replaced by a default. */
export class PostgresPhiPolicies extends PhiPolicies {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async forTenant(tenantId: TenantId): Promise<PhiPolicy> {
    const row = await this.unitOfWork.forTenant(tenantId, (manager) =>
      manager.findOne(tenantRows, { select: { id: true, phiConfig: true }, where: { id: tenantId } }),
    );
    if (!row) throw new DomainError('not_found', 'no such tenant');
    return row.phiConfig === null ? DEFAULT_PHI_POLICY : storedPolicy(row.phiConfig);
  }
}

/** The specification's `phi_config` object as it is stored. @throws DomainError `service_unavailable` when it is not one. */
export function storedPolicy(stored: unknown): PhiPolicy {
  const config = fieldsOf(stored);
  const categories = fieldsOf(config.get('categories'));
  const reidentification = fieldsOf(config.get('reidentification'));
  const mode = MODES.find((candidate) => candidate === config.get('mode')) ?? invalid();
  const hours = reidentification.get('mapping_ttl_hours');
  if (typeof hours !== 'number' || !(hours > 0)) invalid();
  return {
    mode,
    // A category that the policy does not mention is treated as in the platform's default.
    categories: {
      ...DEFAULT_PHI_POLICY.categories,
      ...Object.fromEntries(
        PHI_CATEGORIES.filter((name) => categories.has(name)).map((name) => [name, flag(categories.get(name))]),
      ),
    },
    reidentification: {
      allowed: flag(reidentification.get('allowed')),
      requiresApproval: flag(reidentification.get('requires_approval')),
      mappingTtlHours: hours,
    },
  };
}

const fieldsOf = (value: unknown): ReadonlyMap<string, unknown> =>
  typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : invalid();

const flag = (value: unknown): boolean => (typeof value === 'boolean' ? value : invalid());

function invalid(): never {
  throw new DomainError('service_unavailable', "the tenant's PHI policy is not valid");
}
