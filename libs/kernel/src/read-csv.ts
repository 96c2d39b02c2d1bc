import { DomainError } from './errors.js';

/** A record with the line of the file on which it begins, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly values: readonly string[];
}

/**
 * The records of RFC 4180; lines may end with LF alone, and lines without anything are passed over.
 * @throws DomainError `validation_error` naming the line where quotes are not closed or not alone.
 */
export function readCsv(text: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  const reading = new Reading(text.startsWith('\uFEFF') ? text.slice(1) : text);
  while (!reading.ended) {
    const { line } = reading;
    const values = reading.record();
    if (values.length > 1 || values[0] !== '') records.push({ line, values });
  }
  return records;
}

class Reading {
  line = 1;
  private place = 0;

  constructor(private readonly text: string) {}

  get ended(): boolean {
    return this.place >= this.text.length;
  }

  record(): readonly string[] {
    const values = [this.value()];
    while (this.text[this.place] === ',') {
      this.place += 1;
      values.push(this.value());
    }
    if (this.text[this.place] === '\r') this.place += 1;
    if (this.text[this.place] === '\n') this.place += 1;
    this.line += 1;
    return values;
  }

  private value(): string {
    if (this.text[this.place] === '"') return this.quoted();
    const from = this.place;
    while (!this.ended && !/[,\r\n"]/.test(this.text.charAt(this.place))) this.place += 1;
    if (this.text[this.place] === '"') throw this.unquoted();
    return this.text.slice(from, this.place);
  }

  private quoted(): string {
    let value = '';
    for (;;) {
      const end = this.text.indexOf('"', this.place + 1);
      if (end < 0) throw this.unquoted();
      value += this.text.slice(this.place + 1, end);
      this.place = end + 1;
      if (this.text[this.place] !== '"') break;
      value += '"';
    }
    if (!this.ended && !/[,\r\n]/.test(this.text.charAt(this.place))) throw this.unquoted();
    this.line += value.split('\n').length - 1;
    return value;
  }

  private unquoted(): DomainError {
    return new DomainError('validation_error', `line ${this.line} must have quotes around whole values alone`, {
      line: this.line,
    });
  }
}
