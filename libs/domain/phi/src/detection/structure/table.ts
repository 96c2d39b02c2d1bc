import type { PhiCategory } from '../../category.js';
import { categoryOfLabel, isPersonLabel } from './labels.js';

/** A cell of a line: [start, end) without the blanks and quotes around it. */
export interface Cell {
  readonly start: number;
  readonly end: number;
}

const SEPARATORS = [',', ';', '\t', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];
/** Commas part the clauses of a sentence as well. */
const FEWEST_CELLS: Readonly<Record<Separator, number>> = { ',': 3, ';': 3, '\t': 2, '|': 2 };
const LONGEST_LABEL = 40;
const LONGEST_HEADER = 1_000;
const SENTENCE_END = /[.!?]$/;

const isTooLong = ({ start, end }: Cell): boolean => end - start > LONGEST_LABEL;

/** What the columns of a table hold, if its header names at least two things that identify a person, or one for sure. */
export interface Columns {
  readonly separator: Separator;
  readonly categories: readonly (PhiCategory | undefined)[];
}

/** The header of a table in Markdown, or of comma-, semicolon- or tab-separated values. */
export function columnsOf(line: string): Columns | undefined {
  if (line.length > LONGEST_HEADER || SENTENCE_END.test(line)) return undefined;
  for (const separator of SEPARATORS) {
    if (!line.slice(0, LONGEST_LABEL + 2).includes(separator)) continue; // a clause is longer than a label
    const cells = cellsOf(line, 0, line.length, separator);
    if (cells.length < FEWEST_CELLS[separator] || cells.some(isTooLong)) continue;
    const labels = cells.map(({ start, end }) => line.slice(start, end));
    const sure = labels.map(categoryOfLabel);
    const count = sure.filter((category) => category !== undefined).length;
    const people = labels.filter(isPersonLabel).length;
    if (count === 0 || count + people < 2) continue;
    return {
      separator,
      categories: labels.map((label, index) => sure[index] ?? (isPersonLabel(label) ? 'NAME' : undefined)),
    };
  }
  return undefined;
}

/** The cells of [from, to); a separator between quotation marks is part of its cell. */
export function cellsOf(text: string, from: number, to: number, separator: Separator): readonly Cell[] {
  const cells: Cell[] = [];
  let quoted = false;
  let begin = from;
  for (let at = from; at < to; at += 1) {
    const sign = text.charAt(at);
    if (sign === '"' && separator !== '|') quoted = !quoted;
    else if (sign === separator && !quoted) {
      cells.push(trimmed(text, begin, at));
      begin = at + 1;
    }
  }
  cells.push(trimmed(text, begin, to));
  return separator === '|' ? withoutEdges(cells) : cells;
}

/** The bars at both ends of a row in Markdown open no cells. */
function withoutEdges(cells: readonly Cell[]): readonly Cell[] {
  const first = cells[0];
  const last = cells.at(-1);
  const from = first && first.start === first.end ? 1 : 0;
  const to = last && last.start === last.end && cells.length > 1 ? -1 : undefined;
  return cells.slice(from, to);
}

const AROUND = ' "\'*`\t\r';

function trimmed(text: string, from: number, to: number): Cell {
  let [start, end] = [from, to];
  while (start < end && AROUND.includes(text.charAt(start))) start += 1;
  while (end > start && AROUND.includes(text.charAt(end - 1))) end -= 1;
  return { start, end };
}
