import { DataKeyStore, DomainError, type TenantId, type WrappedDataKey } from '@radiant/kernel';

/** Wrapped keys in a list that a test may read, spoil and take down. */
export class FakeDataKeyStore extends DataKeyStore {
  keys: WrappedDataKey[] = [];
  readonly closed = new Set<TenantId>();
  down = false;
  reads = 0;
  /** Runs before a version is added. */
  beforeAdd: () => Promise<unknown> = async () => undefined;

  async versions(tenantId: TenantId, scope: string): Promise<readonly WrappedDataKey[]> {
    this.reads += 1;
    this.answer();
    const own = this.keys.filter((key) => key.tenantId === tenantId && key.scope === scope);
    if (own.length === 0 && this.closed.has(tenantId)) {
      return [{ tenantId, scope, version: 1, wrapped: undefined, wrappedBy: 'none' }];
    }
    return own.map(copy).sort((a, b) => a.version - b.version);
  }

  async scopes(tenantId: TenantId, after: string, limit: number): Promise<readonly string[]> {
    this.answer();
    const live = this.keys.filter((key) => key.tenantId === tenantId && key.wrapped && key.scope > after);
    return [...new Set(live.map(({ scope }) => scope))].sort().slice(0, limit);
  }

  async add(key: WrappedDataKey): Promise<boolean> {
    await this.beforeAdd();
    this.answer();
    if (this.closed.has(key.tenantId) || this.keys.some((known) => samePlace(known, key))) return false;
    this.keys.push(copy(key));
    return true;
  }

  async rewrap(key: WrappedDataKey): Promise<void> {
    this.answer();
    this.keys = this.keys.map((known) => (samePlace(known, key) && known.wrapped ? copy(key) : known));
  }

  async destroy(tenantId: TenantId, scope: string): Promise<number> {
    this.answer();
    const live = this.keys.filter((key) => key.tenantId === tenantId && key.scope === scope && key.wrapped);
    this.keys = this.keys.map((key) => (live.includes(key) ? { ...key, wrapped: undefined } : key));
    return live.length;
  }

  async close(tenantId: TenantId): Promise<number> {
    this.answer();
    this.closed.add(tenantId);
    const live = this.keys.filter((key) => key.tenantId === tenantId && key.wrapped);
    this.keys = this.keys.map((key) => (live.includes(key) ? { ...key, wrapped: undefined } : key));
    return live.length;
  }

  private answer(): void {
    if (this.down) throw new DomainError('service_unavailable', 'the database is not available');
  }
}

const copy = (key: WrappedDataKey): WrappedDataKey => ({
  ...key,
  wrapped: key.wrapped && Uint8Array.from(key.wrapped),
});
const samePlace = (a: WrappedDataKey, b: WrappedDataKey): boolean =>
  a.tenantId === b.tenantId && a.scope === b.scope && a.version === b.version;
