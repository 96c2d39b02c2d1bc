/** What takes the place of a test: nothing to show, something only an operator can do, or something not built yet. */
const REASONS = ['n/a', 'operator', 'planned'] as const;
export type Reason = (typeof REASONS)[number];

export interface TestReference {
  /** From the root of the repository. */
  readonly path: string;
  readonly title: string;
}

/** A cell, read. */
export interface TestCell {
  readonly tests: readonly TestReference[];
  readonly reasons: readonly Reason[];
  readonly problems: readonly string[];
}

const BREAK = /<br\s*\/?>/i;
const REFERENCE = /^`([^`]+)`$/;

/** Reads `` `path::title` ``, `n/a: reason`, `operator: what to do` and `planned: what`; several are parted by `<br>`. */
export function readTestCell(text: string): TestCell {
  const parts = text
    .split(BREAK)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0) return { tests: [], reasons: [], problems: ['the cell is empty'] };
  const read = parts.map(readPart);
  return {
    tests: read.flatMap(({ tests }) => tests),
    reasons: read.flatMap(({ reasons }) => reasons),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function readPart(part: string): TestCell {
  const reason = REASONS.find((word) => new RegExp(`^${word}\\b`, 'i').test(part));
  return reason === undefined ? readReference(part) : readReason(part, reason);
}

function readReason(part: string, reason: Reason): TestCell {
  const said = /^:\s*(.+)$/.exec(part.slice(reason.length))?.[1] ?? '';
  const problems = /\p{L}/u.test(said) ? [] : [`${reason} has no reason: write \`${reason}: why\``];
  return { tests: [], reasons: [reason], problems };
}

function readReference(part: string): TestCell {
  const [path = '', ...title] = (REFERENCE.exec(part)?.[1] ?? '').split('::');
  const test = { path: path.trim(), title: title.join('::').trim() };
  if (test.path !== '' && test.title !== '') return { tests: [test], reasons: [], problems: [] };
  const expected = '`path::title`, n/a: reason, operator: what to do, or planned: what';
  return { tests: [], reasons: [], problems: [`"${part}" is none of ${expected}`] };
}
