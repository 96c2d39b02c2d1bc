import type { PhiCategory } from '../category.js';
import { IDENTIFYING_CATEGORIES } from '../identifying.js';
import type { PhiMappingEntry } from '../mapping.js';
import { StreamRestorer } from './restore.js';

const IDENTIFYING: ReadonlySet<PhiCategory> = new Set(IDENTIFYING_CATEGORIES);

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

/** Puts back what a mapping holds, as replies are restored; every other placeholder stays as it is. */
export function reidentifyText(text: string, entries: readonly PhiMappingEntry[]): ReidentifiedText {
  const known = new Map(entries.map((entry) => [entry.placeholder, entry]));
  const seen = new Set<PhiMappingEntry>();
  const counts = new Map<PhiCategory, number>();
  const originals = new Map(entries.map(({ placeholder, original }) => [placeholder, original]));
  const restorer = new StreamRestorer(originals, 'none', (placeholder) => {
    const entry = known.get(placeholder);
    if (!entry) return;
    seen.add(entry);
    counts.set(entry.category, (counts.get(entry.category) ?? 0) + 1);
  });
  const original = restorer.push(text) + restorer.end();
  const subjects = [...seen].filter(({ category }) => IDENTIFYING.has(category));
  return { text: original, restored: restorer.restored, counts, subjects };
}
