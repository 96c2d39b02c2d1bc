import type { PhiCategory } from '../category.js';
import type { PhiMatch } from '../ports/phi-detector.js';
import { fold } from './fold.js';
import { CapitalWords, type KnownNames } from './known-names.js';
import { NameWords } from './name-word.js';
import type { RuleSet } from './rule-set.js';
import { scan } from './scan.js';
import { JsonWalk, looksLikeJson, type Quiet } from './structure/json-walk.js';
import { wholeCharacter, wholeCharacterEnd, type Window } from './window.js';

/** One text of a call and what has been found in it so far. */
export class Document {
  readonly matches: PhiMatch[] = [];
  private readonly capitals = new CapitalWords();
  /** How many of them have been compared with the names. */
  private compared = 0;
  private readonly walk: JsonWalk | undefined;

  constructor(
    readonly text: string,
    categories: ReadonlySet<PhiCategory>,
    private readonly rules: RuleSet,
    /** Those of all texts of the call: what is found here is added. */
    private readonly names: KnownNames,
  ) {
    this.walk = looksLikeJson(text) ? new JsonWalk(text, categories) : undefined;
  }

  /** Reads a window by structure and by rules. */
  read(window: Window): void {
    const { text, walk } = this;
    walk?.advance(window.to);
    const folded = fold(window.start === 0 && window.end === text.length ? text : text.slice(window.start, window.end));
    const lower = folded.text.toLowerCase();
    const words = new NameWords(folded.text, lower);
    const scene = { text: folded.text, lower, plain: folded.text === lower, words };
    const from = folded.offsetOf(window.from - window.start);
    const to = folded.offsetOf(window.to - window.start);
    const originalStart = (offset: number): number => window.start + folded.originalStart(offset);
    const originalEnd = (offset: number): number => window.start + folded.originalEnd(offset);
    const first = this.capitals.hashes.length;
    for (const match of scan(scene, from, to, this.rules, this.capitals)) {
      const { category, confidence, rule } = match;
      const start = wholeCharacter(text, originalStart(match.start));
      const end = wholeCharacterEnd(text, originalEnd(match.end));
      if (!walk || !isQuiet(walk.quiet, start, end)) this.add({ category, start, end, confidence, rule });
    }
    if (window.start > 0 || !folded.isSame) this.capitals.move(first, originalStart, originalEnd);
  }

  /** Adds what structure alone has told, once the whole text is read. */
  close(): void {
    for (const match of this.walk?.matches ?? []) this.add(match);
  }

  /** Looks for the names of all texts, once they are known, up to `to`. */
  readAgain({ to }: Window): void {
    const { starts } = this.capitals;
    const from = this.compared;
    while (this.compared < starts.length && (starts[this.compared] ?? to) < to) this.compared += 1;
    for (const match of this.names.find(this.text, this.capitals, from, this.compared)) this.matches.push(match);
  }

  private add(match: PhiMatch): void {
    this.matches.push(match);
    if (match.category === 'NAME') this.names.add(this.text.slice(match.start, match.end));
  }
}

/** Whether [start, end) lies in one of the stretches, which are sorted and apart. */
function isQuiet(quiet: readonly Quiet[], start: number, end: number): boolean {
  let low = 0;
  let high = quiet.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((quiet[middle]?.end ?? 0) < end) low = middle + 1;
    else high = middle;
  }
  return (quiet[low]?.start ?? Infinity) <= start;
}
