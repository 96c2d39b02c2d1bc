import type { PhiMatch } from '@radiant/phi';

/** Matches as they pass from one thread to another: a copy of as many objects would hold both of them up. */
export interface PackedMatches {
  /** What differs in little but its place. */
  readonly kinds: readonly Pick<PhiMatch, 'category' | 'confidence' | 'rule'>[];
  /** How many matches each text has, in order. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** Of each match, one after the other: its start, its end and the index of its kind. */
  readonly places: Uint32Array<ArrayBuffer>;
}

const NUMBERS = 3;
/** Matches that are made before other work may run. */
const AT_ONCE = 8_192;

export function packed(found: readonly (readonly PhiMatch[])[]): PackedMatches {
  const kinds = new Map<string, number>();
  const known: PackedMatches['kinds'][number][] = [];
  const counts = Uint32Array.from(found, ({ length }) => length);
  const places = new Uint32Array(NUMBERS * counts.reduce((sum, count) => sum + count, 0));
  let at = 0;
  for (const { start, end, category, confidence, rule } of found.flat()) {
    const key = `${category} ${confidence} ${rule}`;
    let kind = kinds.get(key);
    if (kind === undefined) {
      kinds.set(key, (kind = known.length));
      known.push({ category, confidence, rule });
    }
    places[at] = start;
    places[at + 1] = end;
    places[at + 2] = kind;
    at += NUMBERS;
  }
  return { kinds: known, counts, places };
}

/** @throws RangeError when it is not what `packed` makes. */
export async function unpacked(
  { kinds, counts, places }: PackedMatches,
  pause: () => Promise<void>,
): Promise<readonly (readonly PhiMatch[])[]> {
  const found: (readonly PhiMatch[])[] = [];
  let at = 0;
  for (const count of counts) {
    const matches: PhiMatch[] = [];
    for (; matches.length < count; at += NUMBERS) {
      const [start, end, kind] = [places[at], places[at + 1], kinds[places[at + 2] ?? -1]];
      if (start === undefined || end === undefined || !kind) throw new RangeError('matches are missing');
      matches.push({ category: kind.category, start, end, confidence: kind.confidence, rule: kind.rule });
      if (at % (NUMBERS * AT_ONCE) === 0 && at > 0) await pause();
    }
    found.push(matches);
  }
  return found;
}
