import {
  providerBillId,
  ProviderBillStore,
  type BilledDays,
  type BilledLine,
  type ProviderBill,
  type ProviderBillId,
  type StandingLine,
} from '@radiant/billing';
import { Money, PLATFORM_TENANT, providerId, type Page, type Slice } from '@radiant/kernel';
import type { Statements } from './statements.js';

interface BillRecord {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly digest: string;
  readonly line_count: number;
  readonly first: string;
  readonly last: string;
  readonly total_picos: string;
  readonly created_at: Date;
  readonly created_by: string;
}

interface LineRecord {
  readonly provider_id: string;
  readonly model: string;
  readonly day: string;
  readonly input_tokens: string | null;
  readonly cached_input_tokens: string | null;
  readonly output_tokens: string | null;
  readonly cost_picos: string;
}

/** As text: a date of the driver would be midnight of this machine's zone. */
const BILL =
  'id, name, version, digest, line_count, first_day::text as first, last_day::text as last, total_picos, created_at, created_by';

/** The rows of `provider_bills`, which are the platform's. */
export class PostgresProviderBillStore extends ProviderBillStore {
  constructor(private readonly statements: Statements) {
    super();
  }

  async list(slice: Slice): Promise<Page<ProviderBill>> {
    const { items, total } = await this.statements.page<BillRecord>(
      { columns: BILL, table: 'provider_bills', where: 'true', parameters: [], newest: 'created_at' },
      slice,
    );
    return { items: items.map(billOf), total };
  }

  async newest(name: string): Promise<ProviderBill | undefined> {
    await this.statements.hold('provider_bills', PLATFORM_TENANT, 'all');
    const [row] = await this.statements.rows<BillRecord>(
      `select ${BILL} from provider_bills where name = $1 order by version desc limit 1`,
      [name],
    );
    return row && billOf(row);
  }

  async add(bill: ProviderBill, lines: readonly BilledLine[]): Promise<void> {
    await this.statements.add('provider_bills', {
      id: bill.id,
      name: bill.name,
      version: bill.version,
      digest: bill.digest,
      line_count: bill.lineCount,
      first_day: bill.from,
      last_day: bill.to,
      total_picos: bill.total.picos.toString(),
      created_at: new Date(bill.createdAt),
      created_by: bill.createdBy,
    });
    await this.statements.rows(
      `insert into provider_bill_lines (bill_id, day, provider_id, model, input_tokens, cached_input_tokens, output_tokens,
         cost_picos)
       select $1, day, provider_id, model, input_tokens, cached_input_tokens, output_tokens, cost_picos
       from json_to_recordset($2) as l (day date, provider_id text, model text, input_tokens bigint,
         cached_input_tokens bigint, output_tokens bigint, cost_picos numeric)`,
      [bill.id, JSON.stringify(lines.map(lineRecord))],
    );
  }

  /** All lines of one version, for proof. */
  async linesOf(id: ProviderBillId): Promise<readonly BilledLine[]> {
    const rows = await this.statements.rows<LineRecord>(
      `select provider_id, model, day::text as day, input_tokens, cached_input_tokens, output_tokens, cost_picos
       from provider_bill_lines where bill_id = $1`,
      [id],
    );
    return rows.map(lineOf);
  }

  async standing({ from, to, providerId: provider }: BilledDays): Promise<readonly StandingLine[]> {
    const rows = await this.statements.rows<LineRecord & { readonly bill: string }>(
      `select b.name as bill, l.provider_id, l.model, l.day::text as day, l.input_tokens, l.cached_input_tokens,
         l.output_tokens, l.cost_picos
       from provider_bill_lines l join provider_bills b on b.id = l.bill_id
       where l.day >= $1::date and l.day < $2::date and ($3::text is null or l.provider_id = $3)
         and not exists (select from provider_bills later where later.name = b.name and later.version > b.version)
       order by l.day, l.provider_id collate "C", l.model collate "C", b.name collate "C"`,
      [from, to, provider ?? null],
    );
    return rows.map(standingOf);
  }
}

const lineRecord = (line: BilledLine) => ({
  day: line.day,
  provider_id: line.providerId,
  model: line.model,
  input_tokens: line.inputTokens,
  cached_input_tokens: line.cachedInputTokens,
  output_tokens: line.outputTokens,
  cost_picos: line.cost.picos.toString(),
});

const billOf = (row: BillRecord): ProviderBill => ({
  id: providerBillId(row.id),
  name: row.name,
  version: row.version,
  digest: row.digest,
  lineCount: row.line_count,
  from: row.first,
  to: row.last,
  total: Money.ofPicos(BigInt(row.total_picos)),
  createdAt: row.created_at.getTime(),
  createdBy: row.created_by,
});

const standingOf = (row: LineRecord & { readonly bill: string }): StandingLine => ({ ...lineOf(row), bill: row.bill });

const lineOf = (row: LineRecord): BilledLine => ({
  providerId: providerId(row.provider_id),
  model: row.model,
  day: row.day,
  inputTokens: countOf(row.input_tokens),
  cachedInputTokens: countOf(row.cached_input_tokens),
  outputTokens: countOf(row.output_tokens),
  cost: Money.ofPicos(BigInt(row.cost_picos)),
});

const countOf = (stored: string | null): number | undefined => (stored === null ? undefined : Number(stored));
