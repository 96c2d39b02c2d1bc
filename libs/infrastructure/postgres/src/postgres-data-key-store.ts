import {
  DataKeyStore,
  tenantId as storedTenantId,
  type Instant,
  type TenantId,
  type WrappedDataKey,
} from '@radiant/kernel';
import { WrittenRead } from './tenant-reads.js';
import type { UnitOfWork } from './unit-of-work.js';

interface DataKeyRow {
  readonly tenant_id: string;
  readonly scope: string;
  readonly version: number;
  readonly wrapped: Buffer | null;
  readonly wrapped_by: string;
}

/** The scope of the destroyed row that closes a tenant; see `close_data_keys`. */
const CLOSED = '*';

/** Wrapped data keys in the rows of their tenant. */
export class PostgresDataKeyStore extends DataKeyStore {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async versions(tenantId: TenantId, scope: string): Promise<readonly WrappedDataKey[]> {
    const rows = await this.unitOfWork.readForTenant<DataKeyRow>(
      tenantId,
      WrittenRead.of`select tenant_id, ${scope}::text as scope, version, wrapped, wrapped_by from data_keys
        where tenant_id = ${tenantId} and scope in (${scope}, ${CLOSED}) order by version`,
    );
    return rows.map(wrappedDataKey);
  }

  async scopes(tenantId: TenantId, after: string, limit: number): Promise<readonly string[]> {
    const rows = await this.unitOfWork.forTenant(tenantId, (manager) =>
      manager.query<readonly Pick<DataKeyRow, 'scope'>[]>(
        `select distinct scope collate "C" as scope from data_keys
         where tenant_id = $1 and scope collate "C" > $2 and wrapped is not null order by 1 limit $3`,
        [tenantId, after, limit],
      ),
    );
    return rows.map(({ scope }) => scope);
  }

  async add({ tenantId, scope, version, wrapped, wrappedBy }: WrappedDataKey): Promise<boolean> {
    const added = await this.unitOfWork.forTenant(tenantId, (manager) =>
      manager.query<readonly { readonly added: boolean }[]>('select add_data_key($1, $2, $3, $4::bytea, $5) as added', [
        tenantId,
        scope,
        version,
        bytes(wrapped),
        wrappedBy,
      ]),
    );
    return added[0]?.added === true;
  }

  async rewrap({ tenantId, scope, version, wrapped, wrappedBy }: WrappedDataKey): Promise<void> {
    await this.unitOfWork.forTenant(tenantId, (manager) =>
      manager.query(
        `update data_keys set wrapped = $4::bytea, wrapped_by = $5
         where tenant_id = $1 and scope = $2 and version = $3 and wrapped is not null and $4::bytea is not null`,
        [tenantId, scope, version, bytes(wrapped), wrappedBy],
      ),
    );
  }

  async destroy(tenantId: TenantId, scope: string, at: Instant): Promise<number> {
    const [, destroyed] = await this.unitOfWork.forTenant(tenantId, (manager) =>
      manager.query<readonly [rows: readonly object[], count: number]>(
        `update data_keys set wrapped = null, destroyed_at = $3
         where tenant_id = $1 and scope = $2 and wrapped is not null`,
        [tenantId, scope, new Date(at)],
      ),
    );
    return destroyed;
  }

  async close(tenantId: TenantId, at: Instant): Promise<number> {
    const [row] = await this.unitOfWork.forTenant(tenantId, (manager) =>
      manager.query<readonly { readonly closed: number }[]>('select close_data_keys($1, $2) as closed', [
        tenantId,
        new Date(at),
      ]),
    );
    return row?.closed ?? 0;
  }
}

/** The driver writes a Buffer as BYTEA, and another array of bytes as JSON. */
const bytes = (wrapped: Uint8Array | undefined): Buffer | null => (wrapped === undefined ? null : Buffer.from(wrapped));

const wrappedDataKey = (row: DataKeyRow): WrappedDataKey => ({
  tenantId: storedTenantId(row.tenant_id),
  scope: row.scope,
  version: row.version,
  wrapped: row.wrapped === null ? undefined : new Uint8Array(row.wrapped),
  wrappedBy: row.wrapped_by,
});
