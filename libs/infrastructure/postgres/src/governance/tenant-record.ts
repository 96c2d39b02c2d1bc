import { TENANT_STATUSES, UNREADABLE, type Tenant } from '@radiant/identity';
import { appId, DomainError, tenantId } from '@radiant/kernel';
import { storedWord } from '../stored-value.js';
import { fieldsOf, storedSettings } from './stored-settings.js';

export const TENANT_COLUMNS =
  'id, app_id, name, domain, status, settings, phi_config, time_zone, revision, created_at, updated_at';

/** A row of `tenants` as the driver gives it. */
export interface TenantRecord {
  readonly id: string;
  readonly app_id: string;
  readonly name: string;
  readonly domain: string | null;
  readonly status: string;
  readonly settings: unknown;
  readonly phi_config: unknown;
  readonly time_zone: string;
  readonly revision: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/**
 * Settings that can't be read are told as such: they must hide neither the tenant nor, in a list, any other.
 * @throws DomainError `service_unavailable` when anything else of the row is not valid.
 */
export const tenantOf = (row: TenantRecord): Tenant => ({
  id: tenantId(row.id),
  appId: appId(row.app_id),
  name: row.name,
  domain: row.domain ?? undefined,
  status: storedWord(TENANT_STATUSES, row.status),
  settings: readableSettings(row.settings),
  phiConfig: row.phi_config === null ? undefined : Object.fromEntries(fieldsOf(row.phi_config)),
  timeZone: row.time_zone,
  revision: row.revision,
  createdAt: row.created_at.getTime(),
  updatedAt: row.updated_at.getTime(),
});

function readableSettings(stored: unknown): Tenant['settings'] {
  try {
    return storedSettings(stored);
  } catch (error) {
    if (error instanceof DomainError) return UNREADABLE;
    throw error;
  }
}
