import { DomainError, Money, providerId, readCsv, type CsvRecord, type ProviderId } from '@radiant/kernel';
import { parseDay } from '../calendar.js';
import type { BilledLine } from './provider-bill.js';

const COLUMNS = ['provider', 'model', 'day', 'input_tokens', 'cached_input_tokens', 'output_tokens', 'cost'] as const;
type Column = (typeof COLUMNS)[number];
const NEEDED: readonly Column[] = ['provider', 'model', 'day', 'cost'];

/** Half of a character is no text that a database keeps. */
const MODEL = /^[^\u0000-\u001f\u007f\p{Surrogate}]{1,200}$/u;
/** So few digits that the sum of all rows is a number that is exact. */
const COUNT = /^\d{1,11}$/;
/** Plain digits, so that no row is rounded: at most 12 of each side of the point. */
const COST = /^-?\d{1,12}(\.\d{1,12})?$/;
const MOST_ROWS = 50_000;
const MOST_NAMED = 20;

/** What a row says by column; a number of JSON is refused where an amount must be exact. */
interface Row {
  /** Of a file, or the place in a list counted from 1. */
  readonly line: number;
  readonly fields: ReadonlyMap<string, unknown>;
}

/** What rows are read against. */
export interface BillReading {
  readonly isProvider: (id: ProviderId) => boolean;
  readonly today: string;
}

interface BadField {
  readonly line: number;
  readonly field: string;
  readonly expected: string;
}

/**
 * Rows of CSV, whose first line names the columns: `provider`, `model`, `day`, `cost`, and where it is known
 * `input_tokens`, `cached_input_tokens`, `output_tokens`.
 * @param asked.isProvider whether there is such a provider. @param asked.today the newest day (YYYY-MM-DD) that can be billed.
 * @throws DomainError `validation_error` naming every bad line and field, up to twenty: then nothing is read.
 */
export function readBillCsv(text: string, asked: BillReading): readonly BilledLine[] {
  const [header, ...records] = readCsv(text);
  const names = header?.values.map((name) => name.trim().toLowerCase()) ?? [];
  for (const name of NEEDED) if (!names.includes(name)) throw refused([{ line: 1, field: name, expected: 'a column' }]);
  const strange = names.find((name, place) => !isColumn(name) || names.indexOf(name) < place);
  if (strange !== undefined) {
    throw new DomainError('validation_error', `the columns must be of ${COLUMNS.join(', ')}, each once`, {
      field: 'csv',
      line: 1,
    });
  }
  return readRows(
    records.map((record) => rowOf(names, record)),
    asked,
  );
}

/** The same of a list of objects; `line` is the place in it, from 1. @throws as `readBillCsv`. */
export function readBillRows(rows: readonly object[], asked: BillReading): readonly BilledLine[] {
  return readRows(
    rows.map((row, place) => ({ line: place + 1, fields: new Map<string, unknown>(Object.entries(row)) })),
    asked,
  );
}

function rowOf(names: readonly string[], { line, values }: CsvRecord): Row {
  const cells = names.map((name, place): [string, unknown] => {
    const text = values[place]?.trim() ?? '';
    return [name, text === '' ? undefined : text];
  });
  // what has no column is seen as a field without a name
  if (values.length > names.length) cells.push(['', values[names.length]]);
  return { line, fields: new Map(cells) };
}

function readRows(rows: readonly Row[], asked: BillReading): readonly BilledLine[] {
  if (rows.length < 1 || rows.length > MOST_ROWS) {
    throw new DomainError('validation_error', `a bill must have 1 to ${MOST_ROWS} rows`, { field: 'rows' });
  }
  const bad: BadField[] = [];
  const sums = new Map<string, BilledLine>();
  for (const row of rows) {
    const line = new RowReading(row, bad, asked).line();
    if (!line) continue;
    const key = JSON.stringify([line.providerId, line.model, line.day]);
    const before = sums.get(key);
    sums.set(key, before ? together(before, line) : line);
  }
  if (bad.length > 0) throw refused(bad);
  return [...sums.values()];
}

/** A provider may bill a model and day in several rows, e.g. one for each kind of token. */
const together = (one: BilledLine, other: BilledLine): BilledLine => ({
  ...one,
  inputTokens: plus(one.inputTokens, other.inputTokens),
  cachedInputTokens: plus(one.cachedInputTokens, other.cachedInputTokens),
  outputTokens: plus(one.outputTokens, other.outputTokens),
  cost: one.cost.plus(other.cost),
});

const plus = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined ? other : one + (other ?? 0);

class RowReading {
  constructor(
    private readonly row: Row,
    private readonly bad: BadField[],
    private readonly asked: BillReading,
  ) {}

  line(): BilledLine | undefined {
    const before = this.bad.length;
    for (const name of this.row.fields.keys()) if (!isColumn(name)) this.refuse(name || 'row', 'one of the columns');
    const provider = this.provider();
    const model = this.text('model', MODEL, '1 to 200 characters without control characters');
    const day = this.day();
    const cost = this.text('cost', COST, 'decimal USD as text, with at most 12 digits after the point');
    const counts = {
      inputTokens: this.count('input_tokens'),
      cachedInputTokens: this.count('cached_input_tokens'),
      outputTokens: this.count('output_tokens'),
    };
    if (this.bad.length > before || !provider) return undefined;
    return { providerId: provider, model, day, ...counts, cost: Money.parse(cost) };
  }

  private provider(): ProviderId | undefined {
    const expected = 'the id of a provider';
    try {
      const id = providerId(this.text('provider', /./, expected));
      if (this.asked.isProvider(id)) return id;
    } catch {
      // said below, once
    }
    if (!this.bad.some(({ line, field }) => line === this.row.line && field === 'provider')) {
      this.refuse('provider', expected);
    }
    return undefined;
  }

  private day(): string {
    const text = this.text('day', /./, 'a day such as 2026-10-01');
    try {
      if (text !== '') parseDay('day', text);
    } catch {
      this.refuse('day', 'a day such as 2026-10-01');
      return text;
    }
    if (text > this.asked.today) this.refuse('day', `no later than ${this.asked.today}`); // nobody bills what is to come
    return text;
  }

  private text(field: Column, pattern: RegExp, expected: string): string {
    const value = this.row.fields.get(field);
    if (typeof value === 'string' && pattern.test(value)) return value;
    this.refuse(field, expected);
    return '';
  }

  private count(field: Column): number | undefined {
    const value = this.row.fields.get(field);
    if (value === undefined || value === null) return undefined;
    if ((typeof value === 'string' || typeof value === 'number') && COUNT.test(String(value))) return Number(value);
    this.refuse(field, 'a whole number of at most 11 digits');
    return undefined;
  }

  private refuse(field: string, expected: string): void {
    this.bad.push({ line: this.row.line, field, expected });
  }
}

const isColumn = (name: string): name is Column => COLUMNS.some((column) => column === name);

/** Names lines and columns; nothing of what stood there, nor a column's name that is none of ours. */
function refused(bad: readonly BadField[]): DomainError {
  const named = bad
    .slice(0, MOST_NAMED)
    .map(({ line, field, expected }) => `line ${line}: ${known(field)} must be ${expected}`);
  const more = bad.length > MOST_NAMED ? `; and ${bad.length - MOST_NAMED} more` : '';
  const [first] = bad;
  return new DomainError('validation_error', `${named.join('; ')}${more}`, {
    field: known(first?.field ?? 'row'),
    line: first?.line ?? 1,
    bad_fields: bad.length,
  });
}

const known = (field: string): string => (isColumn(field) ? field : 'row');
