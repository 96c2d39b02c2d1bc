import type { TenantId } from '@radiant/kernel';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type pg from 'pg';
import { plainRows } from './plain-rows.js';
import { queried } from './stored-value.js';
import { TenantReads, type WrittenRead } from './tenant-reads.js';
import { scopeOf } from './tenant-scope.js';

/**
 * The only way to the database. Row-level security shows a transaction what its scope says and nothing else, so a
 * forgotten `where` finds no foreign row. Every failure of the driver comes out as DomainError `service_unavailable`.
 */
export class UnitOfWork {
  private readonly reads: TenantReads;

  constructor(private readonly dataSource: DataSource) {
    this.reads = new TenantReads(dataSource);
  }

  /** What one statement shows of a tenant, asked in one message together with what is asked of others at the time. */
  readForTenant<Row extends pg.QueryResultRow>(tenantId: TenantId, read: WrittenRead): Promise<readonly Row[]> {
    return this.reads.rows(tenantId, read);
  }

  /** A transaction that sees and takes rows of one tenant; undone when `work` throws. */
  async forTenant<Result>(tenantId: TenantId, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.transaction(`begin; ${scopeOf(tenantId)}`, work);
  }

  /** A read-only transaction that sees the lists of all tenants; only the administration's role may. */
  async acrossTenants<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.transaction("begin read only; set local app.all_tenants = 'on'", work);
  }

  /** No tenant's rows at all: what all share, and the functions that cross tenants. Without a transaction. */
  async forPlatform<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return queried(() => work(this.dataSource.manager));
  }

  private transaction<Result>(begin: string, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return queried(async () => {
      const runner = this.dataSource.createQueryRunner();
      try {
        await plainRows(runner, begin); // one message: the scope costs no round trip of its own
        asBegun(runner);
        const result = await work(runner.manager);
        await plainRows(runner, COMMIT);
        return result;
      } catch (error) {
        await rollBack(runner);
        throw error;
      } finally {
        await runner.release();
      }
    });
  }
}

/** After a failed statement `commit` alone would roll back and call it success; any statement before it fails loudly. */
const COMMIT = 'select 1; commit';

/** Tells TypeORM of the transaction, or `save` would begin and commit one of its own and so end the scope. */
function asBegun(runner: QueryRunner): void {
  Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
}

/** A connection that is lost has rolled back by itself, and the pool drops it. */
const rollBack = (runner: QueryRunner): Promise<unknown> => runner.query('rollback').catch(() => undefined);
