import type { Checkpoint } from '@radiant/audit';
import type { TenantId } from '@radiant/kernel';

/** The signed ends of chains, kept outside the database. */
export abstract class Checkpoints {
  /** All of a tenant's, oldest first. @throws DomainError `service_unavailable`. */
  abstract of(tenantId: TenantId): Promise<readonly Checkpoint[]>;
}
