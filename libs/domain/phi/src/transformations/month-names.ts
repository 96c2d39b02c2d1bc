/** How the months are written in one language; places count from 0. */
export interface MonthNames {
  readonly language: 'english' | 'spanish';
  readonly names: readonly string[];
}

const months = (language: MonthNames['language'], list: string): MonthNames => ({ language, names: list.split(' ') });

/** Whole names first: "May" is whole, and shifted to June it stays so. */
const WRITTEN: readonly MonthNames[] = [
  months('english', 'january february march april may june july august september october november december'),
  months('spanish', 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'),
  months('english', 'jan feb mar apr may jun jul aug sep oct nov dec'),
  months('english', 'jan feb mar apr may june july aug sept oct nov dec'),
  months('spanish', 'ene feb mar abr may jun jul ago sep oct nov dic'),
];

/** Which month a word names, from 1, and in which way of writing. */
export function readMonth(word: string): { readonly month: number; readonly written: MonthNames } | undefined {
  const lower = word.toLowerCase();
  for (const written of WRITTEN) {
    const at = written.names.indexOf(lower);
    if (at >= 0) return { month: at + 1, written };
  }
  return undefined;
}

/** The month in the same way of writing, with the capitals of `like`. */
export function writeMonth(month: number, written: MonthNames, like: string): string {
  const name = written.names[month - 1] ?? '';
  if (like === like.toUpperCase()) return name.toUpperCase();
  return like.charAt(0) === like.charAt(0).toUpperCase() ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}
