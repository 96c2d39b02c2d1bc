import { DomainError, type Page, type Slice, type TenantId } from '@radiant/kernel';
import type { EntityManager, QueryRunner } from 'typeorm';
import { queried } from '../stored-value.js';

/** The tables of governance, and what a row of each is called in messages. */
const ROWS = {
  tenants: 'tenant',
  apps: 'app',
  api_keys: 'API key',
  app_users: 'app user',
  invitations: 'invitation',
  token_revocations: 'token revocation',
  break_glass_grants: 'break-glass grant',
  legal_holds: 'legal hold',
  reidentification_requests: 're-identification request',
  budgets: 'budget',
  invoices: 'invoice',
  invoice_lines: 'invoice line',
  tenant_markups: 'markup',
  usage_corrections: 'usage correction',
  providers: 'provider',
  models: 'model',
  model_prices: 'price',
  agreements: 'agreement',
  agreement_warnings: 'warning',
  routing_rules: 'routing rule',
  price_imports: 'price import',
  provider_bills: 'provider bill',
  webhooks: 'webhook',
  webhook_deliveries: 'delivery',
} as const;
export type Table = keyof typeof ROWS;

/** What the caller chose of a row and nobody else may have: the field by which he is told so. */
const CHOSEN: Partial<Readonly<Record<Table, string>>> = {
  apps: 'id',
  providers: 'id',
  models: 'id',
  model_prices: 'effective_from',
};

/** Column to value. Names of columns are words of this code, never input. */
export type Columns = Readonly<Record<string, unknown>>;

/** Which rows a list is of; its texts are words of this code, its values are the parameters. */
export interface Selection {
  readonly columns: string;
  readonly table: Table;
  readonly where: string;
  readonly parameters: readonly unknown[];
  /** Newest first; the id settles what is equally new. */
  readonly newest: string;
}

/**
 * The statements of one transaction. None breaks a uniqueness: PostgreSQL ends a transaction in which one is broken, so
 * that who caught a conflict could do nothing more in it.
 */
export class Statements {
  private readonly runner: QueryRunner;

  constructor(private readonly manager: EntityManager) {
    if (!manager.queryRunner) throw new TypeError('statements belong to a transaction');
    this.runner = manager.queryRunner;
  }

  rows<Row>(select: string, parameters: readonly unknown[]): Promise<readonly Row[]> {
    return queried(() => this.manager.query<readonly Row[]>(select, [...parameters]));
  }

  /**
   * Waits until no other transaction holds the row, and holds it until this one ends. Not `for update`, which needs the
   * right to change the row: the application's role reads tenants and may not change them.
   */
  async hold(table: Table, tenantId: TenantId, id: string): Promise<void> {
    await this.rows('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${table}#${tenantId}#${id}`]);
  }

  /** @returns how many rows a statement added or changed. */
  async changed(statement: string, parameters: readonly unknown[]): Promise<number> {
    const { affected } = await queried(() => this.runner.query(statement, [...parameters], true));
    return affected ?? 0;
  }

  /** @returns false when what must be unique is taken. */
  async insert(table: Table, row: Columns): Promise<boolean> {
    const names = Object.keys(row);
    const places = names.map((_, index) => `$${index + 1}`);
    const statement = `insert into ${table} (${names.join(', ')}) values (${places.join(', ')}) on conflict do nothing`;
    return (await this.changed(statement, Object.values(row))) > 0;
  }

  /** @throws DomainError `conflict` when what must be unique is taken. */
  async add(table: Table, row: Columns): Promise<void> {
    if (await this.insert(table, row)) return;
    const field = CHOSEN[table];
    throw field === undefined
      ? new DomainError('conflict', `there is such a row already: ${ROWS[table]}`)
      : new DomainError('conflict', `${field} must be another: there is such a row already: ${ROWS[table]}`, { field });
  }

  /** @returns false when no row has the key. */
  async update(table: Table, key: Columns, row: Columns): Promise<boolean> {
    const names = Object.keys(row);
    const sets = names.map((name, index) => `${name} = $${index + 1}`).join(', ');
    const wheres = Object.keys(key).map((name, index) => `${name} = $${names.length + index + 1}`);
    const statement = `update ${table} set ${sets} where ${wheres.join(' and ')}`;
    return (await this.changed(statement, [...Object.values(row), ...Object.values(key)])) > 0;
  }

  /** @throws DomainError `not_found` when no row has the key. */
  async save(table: Table, key: Columns, row: Columns): Promise<void> {
    if (await this.update(table, key, row)) return;
    throw new DomainError('not_found', `no such ${ROWS[table]}`);
  }

  async page<Row>(selection: Selection, slice: Slice): Promise<Page<Row>> {
    const { columns, table, where, parameters, newest } = selection;
    const next = parameters.length + 1;
    const items = await this.rows<Row>(
      `select ${columns} from ${table} where ${where} order by ${newest} desc, id desc limit $${next} offset $${next + 1}`,
      [...parameters, slice.limit, slice.offset],
    );
    const [counted] = await this.rows<{ readonly total: number }>(
      `select count(*)::integer as total from ${table} where ${where}`,
      parameters,
    );
    return { items, total: counted?.total ?? 0 };
  }
}
