import type { CheckedRow } from './check-document.js';

/** `N rows: a with a test (p partly planned), b operator, c n/a, d planned`. A row with a test counts as such alone. */
export function summary(rows: readonly CheckedRow[]): string {
  const tested = rows.filter(({ withTest }) => withTest);
  const others = rows.filter(({ withTest }) => !withTest);
  // Of two reasons the one that leaves most to do counts.
  const planned = others.filter(({ reasons }) => reasons.includes('planned'));
  const operator = others.filter(({ reasons }) => reasons.includes('operator') && !reasons.includes('planned'));
  const none = others.filter(({ reasons }) => reasons.length > 0 && reasons.every((reason) => reason === 'n/a'));
  const partly = tested.filter(({ reasons }) => reasons.includes('planned')).length;
  return (
    `${rows.length} rows: ${tested.length} with a test${partly > 0 ? ` (${partly} partly planned)` : ''}, ` +
    `${operator.length} operator, ${none.length} n/a, ${planned.length} planned`
  );
}
