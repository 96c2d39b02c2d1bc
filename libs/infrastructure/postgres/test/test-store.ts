import type { TestDatabase } from '@radiant/embedded/testing';
import { createTestDatabase } from '@radiant/embedded/testing';
import type { TenantId } from '@radiant/kernel';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource, type PostgresOptions } from '../src/data-source.js';

const TABLES = 'usage_records, api_keys, tenants, model_prices, models, providers';

export const optionsFor = (url: string): PostgresOptions => ({
  url,
  applicationName: 'radiant-test',
  maxConnections: 4,
  statementTimeoutMs: 10_000,
});

/** A migrated database: `app` is connected as the applications are, `owner` may do anything to the tables. */
export interface TestStore {
  readonly database: TestDatabase;
  readonly app: DataSource;
  readonly owner: DataSource;
  empty(): Promise<void>;
  addTenant(id: TenantId, columns?: { readonly status?: string; readonly phiConfig?: unknown }): Promise<void>;
  close(): Promise<void>;
}

export async function openTestStore(): Promise<TestStore> {
  const database = await createTestDatabase();
  const app = await createDataSource(optionsFor(database.appUrl));
  const owner = await createDataSource(optionsFor(database.ownerUrl));
  return {
    database,
    app,
    owner,
    empty: () => owner.query(`truncate ${TABLES}`),
    addTenant: (id, { status = 'active', phiConfig = null } = {}) =>
      owner.query('insert into tenants (id, app_id, name, status, phi_config) values ($1, $2, $3, $4, $5)', [
        id,
        'charting',
        'A tenant',
        status,
        phiConfig === null ? null : JSON.stringify(phiConfig),
      ]),
    close: async () => {
      await app.destroy();
      await owner.destroy();
      await database.drop();
    },
  };
}

/** The SQLSTATE with which a statement is refused; undefined when it is not. */
export async function refusal(url: string, statement: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
    return undefined;
  } catch (error) {
    if (error instanceof pg.DatabaseError) return error.code;
    throw error;
  } finally {
    await client.end();
  }
}
