import { AppStore, TenantStore, type App, type Tenant } from '@radiant/identity';
import { DomainError, type TenantId } from '@radiant/kernel';

/** The transaction's own tenant. */
export class MemoryTenantStore extends TenantStore {
  constructor(
    private readonly tenantId: TenantId,
    private readonly tenants: Tenant[],
  ) {
    super();
  }

  async find(id: TenantId): Promise<Tenant | undefined> {
    const tenant = id === this.tenantId ? this.tenants.find((stored) => stored.id === id) : undefined;
    return tenant && structuredClone(tenant);
  }

  async add(tenant: Tenant): Promise<void> {
    this.expectOwn(tenant);
    if (this.tenants.some(({ id }) => id === tenant.id)) throw taken('tenant');
    this.tenants.push(structuredClone(tenant));
  }

  async save(tenant: Tenant): Promise<void> {
    this.expectOwn(tenant);
    const index = this.tenants.findIndex(({ id }) => id === tenant.id);
    const stored = this.tenants[index];
    if (!stored) throw missing('tenant');
    const { id, appId, createdAt } = stored;
    this.tenants[index] = structuredClone({ ...tenant, id, appId, createdAt });
  }

  private expectOwn(tenant: Tenant): void {
    if (tenant.id !== this.tenantId) throw new TypeError('a transaction takes rows of its own tenant only');
  }
}

/** The apps, which all tenants share. */
export class MemoryAppStore extends AppStore {
  constructor(private readonly apps: App[]) {
    super();
  }

  async all(): Promise<readonly App[]> {
    return structuredClone(this.apps).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async add(app: App): Promise<void> {
    if (this.apps.some(({ id }) => id === app.id))
      throw new DomainError('conflict', 'id must be another: there is such a row already: app', { field: 'id' });
    this.apps.push({ id: app.id, name: app.name, status: app.status });
  }

  async save(app: App): Promise<void> {
    const index = this.apps.findIndex(({ id }) => id === app.id);
    if (index < 0) throw missing('app');
    this.apps[index] = { id: app.id, name: app.name, status: app.status };
  }
}

const taken = (name: string): DomainError => new DomainError('conflict', `there is such a row already: ${name}`);
const missing = (name: string): DomainError => new DomainError('not_found', `no such ${name}`);
