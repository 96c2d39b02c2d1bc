import { DomainError } from '@radiant/kernel';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const SHA256 = /^[0-9a-f]{64}$/;

/** What a field must be: a parser that answers undefined for anything else. */
export type FieldParser<Value> = (value: unknown) => Value | undefined;

/** A JSON object of a line, read field by field; a field that is missing, wrong or too many refuses the line. */
export class LineFields {
  private readonly fields: Map<string, unknown>;

  /** @throws DomainError `internal_error`; it quotes nothing of the line. */
  constructor(
    value: unknown,
    private readonly line: string,
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.refused();
    this.fields = new Map(Object.entries(value));
  }

  static parse(text: string, line: string): LineFields {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // refused as no object
    }
    return new LineFields(value, line);
  }

  take<Value>(field: string, parser: FieldParser<Value>): Value {
    const value = parser(this.fields.get(field));
    this.fields.delete(field);
    if (value === undefined) throw this.refused(field);
    return value;
  }

  /** The field, or null. */
  takeNullable<Value>(field: string, parser: FieldParser<Value>): Value | null {
    return this.take(field, (value) => (value === null ? null : parser(value)));
  }

  /** Nothing is left. */
  end(): void {
    if (this.fields.size > 0) throw this.refused();
  }

  private refused(field?: string): DomainError {
    return new DomainError('internal_error', `this is no ${this.line}`, field === undefined ? {} : { field });
  }
}

export const text: FieldParser<string> = (value) => (typeof value === 'string' ? value : undefined);

const matching =
  (pattern: RegExp): FieldParser<string> =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? value : undefined;

export const sha256 = matching(SHA256);
export const base64 = matching(BASE64);

export const flag: FieldParser<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

/** A whole number from 0. */
export const count: FieldParser<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

/** Milliseconds since 1970, before it as well. */
export const instant: FieldParser<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;

export const oneOf =
  <Value>(values: readonly Value[]): FieldParser<Value> =>
  (value) =>
    values.find((known) => known === value);

export const texts: FieldParser<readonly string[]> = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;

/** Category to count. */
export const counts: FieldParser<Readonly<Record<string, number>>> = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).map(([category, number]): [string, number | undefined] => [
    category,
    count(number),
  ]);
  const valid = entries.filter((entry): entry is [string, number] => entry[1] !== undefined);
  return valid.length === entries.length ? Object.fromEntries(valid) : undefined;
};
