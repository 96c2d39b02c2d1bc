import type { PhiCategory } from '../category.js';
import type { PhiMatch } from '../ports/phi-detector.js';
import { fold } from './fold.js';
import { CapitalWords, isJoint, type KnownNames } from './known-names.js';
import { mergeMatches } from './merge.js';
import { NameWords } from './name-word.js';
import type { RuleSet } from './rule-set.js';
import { scan } from './scan.js';
import { JsonWalk, looksLikeJson } from './structure/json-walk.js';
import { LineWalk, looksLined } from './structure/line-walk.js';
import { looksNested, NestedJson } from './structure/nested-json.js';
import type { Quiet, Structure } from './structure/structure.js';
import { looksLikeXml, XmlWalk } from './structure/xml-walk.js';
import { wholeCharacter, wholeCharacterEnd, type Window } from './window.js';

/** One text of a call and what has been found in it so far. */
export class Document {
  private readonly found: PhiMatch[] = [];
  /** In order and without overlaps, once the text is read. */
  private merged: readonly PhiMatch[] = [];
  private readonly capitals = new CapitalWords();
  /** How many of them have been compared with the names, and the first match that ends behind the last of them. */
  private compared = 0;
  private beside = 0;
  private readonly structures: readonly Structure[];

  constructor(
    readonly text: string,
    categories: ReadonlySet<PhiCategory>,
    private readonly rules: RuleSet,
    /** Those of all texts of the call: what is found here is added. */
    private readonly names: KnownNames,
  ) {
    this.structures = structuresOf(text, categories);
  }

  /** Reads a window by structure and by rules. */
  read(window: Window): void {
    const { text, structures } = this;
    for (const structure of structures) structure.advance(window.to);
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
      if (!structures.some(({ quiet }) => isQuiet(quiet, start, end)))
        this.add({ category, start, end, confidence, rule });
    }
    if (window.start > 0 || !folded.isSame) this.capitals.move(first, originalStart, originalEnd);
  }

  /** Adds what structure alone has told, once the whole text is read. */
  close(): void {
    for (const { matches } of this.structures) for (const match of matches) this.add(match);
    this.merged = mergeMatches(this.found);
    this.found.length = 0;
  }

  /** Looks for the names of all texts, once they are known, up to `to`. */
  readAgain({ to }: Window): void {
    const { starts } = this.capitals;
    for (; this.compared < starts.length && (starts[this.compared] ?? to) < to; this.compared += 1) {
      if (this.isFound(this.compared)) continue;
      const match = this.names.at(this.text, this.capitals, this.compared);
      if (match) this.found.push(match);
    }
  }

  /** Sorted and apart. */
  get matches(): readonly PhiMatch[] {
    return this.found.length === 0 ? this.merged : mergeMatches([...this.merged, ...this.found]);
  }

  /** Whether a word with a capital lies in a match already, and nothing is joined to it. */
  private isFound(index: number): boolean {
    const start = this.capitals.starts[index] ?? 0;
    const end = this.capitals.ends[index] ?? 0;
    while ((this.merged[this.beside]?.end ?? Infinity) <= start) this.beside += 1;
    const match = this.merged[this.beside];
    return match !== undefined && match.start <= start && match.end >= end && !isJoint(this.text, end);
  }

  private add(match: PhiMatch): void {
    this.found.push(match);
    if (match.category === 'NAME') this.names.add(fold(this.text.slice(match.start, match.end)).text);
  }
}

function structuresOf(text: string, categories: ReadonlySet<PhiCategory>): readonly Structure[] {
  const structures: Structure[] = [];
  if (looksLikeJson(text)) structures.push(new JsonWalk(text, categories));
  if (looksNested(text)) structures.push(new NestedJson(text, categories));
  if (looksLikeXml(text)) structures.push(new XmlWalk(text, categories));
  if (looksLined(text)) structures.push(new LineWalk(text, categories));
  return structures;
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
