import type { Clock, MappingId, TenantId } from '@radiant/kernel';
import type { PhiMapping } from '../mapping.js';
import { PhiVault } from '../ports/phi-vault.js';

/** A vault in memory that says how often it was asked. */
export class RecordingVault extends PhiVault {
  readonly calls: string[] = [];
  private readonly mappings = new Map<string, PhiMapping>();

  constructor(private readonly clock: Clock) {
    super();
  }

  async create(tenantId: TenantId, mapping: PhiMapping): Promise<void> {
    this.calls.push('create');
    this.mappings.set(tenantId + mapping.id, structuredClone(mapping));
  }

  async replace(tenantId: TenantId, mapping: PhiMapping): Promise<boolean> {
    this.calls.push('replace');
    if (mapping.version !== (this.retained(tenantId, mapping.id)?.version ?? 0) + 1) return false;
    this.mappings.set(tenantId + mapping.id, structuredClone(mapping));
    return true;
  }

  async read(tenantId: TenantId, id: MappingId): Promise<PhiMapping | undefined> {
    this.calls.push('read');
    const mapping = structuredClone(this.retained(tenantId, id));
    return mapping && this.clock.now() >= mapping.expiresAt ? { ...mapping, entries: [] } : mapping;
  }

  async delete(tenantId: TenantId, id: MappingId): Promise<void> {
    this.calls.push('delete');
    this.mappings.delete(tenantId + id);
  }

  private retained(tenantId: TenantId, id: MappingId): PhiMapping | undefined {
    const mapping = this.mappings.get(tenantId + id);
    return mapping && this.clock.now() < mapping.retainUntil ? mapping : undefined;
  }
}
