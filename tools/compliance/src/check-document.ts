import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { tableRows, type TableRow } from './table-rows.js';
import { readTestCell, type Reason, type TestReference } from './test-cell.js';
import { matches, testTitles, type TestTitle } from './test-titles.js';

/** What became of one row. */
export interface CheckedRow {
  readonly withTest: boolean;
  readonly reasons: readonly Reason[];
}

export interface DocumentReport {
  readonly rows: readonly CheckedRow[];
  /** One line each: document, line, row and what is wrong. */
  readonly problems: readonly string[];
}

/** Files that tests are written in: specs, and the laws that specs run on every adapter of a port. */
const TEST_FILE = /\.(spec|laws)\.ts$/;

/**
 * Holds every row with a `Test` column of `document` against the tests of the repository in `root`.
 * @param document its path from `root`.
 */
export function checkDocument(root: string, document: string): DocumentReport {
  const file = path.join(root, document);
  if (!existsSync(file)) return { rows: [], problems: [`${document}: there is no such file`] };
  const found = tableRows(readFileSync(file, 'utf8'));
  if (found.length === 0) return { rows: [], problems: [`${document}: no table has a column "Test"`] };
  const titles = titlesOfFiles(root);
  const checked = found.map((row) => checkRow(row, titles));
  return {
    rows: checked.map(({ withTest, reasons }) => ({ withTest, reasons })),
    problems: checked.flatMap(({ problems }, index) => {
      const row = found[index];
      return problems.map((problem) => `${document}:${row?.line}: "${row?.name}": ${problem}`);
    }),
  };
}

type TitlesOf = (file: string) => readonly TestTitle[] | undefined;

function checkRow(row: TableRow, titlesOf: TitlesOf): CheckedRow & { readonly problems: readonly string[] } {
  if (row.test === undefined) {
    return { withTest: false, reasons: [], problems: ['the row has more or fewer cells than its header'] };
  }
  const { tests, reasons, problems } = readTestCell(row.test);
  const wrong = tests.flatMap((test) => problemOf(test, titlesOf) ?? []);
  return { withTest: tests.length > 0, reasons, problems: [...problems, ...wrong] };
}

function problemOf(test: TestReference, titlesOf: TitlesOf): string | undefined {
  if (!TEST_FILE.test(test.path)) return `${test.path} is no test: its name ends in neither .spec.ts nor .laws.ts`;
  const titles = titlesOf(test.path);
  if (!titles) return `there is no file ${test.path}`;
  const found = titles.filter((title) => matches(title, test.title));
  if (found.length === 0) return `${test.path} has no test "${test.title}"`;
  return found.every(({ off }) => off)
    ? `"${test.title}" of ${test.path} is switched off or expected to fail`
    : undefined;
}

/** Reads each file once. */
function titlesOfFiles(root: string): TitlesOf {
  const known = new Map<string, readonly TestTitle[] | undefined>();
  return (name) => {
    const file = path.resolve(root, name);
    if (!known.has(file)) known.set(file, existsSync(file) ? testTitles(readFileSync(file, 'utf8')) : undefined);
    return known.get(file);
  };
}
