/** A row of a table that says in a column of its own which test shows it. */
export interface TableRow {
  /** Line of the document, from 1. */
  readonly line: number;
  /** The first cell, for people. */
  readonly name: string;
  /** The cell under `Test`; undefined when the row has none. */
  readonly test: string | undefined;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const DELIMITER = /^\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?\s*)?$/;

/** The rows of every table with a column `Test`, in order. Tables without one and fenced code are left alone. */
export function tableRows(markdown: string): TableRow[] {
  const lines = withoutFences(markdown.split(/\r?\n/));
  return lines.flatMap((line, index) => {
    if (index === 0 || !DELIMITER.test(line.trim()) || !line.includes('|')) return [];
    const header = cells(lines[index - 1] ?? '').map((cell) => cell.toLowerCase());
    const column = header.indexOf('test');
    return column < 0 ? [] : rowsFrom(lines, index + 1, column, header.length);
  });
}

function rowsFrom(lines: readonly string[], first: number, column: number, columns: number): TableRow[] {
  const rows: TableRow[] = [];
  for (let index = first; lines[index]?.trim().startsWith('|'); index += 1) {
    const found = cells(lines[index] ?? '');
    // A row with another number of cells than its header is read by nobody as it was meant.
    const test = found.length === columns ? found[column] : undefined;
    rows.push({ line: index + 1, name: found[0] ?? '', test });
  }
  return rows;
}

/** The lines with fenced code emptied, so that numbers of lines stay true. */
function withoutFences(lines: readonly string[]): string[] {
  let fence: string | undefined;
  return lines.map((line) => {
    const mark = FENCE.exec(line)?.[1];
    if (fence === undefined) {
      fence = mark;
      return mark === undefined ? line : '';
    }
    if (mark !== undefined && mark.startsWith(fence) && line.trim() === mark) fence = undefined;
    return '';
  });
}

/** Cells between unescaped bars; `\|` is a bar within one, also in code (GitHub Flavored Markdown, 4.10). */
function cells(line: string): string[] {
  const trimmed = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return trimmed.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim());
}
