import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { APP_ROLE, ensureRoles, OWNER_ROLE, startPostgres } from '@radiant/embedded';
import { tenantId, type TenantId } from '@radiant/kernel';
import { migrate } from '@radiant/migrate';
import { createDataSource, UnitOfWork } from '@radiant/postgres';
import { fuzzIsolation, type IsolationFuzzReport } from '@radiant/postgres/testing';
import pg from 'pg';

export interface FuzzOptions {
  /** Empty; the database is put there. */
  readonly directory: string;
  readonly operations: number;
  readonly seed: number;
  /** Operations between two lines of progress. */
  readonly part: number;
  readonly say: (line: string) => void;
}

const DATABASE = 'isolation_test';
const CONCURRENCY = 16;
const CONNECTIONS = 4;

/** Starts a database, seeds two tenants and runs all operations. */
export async function runFuzz(options: FuzzOptions): Promise<IsolationFuzzReport> {
  const postgres = await startPostgres({ directory: options.directory, durable: false });
  try {
    const password = randomBytes(18).toString('hex');
    await ensureRoles(postgres.superuserUrl, {
      database: DATABASE,
      ownerPassword: password,
      appPassword: password,
      adminPassword: password,
    });
    const address = (role: string): string =>
      `postgres://${role}:${password}@${postgres.host}:${postgres.port}/${DATABASE}`;
    await migrate({
      url: address(OWNER_ROLE),
      directory: path.resolve(import.meta.dirname, '../../../migrations'),
    });
    const tenants = await seed(address(OWNER_ROLE));
    return await interleave(options, tenants, address(APP_ROLE));
  } finally {
    await postgres.stop();
  }
}

async function interleave(
  { operations, seed, part, say }: FuzzOptions,
  tenants: readonly [TenantId, TenantId],
  url: string,
): Promise<IsolationFuzzReport> {
  const dataSources = await Promise.all(
    [1, 2].map(() =>
      createDataSource({
        url,
        applicationName: 'isolation',
        maxConnections: CONNECTIONS,
        statementTimeoutMs: 60_000,
      }),
    ),
  );
  const unitsOfWork = dataSources.map((dataSource) => new UnitOfWork(dataSource));
  const sum = { operations: 0, ownRows: 0, foreignRows: 0, refusedWrites: 0 };
  try {
    while (sum.operations < operations) {
      const next = Math.min(part, operations - sum.operations);
      const report = await fuzzIsolation({
        unitsOfWork,
        tenants,
        operations: next,
        seed: seed + sum.operations,
        concurrency: CONCURRENCY,
      });
      sum.operations += report.operations;
      sum.ownRows += report.ownRows;
      sum.foreignRows += report.foreignRows;
      sum.refusedWrites += report.refusedWrites;
      say(`${sum.operations} operations, ${sum.foreignRows} foreign rows`);
    }
    return sum;
  } finally {
    await Promise.all(dataSources.map((dataSource) => dataSource.destroy()));
  }
}

/** Two tenants with a row each where the operations add none. */
async function seed(ownerUrl: string): Promise<readonly [TenantId, TenantId]> {
  const tenants = [tenantId(randomUUID()), tenantId(randomUUID())] as const;
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    for (const [index, id] of tenants.entries()) {
      await client.query('begin');
      await client.query("select set_config('app.tenant_id', $1, true)", [id]);
      await client.query("insert into tenants (id, app_id, name) values ($1, 'default', 'A tenant')", [id]);
      await client.query(
        `insert into api_keys (id, tenant_id, app_id, name, prefix, hash)
         values (gen_random_uuid(), $1, 'default', 'A key', 'rad_dev_AAAAAAAAAAAA', $2)`,
        [id, String(index).repeat(64)],
      );
      await client.query('commit');
    }
  } finally {
    await client.end();
  }
  return tenants;
}
