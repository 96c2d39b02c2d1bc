import type { MappingId, TenantId } from '@radiant/kernel';
import type { PhiMapping } from '../mapping.js';

/** Keeps the originals behind placeholders, each tenant's apart from every other's. */
export abstract class PhiVault {
  /** Stores the mapping of one call under a new random id, unconditionally; writes of several callers may travel together. */
  abstract create(tenantId: TenantId, mapping: PhiMapping): Promise<void>;

  /**
   * Stores the mapping of a session, which bears the session's id: version n only over version n - 1, or version 1
   * where nothing is stored; a record past `retainUntil` counts as nothing.
   * @returns false when another writer was first, and then nothing changes.
   */
  abstract replace(tenantId: TenantId, mapping: PhiMapping): Promise<boolean>;

  /**
   * @returns undefined when the id is unknown, another tenant's, or past `retainUntil` (from that instant on);
   * without entries once past `expiresAt`.
   */
  abstract read(tenantId: TenantId, id: MappingId): Promise<PhiMapping | undefined>;

  /** Nothing happens when there is no such mapping. */
  abstract delete(tenantId: TenantId, id: MappingId): Promise<void>;
}
