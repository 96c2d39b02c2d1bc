import type { PhiCategory } from '../../category.js';
import type { PhiMatch } from '../../ports/phi-detector.js';
import { readSegment, separatorsOf, type Separators, type Told } from './hl7.js';
import { categoryOfLabel, fits } from './labels.js';
import { isTelling, type Quiet, type Structure } from './structure.js';
import { cellsOf, columnsOf, type Columns } from './table.js';

const CONFIDENCE = 0.95;
const LABEL_CONFIDENCE = 0.9;
/** A label stands near the beginning of its line. */
const LONGEST_LABEL = 48;
const LABELLED =
  /^[\s>*•#-]{0,12}["'*_`]{0,3}(\p{L}[\p{L}\p{M}\d '’./()_-]{1,40}?)["'*_`]{0,3}\s{0,4}:["'*_`]{0,3}\s{1,12}["'*_`]{0,3}/u;
const VALUE_END = /\s{2}|\t|[;|"{}<>[\]]|["'*_`\s.,]{1,8}$|[.,]?\s{1,2}\p{L}[\p{L} ]{1,24}:(?:\s|$)/u;
const LONGEST_VALUE = 160;
const LONGEST_ROW = 4_000;
const NEWLINE = '\n'.charCodeAt(0);
const RETURN = '\r'.charCodeAt(0);

/** Reads line by line: messages of HL7 v2, tables, comma-separated values under a header, and "Label: value". */
export class LineWalk implements Structure, Told {
  readonly matches: PhiMatch[] = [];
  readonly quiet: Quiet[] = [];
  private at = 0;
  private message: Separators | undefined;
  private columns: Columns | undefined;
  private readonly returns: boolean;

  constructor(
    private readonly text: string,
    private readonly categories: ReadonlySet<PhiCategory>,
  ) {
    this.returns = text.includes('\r');
  }

  advance(to: number): void {
    while (this.at < to) {
      const end = this.lineEnd(this.at);
      if (end > this.at) this.line(this.at, end);
      this.at = end + 1;
    }
  }

  value(category: PhiCategory, start: number, end: number): void {
    this.add(category, start, end, CONFIDENCE, 'hl7.field');
  }

  silence(start: number, end: number): void {
    if (end > start) this.quiet.push({ start, end });
  }

  private lineEnd(from: number): number {
    const { text } = this;
    if (!this.returns) {
      const end = text.indexOf('\n', from);
      return end < 0 ? text.length : end;
    }
    let end = from;
    for (; end < text.length; end += 1) {
      const unit = text.charCodeAt(end);
      if (unit === NEWLINE || unit === RETURN) break;
    }
    return end;
  }

  private line(start: number, end: number): void {
    const { text } = this;
    if (text.startsWith('MSH', start)) this.message = separatorsOf(text.slice(start, end));
    if (this.message) {
      if (readSegment(text, start, end, this.message, this)) return;
      this.message = undefined;
    }
    if (end - start <= LONGEST_ROW) {
      if (this.columns && this.row(this.columns, start, end)) return;
      this.columns = columnsOf(text.slice(start, end));
      if (this.columns) return;
    }
    this.labelled(start, end);
  }

  /** Reads a row under a header; another number of cells ends the table. */
  private row({ separator, categories }: Columns, start: number, end: number): boolean {
    const cells = cellsOf(this.text, start, end, separator);
    if (cells.length !== categories.length) return false;
    for (const [index, cell] of cells.entries()) {
      const category = categories[index];
      const value = this.text.slice(cell.start, cell.end);
      if (category !== undefined && fits(category, value)) {
        this.add(category, cell.start, cell.end, CONFIDENCE, 'table.column');
      }
    }
    return true;
  }

  private labelled(start: number, end: number): void {
    const lead = this.text.slice(start, Math.min(end, start + LONGEST_LABEL));
    if (!lead.includes(':')) return;
    const label = LABELLED.exec(lead);
    const category = label?.[1] === undefined ? undefined : categoryOfLabel(label[1]);
    if (!label || category === undefined) return;
    const from = start + label[0].length;
    const rest = this.text.slice(from, Math.min(end, from + LONGEST_VALUE));
    const value = rest.slice(0, VALUE_END.exec(rest)?.index ?? rest.length);
    if (fits(category, value) && isSingle(category, value)) {
      this.add(category, from, from + value.length, LABEL_CONFIDENCE, 'line.label');
    }
  }

  private add(category: PhiCategory, start: number, end: number, confidence: number, rule: string): void {
    if (this.categories.has(category) && isTelling(this.text.slice(start, end))) {
      this.matches.push({ category, start, end, confidence, rule });
    }
  }
}

/** An identifier is one word, or a few that all have digits; anything else is a remark about it. */
const isSingle = (category: PhiCategory, value: string): boolean =>
  FREE.has(category) || value.split(/\s+/).every((word) => /\d/.test(word) || word.length < 4);
const FREE: ReadonlySet<PhiCategory> = new Set(['NAME', 'ADDRESS', 'DATE', 'DOB']);

/** Whether a text has lines of any form. */
export const looksLined = (text: string): boolean =>
  text.includes(':') || text.includes('\n') || text.startsWith('MSH');
