import { EntitySchema } from 'typeorm';

export interface TenantRow {
  id: string;
  appId: string;
  name: string;
  domain: string | null;
  status: string;
  settings: object;
  phiConfig: unknown;
  timeZone: string;
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}

export const tenantRows = new EntitySchema<TenantRow>({
  name: 'tenant',
  tableName: 'tenants',
  columns: {
    id: { type: 'uuid', primary: true },
    appId: { type: 'text', name: 'app_id' },
    name: { type: 'text' },
    domain: { type: 'text', nullable: true },
    status: { type: 'text', default: 'active' },
    settings: { type: 'jsonb', default: {} },
    phiConfig: { type: 'jsonb', name: 'phi_config', nullable: true },
    timeZone: { type: 'text', name: 'time_zone', default: 'UTC' },
    revision: { type: 'integer', default: 1 },
    createdAt: { type: 'timestamptz', name: 'created_at', default: () => 'now()' },
    updatedAt: { type: 'timestamptz', name: 'updated_at', default: () => 'now()' },
  },
});

export interface ApiKeyRow {
  id: string;
  tenantId: string;
  appId: string;
  name: string;
  prefix: string;
  hash: string;
  scopes: string[];
  trustedForwarder: boolean;
  limits: object;
  replacedBy: string | null;
  lineage: string | null;
  createdBy: string | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  tenant: TenantRow;
}

export const apiKeyRows = new EntitySchema<ApiKeyRow>({
  name: 'api_key',
  tableName: 'api_keys',
  columns: {
    id: { type: 'uuid', primary: true },
    tenantId: { type: 'uuid', name: 'tenant_id', primary: true },
    appId: { type: 'text', name: 'app_id' },
    name: { type: 'text' },
    prefix: { type: 'text' },
    hash: { type: 'char', length: 64, unique: true },
    scopes: { type: 'text', array: true, default: [] },
    trustedForwarder: { type: 'boolean', name: 'trusted_forwarder', default: false },
    limits: { type: 'jsonb', default: {} },
    replacedBy: { type: 'uuid', name: 'replaced_by', nullable: true },
    lineage: { type: 'uuid', nullable: true },
    createdBy: { type: 'text', name: 'created_by', nullable: true },
    expiresAt: { type: 'timestamptz', name: 'expires_at', nullable: true },
    revokedAt: { type: 'timestamptz', name: 'revoked_at', nullable: true },
    createdAt: { type: 'timestamptz', name: 'created_at', default: () => 'now()' },
    lastUsedAt: { type: 'timestamptz', name: 'last_used_at', nullable: true },
  },
  relations: {
    tenant: { type: 'many-to-one', target: 'tenant', joinColumn: { name: 'tenant_id' } },
  },
});
