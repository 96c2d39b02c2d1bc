import type { Patient } from './patients.js';
import type { Random } from './random.js';

/** A reply that speaks of one patient by placeholders, as a model may write them. */
export interface Letter {
  readonly text: string;
  /** What must stand in it once it is restored. */
  readonly of: readonly string[];
  /** What must not: what belongs to others and not to this one. */
  readonly foreign: readonly string[];
}

const HANDS: readonly [(placeholder: string) => string, ...((placeholder: string) => string)[]] = [
  (placeholder) => placeholder,
  (placeholder) => placeholder.toLowerCase(),
  (placeholder) => placeholder.replace(/([[\]_])/g, '\\$1'),
  (placeholder) => placeholder.slice(1, -1),
  (placeholder) => placeholder.replaceAll('_', ' '),
];

/** One letter for each patient of whom a placeholder is known. */
export function addressed(
  random: Random,
  originals: ReadonlyMap<string, string>,
  patients: readonly Patient[],
): readonly Letter[] {
  return patients.flatMap((patient) => {
    const own = [...originals].filter(([, value]) => belongs(value, patient));
    if (own.length === 0) return [];
    const text = own.map(([placeholder]) => random.pick(HANDS)(placeholder)).join(', ');
    const values = own.map(([, value]) => value);
    const foreign = [...originals.values()].filter((value) => !values.some((mine) => mine.includes(bare(value))));
    return [{ text: `Dear ${text}!`, of: values, foreign }];
  });
}

/** Without the comma that now and then is taken along. */
const bare = (value: string): string => value.replace(/[\s,;.]+$/, '');

const belongs = (value: string, { names, identifiers }: Patient): boolean =>
  names.includes(value) || identifiers.some((identifier) => identifier.includes(value));
