import type { PhiCategory } from '../category.js';
import { kindOf, OTHER } from '../characters.js';
import { fold } from '../detection/fold.js';
import { mergeSorted } from '../detection/merge.js';
import { assertFewMatches } from '../detection/most-matches.js';
import { windowsOf } from '../detection/window.js';
import type { Pace } from '../pace.js';
import type { Piece } from './passage.js';
import type { PhiMatch } from '../ports/phi-detector.js';

/** What is a number or a code, so that it says the same with other signs in it or with none. */
const CODES: ReadonlySet<PhiCategory> = new Set<PhiCategory>([
  ...(['SSN', 'PHONE', 'FAX', 'MEDICAL_RECORD', 'INSURANCE_ID', 'ACCOUNT', 'LICENSE', 'VEHICLE', 'DEVICE'] as const),
  ...(['BIOMETRIC', 'OTHER_ID'] as const),
]);
const DATES: ReadonlySet<PhiCategory> = new Set<PhiCategory>(['DOB', 'DATE']);
/** Letters and digits of a value: fewer may be anything. */
const SHORTEST_CODE = 6;
const FEWEST_DIGITS = 5;
const DAY = /^\d{8}$/;
const SHORTEST_NAME = 8;
const LONGEST = 48;
/** Between two pieces of a value. */
const JOINTS: ReadonlySet<number> = new Set([...'-./ ()_'].map((sign) => sign.charCodeAt(0)));
const LONGEST_JOINT = 3;
const CONFIDENCE = 0.85;
/** Units that are read in a microsecond. */
const UNITS_A_STEP = 16;
/** Microseconds that a text takes, however short. */
const STEPS_A_TEXT = 8;

/** Finds values that are known by their letters and digits alone, however they are joined, in whatever case and script. */
export class OtherWritings {
  /** Letters and digits of a value, to what it is. */
  private readonly values = new Map<string, PhiCategory>();
  /** The first of them, as many as the shortest has. */
  private readonly beginnings = new Set<string>();
  /** The first of all, which most words do not begin with. */
  private readonly initials = new Set<string>();
  private longestValue = 0;

  add(category: PhiCategory, value: string): void {
    if (value.length > 2 * LONGEST) return;
    const { text } = fold(value);
    let key = '';
    let words = 0;
    for (let at = wordStart(text, 0); at < text.length; at = wordStart(text, at)) {
      const end = wordEnd(text, at);
      for (; at < end; at += 1) key += plain(text.charAt(at));
      words += 1;
    }
    if (key.length > LONGEST || !isTelling(category, key, words)) return;
    if (!this.values.has(key)) this.values.set(key, category);
    this.beginnings.add(key.slice(0, SHORTEST_CODE));
    this.initials.add(key.charAt(0));
    this.longestValue = Math.max(this.longestValue, key.length);
  }

  get isEmpty(): boolean {
    return this.values.size === 0;
  }

  /**
   * Where they stand, besides what was `found`, all of it in order and apart.
   * @throws DomainError `payload_too_large` for more than MOST_MATCHES.
   */
  async find(pieces: readonly Piece[], found: readonly PhiMatch[], pace: Pace): Promise<readonly PhiMatch[]> {
    const [whole, ...parts] = pieces;
    const all = whole ? await this.findIn(whole, pace) : [];
    const within: PhiMatch[] = [];
    for (const part of parts) for (const match of await this.findIn(part, pace)) within.push(match);
    const others = mergeSorted(all, within);
    return others.length === 0 ? found : mergeSorted(found, apartFrom(found, others));
  }

  /** In order and apart. */
  private async findIn({ text, at }: Piece, pace: Pace): Promise<readonly PhiMatch[]> {
    const all: PhiMatch[] = [];
    for (const { start, from, to, end } of windowsOf(text)) {
      const folded = fold(text.slice(start, end));
      const [begin, behind] = [folded.offsetOf(from - start), folded.offsetOf(to - start)];
      for (const found of this.within(folded.text, begin, behind)) {
        const place = {
          start: at + start + folded.originalStart(found.start),
          end: at + start + folded.originalEnd(found.end),
        };
        all.push({ category: found.category, ...place, confidence: CONFIDENCE, rule: 'writing' });
      }
      assertFewMatches(all.length);
      const pause = pace.after((to - from) / UNITS_A_STEP + STEPS_A_TEXT);
      if (pause) await pause;
    }
    return mergeSorted(all, []);
  }

  private *within(text: string, from: number, to: number): Generator<Found> {
    for (let at = wordStart(text, 0); at < to; at = wordStart(text, at)) {
      const found = at < from || !this.mayBegin(text.charAt(at)) ? undefined : this.longest(text, at);
      if (found) yield found;
      at = found?.end ?? wordEnd(text, at);
    }
  }

  /** An accent by itself says nothing of what follows it. */
  private mayBegin(letter: string): boolean {
    const first = plain(letter).charAt(0);
    return first === '' || this.initials.has(first);
  }

  /** The longest value that begins with the word at `start`. */
  private longest(text: string, start: number): Found | undefined {
    let longest: Found | undefined;
    let key = '';
    let begun = false;
    for (let at = start, words = 1; ; words += 1) {
      for (; at < text.length && kindOf(text.charCodeAt(at)) !== OTHER; at += 1) {
        key += plain(text.charAt(at));
        if (key.length > this.longestValue) return longest;
        if (begun || key.length < SHORTEST_CODE) continue;
        begun = this.beginnings.has(key.slice(0, SHORTEST_CODE));
        if (!begun) return longest;
      }
      const category = begun ? this.values.get(key) : undefined;
      // the words of a name in one may be another word
      if (category !== undefined && (category !== 'NAME' || words > 1)) longest = { category, start, end: at };
      const next = behindJoint(text, at);
      if (next === undefined) return longest;
      at = next;
    }
  }
}

interface Found {
  readonly category: PhiCategory;
  readonly start: number;
  readonly end: number;
}

function wordStart(text: string, from: number): number {
  let at = from;
  while (at < text.length && kindOf(text.charCodeAt(at)) === OTHER) at += 1;
  return at;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && kindOf(text.charCodeAt(at)) !== OTHER) at += 1;
  return at;
}

/** Where the next piece of a value may begin behind a word that ends at `end`. */
function behindJoint(text: string, end: number): number | undefined {
  let at = end;
  while (at - end < LONGEST_JOINT && JOINTS.has(text.charCodeAt(at))) at += 1;
  return at > end && at < text.length && kindOf(text.charCodeAt(at)) !== OTHER ? at : undefined;
}

const MARKS = /\p{M}/gu;
/** By unit. */
const plains: string[] = [];

/** A letter in small and without its accent, which is nothing by itself. */
function plain(letter: string): string {
  return (plains[letter.charCodeAt(0)] ??= letter.normalize('NFD').replace(MARKS, '').toLowerCase());
}

function isTelling(category: PhiCategory, key: string, words: number): boolean {
  if (category === 'NAME') return words > 1 && key.length >= SHORTEST_NAME;
  if (DATES.has(category)) return DAY.test(key);
  return CODES.has(category) && key.length >= SHORTEST_CODE && key.replaceAll(/[^0-9]/g, '').length >= FEWEST_DIGITS;
}

/** Those that lie in none of `found`: there it is known what they are. Both in order and apart. */
function apartFrom(found: readonly PhiMatch[], others: readonly PhiMatch[]): readonly PhiMatch[] {
  let next = 0;
  return others.filter(({ start, end }) => {
    while ((found[next]?.end ?? Infinity) < end) next += 1;
    return (found[next]?.start ?? Infinity) > start;
  });
}
