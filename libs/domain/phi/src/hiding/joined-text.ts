import { windowsAround } from '../detection/window.js';
import type { Pace } from '../pace.js';
import type { Passage, Piece, Place, Reading } from './passage.js';
import type { PhiMatch } from '../ports/phi-detector.js';
import type { SlotText } from './slot-text.js';

/** In the place of a seam where the next text is read as a line of its own. */
const BREAK = '\n';
/** A capital right behind a small letter, a letter by itself or the end of a sentence begins a word: it is no rest of one. */
const ANEW = /(?:[\p{Ll}.!?,;:)\]]\n[\p{Lu}\p{Lt}]|(?<!\p{L})\p{Lu}\n\p{Lu}\p{Ll})/u;
/** Microseconds that hiding one takes. */
const STEPS_A_MATCH = 4;
const FIGURES = /^\d\d$/;

/**
 * Texts that one speaker says one behind the other, such as the parts of a message: upstreams put them together, so they
 * are searched together, and a value that is split is hidden in the text where it begins.
 */
export class JoinedText implements Passage {
  readonly meaning: string;
  readonly echoed: boolean;
  /** Where each text begins. */
  private readonly starts: readonly number[];

  constructor(private readonly parts: readonly SlotText[]) {
    const texts = parts.map(({ meaning }) => meaning);
    this.meaning = texts.join('');
    this.echoed = parts.some(({ echoed }) => echoed);
    this.starts = startsOf(texts, 0);
  }

  get marks(): readonly PhiMatch[] {
    return this.parts.flatMap(({ marks }, i) => marks.map((mark) => moved(mark, this.startOf(i))));
  }

  /** Each text by itself, and what stands around each seam in two ways: as one word goes on, and as a new line. */
  get readings(): readonly Reading[] {
    const stretches = windowsAround(this.meaning, this.starts.slice(1));
    const ends = new Set<number>();
    const noted = (match: PhiMatch): PhiMatch => {
      ends.add(match.end);
      return match;
    };
    return [
      ...this.parts.flatMap(({ readings }, i) =>
        readings.map(({ text, matches }) => ({
          text,
          matches: (found: readonly PhiMatch[]) => matches(found).map((match) => noted(moved(match, this.startOf(i)))),
        })),
      ),
      ...stretches.map(({ start, end }) => this.goingOn(start, end, ends)),
      ...stretches.map(({ start, end }) => this.inLines(start, end, this.seamsWithin(start, end))),
    ];
  }

  get pieces(): readonly Piece[] {
    const own = this.parts.map(({ meaning }, i) => ({ text: meaning, at: this.startOf(i) }));
    return [{ text: this.meaning, at: 0 }, ...own];
  }

  valueOf({ start, end }: PhiMatch): string {
    return this.meaning.slice(start, end);
  }

  /** A text of which nothing would be left says the placeholder again: upstreams refuse empty ones. */
  async hiding(
    matches: readonly PhiMatch[],
    pace: Pace,
    placeholderOf: (match: PhiMatch, place: Place) => string,
  ): Promise<readonly string[]> {
    const texts = this.parts.map(() => '');
    const latest: (string | undefined)[] = [];
    let done = 0;
    let part = 0;
    const write = (text: string): void => {
      texts[part] = (texts[part] ?? '') + text;
    };
    const reach = (offset: number): void => {
      done = offset;
      while (part + 1 < texts.length && this.startOf(part + 1) <= done) part += 1;
    };
    const keep = (to: number): void => {
      while (done < to) {
        const end = Math.min(to, this.startOf(part + 1));
        write(this.meaning.slice(done, end));
        reach(end);
      }
    };
    reach(0);
    for (const match of matches) {
      const { start, end } = match;
      keep(start);
      const placeholder = placeholderOf(match, { start, end, exact: false });
      write(placeholder);
      for (let held = part; held < texts.length && this.startOf(held) < end; held += 1) latest[held] = placeholder;
      reach(end);
      const pause = pace.after(STEPS_A_MATCH);
      if (pause) await pause;
    }
    keep(this.meaning.length);
    return texts.map((text, i) => (text.trim() === '' ? text + (latest[i] ?? '') : text));
  }

  /** @param ends where what was found in the texts by themselves ends, once that is known: their readings come first. */
  private goingOn(from: number, to: number, ends: ReadonlySet<number>): Reading {
    const anew = this.seamsWithin(from, to).filter((seam) => this.beginsAnew(seam));
    const { text, matches } = this.inLines(from, to, anew);
    return { text, matches: (found) => matches(found).flatMap((match) => this.apart(match, ends)) };
  }

  /** A number that is whole where a text ends is one value, and the figures with which the next begins are another. */
  private apart(match: PhiMatch, ends: ReadonlySet<number>): readonly PhiMatch[] {
    const seam = this.seamsWithin(match.start, match.end).find(
      (at) => ends.has(at) && FIGURES.test(this.meaning.slice(at - 1, at + 1)),
    );
    if (seam === undefined || match.category === 'NAME') return [match];
    return [
      { ...match, end: seam },
      { ...match, start: seam },
    ];
  }

  /** With a line of its own behind each of `seams`: what goes over one is a match on either side of it. */
  private inLines(from: number, to: number, seams: readonly number[]): Reading {
    const lines = [from, ...seams].map((start, i) => this.meaning.slice(start, seams[i] ?? to));
    const starts = startsOf(lines, BREAK.length);
    return {
      text: lines.join(BREAK),
      matches: (found) =>
        found.flatMap((match) => {
          const split: PhiMatch[] = [];
          for (let i = lastUpTo(starts, match.start); (starts[i] ?? match.end) < match.end; i += 1) {
            const line = starts[i] ?? 0;
            const start = Math.max(match.start, line);
            const end = Math.min(match.end, line + (lines[i]?.length ?? 0));
            if (start < end) split.push(moved({ ...match, start, end }, from - i * BREAK.length));
          }
          return split;
        }),
    };
  }

  /** Whether a text that is complete ends there. */
  private beginsAnew(seam: number): boolean {
    return ANEW.test(this.meaning.slice(Math.max(0, seam - 2), seam) + BREAK + this.meaning.slice(seam, seam + 2));
  }

  /** Where a text begins between `from` and `to`, and not at either. */
  private seamsWithin(from: number, to: number): readonly number[] {
    const seams: number[] = [];
    for (let i = lastUpTo(this.starts, from) + 1; (this.starts[i] ?? to) < to; i += 1) seams.push(this.startOf(i));
    return seams;
  }

  private startOf(part: number): number {
    return this.starts[part] ?? this.meaning.length;
  }
}

/** Where each text begins when `gap` units stand between two. */
function startsOf(texts: readonly string[], gap: number): readonly number[] {
  const starts: number[] = [];
  let at = 0;
  for (const { length } of texts) {
    starts.push(at);
    at += length + gap;
  }
  return starts;
}

/** The index of the last of `starts`, which are in order, that is not behind `offset`. */
function lastUpTo(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const moved = (match: PhiMatch, by: number): PhiMatch => ({ ...match, start: match.start + by, end: match.end + by });
