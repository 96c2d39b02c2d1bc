import { DomainError } from '@radiant/kernel';

export type Config = Readonly<Record<string, unknown>>;

/** Reads one object of a configuration field by field; every refusal names the field and what is expected there. */
export class ConfigReader {
  private constructor(
    /** As errors name it, e.g. `phi_config.reidentification`. */
    readonly field: string,
    private readonly config: Config,
  ) {}

  /** @throws DomainError `validation_error` when it is no object, or has a field that is not in `known`. */
  static of(field: string, value: unknown, known: readonly string[]): ConfigReader {
    if (!isConfig(value)) throw invalid(field, `an object with ${known.join(', ')}`);
    if (Object.keys(value).some((name) => !known.includes(name))) {
      throw new DomainError('validation_error', `${field} may hold ${known.join(', ')}`, { field });
    }
    return new ConfigReader(field, value);
  }

  /** Undefined when it is not given. @throws DomainError `validation_error`. */
  optional<Value>(name: string, read: (value: unknown, field: string) => Value): Value | undefined {
    const value = this.config[name];
    return value === undefined ? undefined : read(value, `${this.field}.${name}`);
  }

  /** @throws DomainError `validation_error`. */
  required<Value>(name: string, read: (value: unknown, field: string) => Value): Value {
    return read(this.config[name], `${this.field}.${name}`);
  }
}

export const isConfig = (value: unknown): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const invalid = (field: string, expected: string): DomainError =>
  new DomainError('validation_error', `${field} must be ${expected}`, { field });

export function flag(value: unknown, field: string): boolean {
  if (typeof value !== 'boolean') throw invalid(field, 'true or false');
  return value;
}

export function choice<Value extends string>(values: readonly Value[]): (value: unknown, field: string) => Value {
  return (value, field) => {
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) throw invalid(field, `one of ${values.join(', ')}`);
    return found;
  };
}

/** A text without control characters; lengths are UTF-16 units. */
export function text(from: number, to: number): (value: unknown, field: string) => string {
  return (value, field) => {
    const length = typeof value === 'string' ? value.trim().length : -1;
    if (typeof value !== 'string' || length < from || length > to || /[\u0000-\u001f\u007f]/.test(value)) {
      throw invalid(field, `a text of ${from} to ${to} characters without control characters`);
    }
    return value.trim();
  };
}

/** A list of at most `most`; each entry is named by its index, e.g. `allow_list[3]`. */
export function list<Value>(
  most: number,
  read: (value: unknown, field: string) => Value,
): (value: unknown, field: string) => readonly Value[] {
  return (value, field) => {
    if (!Array.isArray(value) || value.length > most) throw invalid(field, `a list of at most ${most}`);
    return value.map((entry, index) => read(entry, `${field}[${index}]`));
  };
}
