import { ApiKeyStore, type ManagedApiKey } from '@radiant/identity';
import { apiKeyId, appId, tenantId, type ApiKeyId, type Page, type Slice, type TenantId } from '@radiant/kernel';
import type { Statements } from './statements.js';
import { dateOf, instantOf } from './stored-date.js';
import { limitsColumn, storedLimits } from './stored-settings.js';

const COLUMNS =
  'id, tenant_id, app_id, lineage, name, prefix, hash, scopes, limits, trusted_forwarder, expires_at, revoked_at, created_at, ' +
  'created_by, last_used_at, replaced_by';

interface ApiKeyRecord {
  readonly id: string;
  readonly tenant_id: string;
  readonly app_id: string;
  readonly lineage: string | null;
  readonly name: string;
  readonly prefix: string;
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly limits: unknown;
  readonly trusted_forwarder: boolean;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly created_at: Date;
  readonly created_by: string | null;
  readonly last_used_at: Date | null;
  readonly replaced_by: string | null;
}

/** The API keys of one tenant. */
export class PostgresApiKeyStore extends ApiKeyStore {
  constructor(
    private readonly statements: Statements,
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async list(slice: Slice): Promise<Page<ManagedApiKey>> {
    const page = await this.statements.page<ApiKeyRecord>(
      {
        columns: COLUMNS,
        table: 'api_keys',
        where: 'tenant_id = $1',
        parameters: [this.tenantId],
        newest: 'created_at',
      },
      slice,
    );
    return { items: page.items.map(apiKeyOf), total: page.total };
  }

  async find(id: ApiKeyId): Promise<ManagedApiKey | undefined> {
    await this.statements.hold('api_keys', this.tenantId, id);
    const [row] = await this.statements.rows<ApiKeyRecord>(
      `select ${COLUMNS} from api_keys where tenant_id = $1 and id = $2`,
      [this.tenantId, id],
    );
    return row && apiKeyOf(row);
  }

  async add(key: ManagedApiKey): Promise<void> {
    await this.statements.add('api_keys', {
      id: key.id,
      tenant_id: key.tenantId,
      app_id: key.appId,
      lineage: key.lineage ?? null,
      prefix: key.prefix,
      hash: key.hash,
      created_at: new Date(key.createdAt),
      created_by: key.createdBy ?? null,
      last_used_at: dateOf(key.lastUsedAt),
      ...changeable(key),
    });
  }

  async save(key: ManagedApiKey): Promise<void> {
    await this.statements.save('api_keys', { tenant_id: this.tenantId, id: key.id }, changeable(key));
  }
}

const changeable = (key: ManagedApiKey) => ({
  name: key.name,
  scopes: key.scopes,
  limits: limitsColumn(key.limits),
  trusted_forwarder: key.trustedForwarder,
  expires_at: dateOf(key.expiresAt),
  revoked_at: dateOf(key.revokedAt),
  replaced_by: key.replacedBy ?? null,
});

const apiKeyOf = (row: ApiKeyRecord): ManagedApiKey => ({
  id: apiKeyId(row.id),
  tenantId: tenantId(row.tenant_id),
  appId: appId(row.app_id),
  lineage: row.lineage === null ? undefined : apiKeyId(row.lineage),
  name: row.name,
  prefix: row.prefix,
  hash: row.hash,
  scopes: row.scopes,
  limits: storedLimits(row.limits),
  trustedForwarder: row.trusted_forwarder,
  expiresAt: instantOf(row.expires_at),
  revokedAt: instantOf(row.revoked_at),
  createdAt: row.created_at.getTime(),
  createdBy: row.created_by ?? undefined,
  lastUsedAt: instantOf(row.last_used_at),
  replacedBy: row.replaced_by === null ? undefined : apiKeyId(row.replaced_by),
});
