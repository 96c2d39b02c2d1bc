import type { Clock, MappingId, TenantId } from '@radiant/kernel';
import { PhiVault, type PhiMapping } from '@radiant/phi';

export class MemoryPhiVault extends PhiVault {
  private readonly mappings = new Map<string, PhiMapping>();

  constructor(private readonly clock: Clock) {
    super();
  }

  async create(tenantId: TenantId, mapping: PhiMapping): Promise<void> {
    this.mappings.set(keyOf(tenantId, mapping.id), structuredClone(mapping)); // a copy, as a database would keep
  }

  async replace(tenantId: TenantId, mapping: PhiMapping): Promise<boolean> {
    const stored = this.retained(tenantId, mapping.id);
    if (mapping.version !== (stored?.version ?? 0) + 1) return false;
    await this.create(tenantId, mapping);
    return true;
  }

  async read(tenantId: TenantId, id: MappingId): Promise<PhiMapping | undefined> {
    const stored = this.retained(tenantId, id);
    if (!stored) return undefined;
    const copy = structuredClone(stored);
    return this.clock.now() < stored.expiresAt ? copy : { ...copy, entries: [] };
  }

  async delete(tenantId: TenantId, id: MappingId): Promise<void> {
    this.mappings.delete(keyOf(tenantId, id));
  }

  private retained(tenantId: TenantId, id: MappingId): PhiMapping | undefined {
    const stored = this.mappings.get(keyOf(tenantId, id));
    return stored && this.clock.now() < stored.retainUntil ? stored : undefined;
  }
}

const keyOf = (tenantId: TenantId, id: MappingId): string => `${tenantId}#${id}`;
