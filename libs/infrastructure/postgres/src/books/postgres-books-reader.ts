import {
  BooksReader,
  INVOICE_KINDS,
  TenantBooks,
  type BookedCall,
  type BudgetCounter,
  type CorrectionRun,
  type HeldCall,
  type Invoice,
  type MissingDocument,
  type Price,
  type TenantMarkup,
  type WholeBill,
} from '@radiant/billing';
import {
  PLATFORM_TENANT,
  tenantId as parseTenantId,
  type ModelId,
  type Page,
  type Slice,
  type TenantId,
} from '@radiant/kernel';
import type { EntityManager } from 'typeorm';
import { PostgresCorrectionStore } from '../governance/postgres-correction-store.js';
import { PostgresInvoiceStore } from '../governance/postgres-invoice-store.js';
import { MARKUPS, markupOf, type MarkupRecord } from '../governance/postgres-markup-store.js';
import { PostgresProviderBillStore } from '../governance/postgres-provider-bill-store.js';
import { Statements } from '../governance/statements.js';
import { plainRows } from '../plain-rows.js';
import { modelPriceRows } from '../registry-rows.js';
import { storedPrice } from '../stored-price.js';
import { storedWord } from '../stored-value.js';
import type { UnitOfWork } from '../unit-of-work.js';
import {
  bookedCall,
  budgetCounter,
  CALLS,
  COUNTERS,
  HELD,
  heldCall,
  type BookedRow,
  type CounterRow,
  type HeldRow,
} from './booked-rows.js';

const TENANTS_AT_ONCE = 1_000;
const ROWS_AT_ONCE = 500;
const LISTED_AT_ONCE = 200;

/** One snapshot for all; and plans that begin at once and walk along indexes, whatever the size of the tables. */
const ONE_MOMENT = `set transaction isolation level repeatable read, read only;
  set local enable_hashjoin = off; set local enable_hashagg = off; set local enable_sort = off;
  set local enable_seqscan = off; set local enable_bitmapscan = off`;

/** Its connection must be of the administration's role; any other sees no list of tenants. */
export class PostgresBooksReader extends BooksReader {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async *tenants(): AsyncGenerator<TenantId, void, undefined> {
    let last: string | null = null;
    do {
      const rows: readonly { readonly id: string }[] = await this.unitOfWork.acrossTenants((manager) =>
        manager.query('select id from tenants where $1::uuid is null or id > $1 order by id limit $2', [
          last,
          TENANTS_AT_ONCE,
        ]),
      );
      for (const { id } of rows) yield parseTenantId(id);
      last = rows.length < TENANTS_AT_ONCE ? null : (rows.at(-1)?.id ?? null);
    } while (last !== null);
  }

  async missingDocuments(): Promise<readonly MissingDocument[]> {
    const rows = await this.unitOfWork.forPlatform((manager) =>
      manager.query<readonly { readonly issuer: string; readonly kind: string; readonly number: string }[]>(
        'select * from missing_invoice_numbers()',
      ),
    );
    return rows.map(({ issuer, kind, number }) => ({
      issuer,
      kind: storedWord(INVOICE_KINDS, kind),
      number: Number(number),
    }));
  }

  async *providerBills(): AsyncGenerator<WholeBill, void, undefined> {
    const within = <Result>(work: (store: PostgresProviderBillStore) => Promise<Result>): Promise<Result> =>
      this.unitOfWork.forTenant(PLATFORM_TENANT, (manager) =>
        work(new PostgresProviderBillStore(new Statements(manager))),
      );
    // never changed or deleted; one that is brought meanwhile moves the others back, so none is passed over
    const seen = new Set<string>();
    for (let offset = 0; ; offset += LISTED_AT_ONCE) {
      const { items } = await within((store) => store.list({ limit: LISTED_AT_ONCE, offset }));
      for (const bill of items) {
        if (seen.has(bill.id)) continue;
        seen.add(bill.id);
        yield { bill, lines: await within((store) => store.linesOf(bill.id)) };
      }
      if (items.length < LISTED_AT_ONCE) return;
    }
  }

  async read<Result>(tenantId: TenantId, work: (books: TenantBooks) => Promise<Result>): Promise<Result> {
    return this.unitOfWork.forTenant(tenantId, async (manager) => {
      await manager.query(ONE_MOMENT);
      return work(new PostgresTenantBooks(manager, tenantId));
    });
  }
}

/** Within one transaction, whose statements all see the same. */
class PostgresTenantBooks extends TenantBooks {
  private readonly prices = new Map<string, Price | undefined>();

  constructor(
    private readonly manager: EntityManager,
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async *calls(): AsyncGenerator<BookedCall, void, undefined> {
    for await (const row of this.rows<BookedRow>('booked_calls', CALLS)) yield bookedCall(row);
  }

  async *held(): AsyncGenerator<HeldCall, void, undefined> {
    for await (const row of this.rows<HeldRow>('held_calls', HELD)) yield heldCall(row);
  }

  async counters(): Promise<readonly BudgetCounter[]> {
    const rows = await this.manager.query<readonly CounterRow[]>(COUNTERS);
    return rows.map(budgetCounter);
  }

  async invoices(): Promise<readonly Invoice[]> {
    const store = new PostgresInvoiceStore(new Statements(this.manager), this.tenantId);
    return (await wholeList(store)).filter(({ status }) => status === 'final');
  }

  corrections(): Promise<readonly CorrectionRun[]> {
    return wholeList(new PostgresCorrectionStore(new Statements(this.manager), this.tenantId));
  }

  async markups(): Promise<readonly TenantMarkup[]> {
    return (await this.manager.query<readonly MarkupRecord[]>(MARKUPS, [this.tenantId])).map(markupOf);
  }

  async price(modelId: ModelId, version: number): Promise<Price | undefined> {
    const key = `${modelId} ${version}`;
    if (!this.prices.has(key)) {
      const row = await this.manager.findOneBy(modelPriceRows, { modelId, version });
      this.prices.set(key, row ? storedPrice(row) : undefined);
    }
    return this.prices.get(key);
  }

  /** @param cursor a name of our own, as is the query. */
  private async *rows<Row extends object>(cursor: string, query: string): AsyncGenerator<Row, void, undefined> {
    await this.manager.query(`declare ${cursor} no scroll cursor for ${query}`);
    for (;;) {
      const rows = await plainRows<Row>(this.manager.queryRunner, `fetch ${ROWS_AT_ONCE} from ${cursor}`);
      yield* rows;
      if (rows.length < ROWS_AT_ONCE) break;
    }
    await this.manager.query(`close ${cursor}`);
  }
}

/** Within a snapshot, so that no page shifts under another. */
async function wholeList<Item>(store: { list(slice: Slice): Promise<Page<Item>> }): Promise<readonly Item[]> {
  const all: Item[] = [];
  for (;;) {
    const { items } = await store.list({ limit: LISTED_AT_ONCE, offset: all.length });
    all.push(...items);
    if (items.length < LISTED_AT_ONCE) return all;
  }
}
