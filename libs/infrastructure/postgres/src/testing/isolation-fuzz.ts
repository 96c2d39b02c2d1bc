import { DomainError, isUuid, type TenantId } from '@radiant/kernel';
import type { EntityManager } from 'typeorm';
import type { UnitOfWork } from '../unit-of-work.js';
import { seededRandom, type Random } from './seeded-random.js';

export interface IsolationFuzzOptions {
  /** Each with a pool of its own, as replicas have. */
  readonly unitsOfWork: readonly UnitOfWork[];
  /** Two tenants that exist. */
  readonly tenants: readonly [TenantId, TenantId];
  readonly operations: number;
  /** The same seed draws the same operations. */
  readonly seed: number;
  /** How many operations are under way at once. */
  readonly concurrency: number;
}

export interface IsolationFuzzReport {
  readonly operations: number;
  /** Rows that were rightly seen or written. */
  readonly ownRows: number;
  /** Rows of another tenant that were seen or written, and rows that were seen without a scope; must be 0. */
  readonly foreignRows: number;
  /** Writes of foreign rows that were refused; each that is not is a foreign row. */
  readonly refusedWrites: number;
}

interface Draw {
  readonly manager: EntityManager;
  readonly own: TenantId;
  readonly foreign: TenantId;
  readonly random: Random;
}

interface Seen {
  readonly tenant_id: string;
}

/** Rows of tenants, with the column that says whose. */
const TABLES = [
  'select id as tenant_id from tenants',
  'select tenant_id from api_keys',
  'select tenant_id from app_users',
  'select tenant_id from token_revocations',
  'select tenant_id from data_keys',
  'select tenant_id from usage_records',
  'select tenant_id from booked_usage',
  'select tenant_id from corrected_usage',
  'select tenant_id from reidentification_requests',
];
/** As many different rows as a tenant has in a table, so that a long run fills nothing. */
const ROWS = 40;
const WRITES = [
  `insert into app_users (tenant_id, id, app_id, subject) values ($1, gen_random_uuid(), 'default', 'user-' || $2)
   on conflict (tenant_id, app_id, subject) do update set last_seen_at = now() returning tenant_id`,
  `insert into data_keys (tenant_id, scope, version, wrapped, wrapped_by) values ($1, 'fuzz', $2::integer + 1, '', 'fuzz')
   on conflict (tenant_id, scope, version) do update set wrapped_by = 'fuzz' returning tenant_id`,
  `insert into token_revocations (tenant_id, id, kind, value, issued_before, expires_at, revoked_by)
   values ($1, ('00000000-0000-4000-8000-' || lpad($2, 12, '0'))::uuid, 'user', 'user-' || $2, now(), now(), 'fuzz')
   on conflict do nothing returning tenant_id`,
];

/** What forgetful or hostile code may do within a tenant's transaction. Every row that it answers is looked at. */
const OPERATIONS: readonly ((draw: Draw) => Promise<readonly Seen[]>)[] = [
  ({ manager, random }) => manager.query(random.pick(TABLES)),
  ({ manager, random, foreign }) =>
    manager.query(`select tenant_id from (${random.pick(TABLES)}) rows where tenant_id = $1`, [foreign]),
  ({ manager, random, own }) =>
    manager.query(`select tenant_id from (${random.pick(TABLES)}) rows where tenant_id <> $1 or true`, [own]),
  ({ manager, random }) =>
    manager.query(`select b.tenant_id from (${random.pick(TABLES)}) a full join (${random.pick(TABLES)}) b using (tenant_id)
      where b.tenant_id is not null limit 100`),
  ({ manager, random, own }) => manager.query(random.pick(WRITES), [own, String(random.below(ROWS))]),
  async ({ manager, random }) =>
    (
      await manager.query<readonly [readonly Seen[], number]>(
        'update app_users set last_seen_at = now() where subject = $1 returning tenant_id',
        [`user-${random.below(ROWS)}`],
      )
    )[0],
];

/**
 * Random operations of two tenants, interleaved over the same connections, with transactions that fail and ones that are
 * given up in between. Isolation that held has 0 `foreignRows`.
 */
export async function fuzzIsolation(options: IsolationFuzzOptions): Promise<IsolationFuzzReport> {
  const random = seededRandom(options.seed);
  const report = { operations: 0, ownRows: 0, foreignRows: 0, refusedWrites: 0 };
  const count = (rows: readonly Seen[], own: TenantId | undefined): void => {
    for (const row of rows) report[row.tenant_id === own ? 'ownRows' : 'foreignRows'] += 1;
  };
  const worker = async (): Promise<void> => {
    while (report.operations < options.operations) {
      report.operations += 1;
      const unitOfWork = random.pick(options.unitsOfWork);
      const [first, second] = options.tenants;
      const [own, foreign] = random.below(2) === 0 ? [first, second] : [second, first];
      const within = (work: (draw: Draw) => Promise<readonly Seen[]>): Promise<void> =>
        unitOfWork.forTenant(own, async (manager) => count(await work({ manager, own, foreign, random }), own));
      switch (random.below(12)) {
        case 0:
          count(await unitOfWork.forPlatform((manager) => manager.query(random.pick(TABLES))), undefined);
          break;
        case 1:
          count(await unitOfWork.acrossTenants((manager) => manager.query(random.pick(TABLES))), undefined);
          break;
        case 2:
          if (await writesForeign(unitOfWork, own, foreign, random)) report.foreignRows += 1;
          else report.refusedWrites += 1;
          break;
        case 3:
          await failing(within, async ({ manager }) => manager.query('select 1 / 0'));
          break;
        case 4:
          await failing(within, () => Promise.reject(new DomainError('conflict', 'given up')));
          break;
        default:
          await within(random.pick(OPERATIONS));
      }
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  return report;
}

/** Sees and writes what it may, and ends badly. */
async function failing(
  within: (work: (draw: Draw) => Promise<readonly Seen[]>) => Promise<void>,
  ending: (draw: Draw) => Promise<never>,
): Promise<void> {
  const failure = within(async (draw) => {
    await draw.random.pick(OPERATIONS)(draw);
    return ending(draw);
  });
  await failure.then(unexpected, refused);
}

/** @returns whether the database took a row of another tenant. */
async function writesForeign(
  unitOfWork: UnitOfWork,
  own: TenantId,
  foreign: TenantId,
  random: Random,
): Promise<boolean> {
  const statement = random.pick(WRITES);
  const row = String(random.below(ROWS));
  return unitOfWork
    .forTenant(own, (manager) => manager.query<readonly Seen[]>(statement, [foreign, row]))
    .then(([written]) => written !== undefined && isUuid(written.tenant_id), refused);
}

/** A failure of the driver or one that was planned; anything else is a mistake of the fuzz. */
function refused(error: unknown): false {
  if (error instanceof DomainError) return false;
  throw error;
}

function unexpected(): never {
  throw new Error('a transaction that must fail was kept');
}
