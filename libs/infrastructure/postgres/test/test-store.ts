import type { TestDatabase } from '@radiant/embedded/testing';
import { createTestDatabase } from '@radiant/embedded/testing';
import type { TenantId } from '@radiant/kernel';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource, type PostgresOptions } from '../src/data-source.js';
import { UnitOfWork } from '../src/unit-of-work.js';

/** With what refers to them; the apps of the platform stay. */
const TABLES =
  'tenants, usage_records, reservations, idempotent_calls, ledger_entries, data_keys, audit_logs, audit_chains, invoice_series, model_prices, models, providers, routing_rules, price_imports, provider_bills';

export const optionsFor = (url: string): PostgresOptions => ({
  url,
  applicationName: 'radiant-test',
  maxConnections: 4,
  statementTimeoutMs: 10_000,
});

/** A migrated database, with a connection as each of those who use it. */
export interface TestStore {
  readonly database: TestDatabase;
  /** As the application connects. */
  readonly app: DataSource;
  readonly unitOfWork: UnitOfWork;
  /** As the administration connects. */
  readonly admin: DataSource;
  readonly adminUnitOfWork: UnitOfWork;
  /** For set-up and inspection: row-level security binds everybody else, the owner too. */
  readonly superuser: DataSource;
  empty(): Promise<void>;
  addTenant(id: TenantId, columns?: { readonly status?: string; readonly phiConfig?: unknown }): Promise<void>;
  close(): Promise<void>;
}

export async function openTestStore(): Promise<TestStore> {
  const database = await createTestDatabase();
  const [app, admin, superuser] = await Promise.all([
    createDataSource(optionsFor(database.appUrl)),
    createDataSource(optionsFor(database.adminUrl)),
    createDataSource(optionsFor(database.superuserUrl)),
  ]);
  return {
    database,
    app,
    unitOfWork: new UnitOfWork(app),
    admin,
    adminUnitOfWork: new UnitOfWork(admin),
    superuser,
    empty: () => superuser.query(`truncate ${TABLES} cascade`),
    addTenant: (id, { status = 'active', phiConfig = null } = {}) =>
      superuser.query('insert into tenants (id, app_id, name, status, phi_config) values ($1, $2, $3, $4, $5)', [
        id,
        'charting',
        'A tenant',
        status,
        phiConfig === null ? null : JSON.stringify(phiConfig),
      ]),
    close: async () => {
      await Promise.all([app.destroy(), admin.destroy(), superuser.destroy()]);
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
