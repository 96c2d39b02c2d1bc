import { DomainError, type Instant, type Page, type Slice, type TenantId } from '@radiant/kernel';
import type { GovernanceState } from './governance-state.js';

interface TenantsRow {
  readonly tenantId: TenantId;
  readonly id: string;
}

/** One table as one tenant sees it. What a database refuses by its constraints is a TypeError here: no caller may rely on it. */
export class TenantTable<Row extends TenantsRow> {
  constructor(
    private readonly state: GovernanceState,
    private readonly tenantId: TenantId,
    /** What a row is called in messages. */
    private readonly name: string,
    private readonly rows: Row[],
  ) {}

  find(matches: (row: Row) => boolean): Row | undefined {
    const row = this.own().find(matches);
    return row && structuredClone(row);
  }

  /** Newest first; the id settles what is equally new. */
  page(slice: Slice, newest: (row: Row) => Instant, matches: (row: Row) => boolean = () => true): Page<Row> {
    const rows = this.own().filter(matches);
    const sorted = rows.sort((a, b) => newest(b) - newest(a) || (a.id < b.id ? 1 : -1));
    return { items: structuredClone(sorted.slice(slice.offset, slice.offset + slice.limit)), total: rows.length };
  }

  /** @param twin whether a row of any tenant has what must be unique besides the id. @throws DomainError `conflict`. */
  add(row: Row, twin: (stored: Row) => boolean = () => false): void {
    this.expectOwn(row);
    if (!this.state.tenants.some((tenant) => tenant.id === row.tenantId)) throw new TypeError('no such tenant');
    if (this.own().some((stored) => stored.id === row.id) || this.rows.some(twin)) {
      throw new DomainError('conflict', `there is such a row already: ${this.name}`);
    }
    this.rows.push(structuredClone(row));
  }

  /** @returns false when no row matches; otherwise the row is as `change` made it. */
  change(matches: (row: Row) => boolean, change: (stored: Row) => Row): boolean {
    const index = this.rows.findIndex((row) => row.tenantId === this.tenantId && matches(row));
    const stored = this.rows[index];
    if (!stored) return false;
    this.rows[index] = structuredClone(change(stored));
    return true;
  }

  /** @throws DomainError `not_found`. */
  save(row: Row, change: (stored: Row) => Row): void {
    this.expectOwn(row);
    if (!this.change(({ id }) => id === row.id, change)) throw new DomainError('not_found', `no such ${this.name}`);
  }

  /** @throws TypeError for a row of another tenant. */
  expectOwn(row: Row): void {
    if (row.tenantId !== this.tenantId) throw new TypeError('a transaction takes rows of its own tenant only');
  }

  /** @throws TypeError for an app that is not there. */
  expectApp(id: string): void {
    if (!this.state.apps.some((app) => app.id === id)) throw new TypeError('no such app');
  }

  private own(): Row[] {
    return this.rows.filter((row) => row.tenantId === this.tenantId);
  }
}
