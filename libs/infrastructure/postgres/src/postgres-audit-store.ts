import {
  AuditStore,
  MOST_SUBJECTS,
  type AuditQuery,
  type FoundAuditRow,
  type ProviderExposure,
  type RetentionClass,
  type SealedAuditRow,
} from '@radiant/audit';
import { DomainError, isUuid, type Instant, type Page, type Slice, type TenantId } from '@radiant/kernel';
import { QueryFailedError, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { AUDIT_COLUMNS, auditRows, foundAuditRow, type AuditLogRow } from './audit-rows.js';
import { plainRows } from './plain-rows.js';
import { EXPOSURE, exposure, type ExposureRow } from './provider-exposure.js';
import { queried } from './stored-value.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Rows of an export that are in memory at once: few, since rows of the trail are wide, and pages of 500 grew old. */
const EXPORT_PAGE = 100;

/** Whose rows are read, and in which transactions. */
interface AuditScope {
  readonly acrossTenants: boolean;
  read<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result>;
  change<Result>(tenantId: TenantId, work: (manager: EntityManager) => Promise<Result>): Promise<Result>;
}

/** Reads the trail as the administration's role; row-level security decides what there is to be seen. */
export class PostgresAuditStore extends AuditStore {
  private constructor(private readonly scope: AuditScope) {
    super();
  }

  /** Within a tenant's transaction. */
  static within(manager: EntityManager): PostgresAuditStore {
    return new PostgresAuditStore({
      acrossTenants: false,
      read: (work) => queried(() => work(manager)),
      change: (_, work) => queried(() => work(manager)),
    });
  }

  /** One tenant's rows, each page in a transaction of its own: for exports that take long. */
  static ofTenant(unitOfWork: UnitOfWork, tenantId: TenantId): PostgresAuditStore {
    return new PostgresAuditStore({
      acrossTenants: false,
      read: (work) => unitOfWork.forTenant(tenantId, work),
      change: (_, work) => unitOfWork.forTenant(tenantId, work),
    });
  }

  /** All tenants' rows, each page in a transaction of its own. */
  static acrossTenants(unitOfWork: UnitOfWork): PostgresAuditStore {
    return new PostgresAuditStore({
      acrossTenants: true,
      read: (work) => unitOfWork.acrossTenants(work),
      change: (tenantId, work) => unitOfWork.forTenant(tenantId, work),
    });
  }

  async search(query: AuditQuery, slice: Slice): Promise<Page<FoundAuditRow>> {
    if (findsNothing(query)) return { items: [], total: 0 };
    return this.scope.read(async (manager) => {
      const rows = await this.matching(manager, query)
        .orderBy('a.occurredAt', 'DESC')
        .addOrderBy('a.id', 'DESC')
        .addOrderBy('a.tenantId', 'DESC')
        .offset(slice.offset)
        .limit(slice.limit)
        .getMany();
      const counted = await this.matching(manager, query).select('count(*)', 'count').getRawOne<{ count: string }>();
      return { items: rows.map(foundAuditRow), total: Number(counted?.count ?? 0) };
    });
  }

  async chain(tenantId: TenantId, after: number, limit: number): Promise<readonly SealedAuditRow[]> {
    const rows = await this.scope.read((manager) => {
      const next = this.matching(manager, {})
        .andWhere('a.tenant_id = :chained and a.sequence > :after', { chained: tenantId, after })
        .orderBy('a.sequence', 'ASC')
        .limit(limit);
      return plainly(manager, next);
    });
    return rows.map(sealedAuditRow);
  }

  async waiting(tenantId: TenantId, milliseconds: number): Promise<number> {
    const counted = await this.scope.read((manager) =>
      this.matching(manager, {})
        .andWhere('a.tenant_id = :chained and a.sequence is null', { chained: tenantId })
        // a moment that is still to come was written by hand
        .andWhere("a.recorded_at not between clock_timestamp() - :waited * interval '1 ms' and clock_timestamp()", {
          waited: milliseconds,
        })
        .select('count(*)', 'count')
        .getRawOne<{ count: string }>(),
    );
    return Number(counted?.count ?? 0);
  }

  async *export(query: AuditQuery): AsyncGenerator<FoundAuditRow, void, undefined> {
    if (findsNothing(query)) return;
    let last: AuditLogRow | undefined;
    do {
      const rows = await this.scope.read((manager) => this.pageAfter(manager, query, last));
      for (const row of rows) yield foundAuditRow(row);
      last = rows.length < EXPORT_PAGE ? undefined : rows.at(-1);
    } while (last);
  }

  async exposure(providerId: string, from: Instant, to: Instant): Promise<readonly ProviderExposure[]> {
    if (unstorable(providerId)) return [];
    const rows = await this.scope.read((manager) =>
      manager.query<readonly ExposureRow[]>(EXPOSURE, [
        providerId,
        new Date(from),
        new Date(to),
        this.scope.acrossTenants,
      ]),
    );
    return rows.map(exposure);
  }

  async purge(tenantId: TenantId, retentionClass: RetentionClass, before: Instant): Promise<number> {
    return this.scope.change(tenantId, async (manager) => {
      const [row] = await manager
        .query<readonly { readonly purged: number }[]>('select purge_audit($1, $2, $3) as purged', [
          tenantId,
          retentionClass,
          new Date(before),
        ])
        .catch(purgeRefusal);
      return row?.purged ?? 0;
    });
  }

  private matching(manager: EntityManager, query: AuditQuery): SelectQueryBuilder<AuditLogRow> {
    const rows = manager.createQueryBuilder(auditRows, 'a');
    // Said again, since two policies on a table are joined by OR, and no index serves that.
    if (!this.scope.acrossTenants) rows.andWhere('a.tenant_id = scoped_tenant()');
    for (const [field, condition] of CONDITIONS) {
      const value = query[field];
      if (value !== undefined)
        rows.andWhere(condition, { [field]: MOMENTS.has(field) && value !== true ? new Date(value) : value });
    }
    return rows;
  }

  /** By what the last page ended with, not by how many came before: that stays quick, and skips nothing. */
  private pageAfter(manager: EntityManager, query: AuditQuery, last?: AuditLogRow): Promise<readonly AuditLogRow[]> {
    const rows = this.matching(manager, query);
    if (last) {
      rows.andWhere('(a.occurred_at, a.id, a.tenant_id) > (:lastMoment, :lastId, :lastTenant)', {
        lastMoment: last.occurredAt,
        lastId: last.id,
        lastTenant: last.tenantId,
      });
    }
    rows.orderBy('a.occurredAt', 'ASC').addOrderBy('a.id', 'ASC').addOrderBy('a.tenantId', 'ASC').limit(EXPORT_PAGE);
    return plainly(manager, rows);
  }
}

/** What `getMany` answers, without growing by every page that was read. */
const plainly = (
  { queryRunner }: EntityManager,
  query: SelectQueryBuilder<AuditLogRow>,
): Promise<readonly AuditLogRow[]> =>
  plainRows<AuditLogRow>(queryRunner, ...query.select([...AUDIT_COLUMNS]).getQueryAndParameters());

/** A closed list: nothing of a request becomes SQL. */
const CONDITIONS: readonly (readonly [field: keyof AuditQuery, condition: string])[] = [
  ['from', 'a.occurred_at >= :from'],
  ['to', 'a.occurred_at < :to'],
  ['action', 'a.action = :action'],
  ['outcome', 'a.outcome = :outcome'],
  ['actorId', '(a.user_id = :actorId or a.admin_id = :actorId or a.api_key_id::text = :actorId)'],
  ['resourceType', 'a.resource_type = :resourceType'],
  ['resourceId', 'a.resource_id = :resourceId'],
  ['requestId', 'a.request_id = :requestId'],
  ['providerId', 'a.provider_id = :providerId'],
  ['subject', '(a.tenant_id, a.id) in (select s.tenant_id, s.id from audit_of_subject(:subject) s)'],
  ['crowded', `a.phi_disclosed and cardinality(a.subjects) >= ${MOST_SUBJECTS}`], // as the index says it
];
const MOMENTS: ReadonlySet<keyof AuditQuery> = new Set<keyof AuditQuery>(['from', 'to']);

/** PostgreSQL refuses a text with NUL; nothing that is stored can be equal to one. */
const unstorable = (value: unknown): boolean => typeof value === 'string' && value.includes('\0');

const findsNothing = (query: AuditQuery): boolean =>
  Object.values(query).some(unstorable) || (query.requestId !== undefined && !isUuid(query.requestId));

function sealedAuditRow(row: AuditLogRow): SealedAuditRow {
  const found = foundAuditRow(row);
  const { sequence, hash } = found;
  if (sequence === undefined || hash === undefined) {
    throw new DomainError('service_unavailable', 'a stored row is not valid');
  }
  return { ...found, sequence, hash };
}

/** What the database's function refuses, by its SQLSTATE. */
const PURGE_REFUSALS: ReadonlyMap<string, string> = new Map([
  ['23514', 'audit rows are kept for six years at least'],
  ['55006', 'a legal hold stands'],
]);

function purgeRefusal(error: unknown): never {
  const message = error instanceof QueryFailedError ? PURGE_REFUSALS.get(sqlState(error.driverError)) : undefined;
  if (message === undefined) throw error;
  throw new DomainError('conflict', message, {}, { cause: error });
}

const sqlState = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
