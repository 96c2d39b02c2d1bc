import type { PhiCategory } from './category.js';
import type { PhiMappingEntry } from './mapping.js';
import { PLACEHOLDER } from './placeholder.js';

/** Categories by which a person is found again; dates and diagnoses are shared by many. */
const IDENTIFYING: ReadonlySet<PhiCategory> = new Set<PhiCategory>([
  'NAME',
  'SSN',
  'MEDICAL_RECORD',
  'INSURANCE_ID',
  'EMAIL',
  'PHONE',
]);
const EVERY_PLACEHOLDER = new RegExp(PLACEHOLDER, 'g');

/** A text with its originals, and what somebody who reads it learns. */
export interface ReidentifiedText {
  readonly text: string;
  /** How many placeholders were replaced. */
  readonly restored: number;
  /** How many of them, by category. */
  readonly counts: ReadonlyMap<PhiCategory, number>;
  /** The entries that identify somebody, each once. */
  readonly subjects: readonly PhiMappingEntry[];
}

/** Puts back what a mapping holds; every other placeholder stays as it is. */
export function reidentifyText(text: string, entries: readonly PhiMappingEntry[]): ReidentifiedText {
  const known = new Map(entries.map((entry) => [entry.placeholder, entry]));
  const seen = new Set<PhiMappingEntry>();
  const counts = new Map<PhiCategory, number>();
  let restored = 0;
  const original = text.replace(EVERY_PLACEHOLDER, (placeholder) => {
    const entry = known.get(placeholder);
    if (!entry) return placeholder;
    seen.add(entry);
    counts.set(entry.category, (counts.get(entry.category) ?? 0) + 1);
    restored += 1;
    return entry.original;
  });
  return { text: original, restored, counts, subjects: [...seen].filter(({ category }) => IDENTIFYING.has(category)) };
}
