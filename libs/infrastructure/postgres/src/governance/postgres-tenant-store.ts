import { TenantStore, UNREADABLE, type Tenant } from '@radiant/identity';
import type { TenantId } from '@radiant/kernel';
import type { Statements } from './statements.js';
import { settingsColumn } from './stored-settings.js';
import { TENANT_COLUMNS, tenantOf, type TenantRecord } from './tenant-record.js';

/** The row of the transaction's own tenant: row-level security shows no other. */
export class PostgresTenantStore extends TenantStore {
  constructor(
    private readonly statements: Statements,
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async find(id: TenantId): Promise<Tenant | undefined> {
    await this.statements.hold('tenants', this.tenantId, id);
    const [row] = await this.statements.rows<TenantRecord>(`select ${TENANT_COLUMNS} from tenants where id = $1`, [id]);
    return row && tenantOf(row);
  }

  async add(tenant: Tenant): Promise<void> {
    await this.statements.add('tenants', {
      id: tenant.id,
      app_id: tenant.appId,
      created_at: new Date(tenant.createdAt),
      ...changeable(tenant),
    });
  }

  async save(tenant: Tenant): Promise<void> {
    await this.statements.save('tenants', { id: tenant.id }, changeable(tenant));
  }
}

/** Settings that could not be read stay as they are stored until they are set anew. */
const changeable = (tenant: Tenant) => ({
  name: tenant.name,
  domain: tenant.domain ?? null,
  status: tenant.status,
  ...(tenant.settings !== UNREADABLE && { settings: settingsColumn(tenant.settings) }),
  phi_config: tenant.phiConfig === undefined ? null : JSON.stringify(tenant.phiConfig),
  time_zone: tenant.timeZone,
  revision: tenant.revision,
  updated_at: new Date(tenant.updatedAt),
});
