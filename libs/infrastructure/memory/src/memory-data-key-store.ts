import { DataKeyStore, type TenantId, type WrappedDataKey } from '@radiant/kernel';

/** Wrapped data keys in this process. */
export class MemoryDataKeyStore extends DataKeyStore {
  private readonly keys = new Map<string, WrappedDataKey>();
  private readonly closed = new Set<TenantId>();

  async versions(tenantId: TenantId, scope: string): Promise<readonly WrappedDataKey[]> {
    const kept = this.of(tenantId, scope)
      .map(copy)
      .sort((a, b) => a.version - b.version);
    if (kept.length > 0 || !this.closed.has(tenantId)) return kept;
    return [{ tenantId, scope, version: 1, wrapped: undefined, wrappedBy: 'none' }];
  }

  async scopes(tenantId: TenantId, after: string, limit: number): Promise<readonly string[]> {
    const live = [...this.keys.values()].filter((key) => key.tenantId === tenantId && key.wrapped && key.scope > after);
    return [...new Set(live.map(({ scope }) => scope))].sort().slice(0, limit);
  }

  async add(key: WrappedDataKey): Promise<boolean> {
    if (this.closed.has(key.tenantId) || this.keys.has(placeOf(key))) return false;
    this.keys.set(placeOf(key), copy(key));
    return true;
  }

  async rewrap(key: WrappedDataKey): Promise<void> {
    if (this.keys.get(placeOf(key))?.wrapped) this.keys.set(placeOf(key), copy(key));
  }

  async destroy(tenantId: TenantId, scope: string): Promise<number> {
    const live = this.of(tenantId, scope).filter(({ wrapped }) => wrapped);
    for (const key of live) this.keys.set(placeOf(key), { ...key, wrapped: undefined });
    return live.length;
  }

  async close(tenantId: TenantId): Promise<number> {
    this.closed.add(tenantId);
    const live = [...this.keys.values()].filter((key) => key.tenantId === tenantId && key.wrapped);
    for (const key of live) this.keys.set(placeOf(key), { ...key, wrapped: undefined });
    return live.length;
  }

  private of(tenantId: TenantId, scope: string): WrappedDataKey[] {
    return [...this.keys.values()].filter((key) => key.tenantId === tenantId && key.scope === scope);
  }
}

const placeOf = ({ tenantId, scope, version }: WrappedDataKey): string => `${tenantId}|${version}|${scope}`;

/** As a database would keep it: nobody else's bytes. */
const copy = (key: WrappedDataKey): WrappedDataKey => ({
  tenantId: key.tenantId,
  scope: key.scope,
  version: key.version,
  wrapped: key.wrapped && Uint8Array.from(key.wrapped),
  wrappedBy: key.wrappedBy,
});
