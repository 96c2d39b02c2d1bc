import { isWordUnit, kindOf, LETTER, lettersEnd } from '../characters.js';
import type { PhiMatch } from '../ports/phi-detector.js';
import { CALENDAR_WORDS, EPONYM_NOUNS, isNoName } from './lexicon/not-names.js';
import { hashOf } from './lexicon/word-hash.js';
import { words } from './word-list.js';

/** Names that are words as well: alone they say nothing about a person. */
const AMBIGUOUS: ReadonlySet<string> = new Set(
  words(`will grace hope mark faith joy bill art rich young long short small little good best day king price rose green
brown gray wood woods field fields hill stone bush rivers lake park banks fox wolf bird fish rice cook baker miller
butcher page law love moon sharp strong stark power powers noble major foster case chase grant pace rush sage sun son
van von del der the and may`),
);
const JOINTS = "'’-";
const SHORTEST = 3;
const MOST_JOINTS = 3;
const CONFIDENCE = 0.75;

/** The words of a text that begin with a capital, in order: the hash of each and where it stands. One behind a digit is none. */
export class CapitalWords {
  readonly hashes: number[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  add(hash: number, start: number, end: number): void {
    this.hashes.push(hash);
    this.starts.push(start);
    this.ends.push(end);
  }

  /** Those from `first` on stand elsewhere: `start` and `end` say where. */
  move(first: number, start: (offset: number) => number, end: (offset: number) => number): void {
    for (let index = first; index < this.hashes.length; index += 1) {
      this.starts[index] = start(this.starts[index] ?? 0);
      this.ends[index] = end(this.ends[index] ?? 0);
    }
  }
}

/** The words of the names found so far, to be found standing alone: "Mr. Smith" after "John Smith". */
export class KnownNames {
  private readonly hashes = new Set<number>();
  private readonly seen = new Set<string>();

  add(name: string): void {
    if (this.seen.has(name)) return;
    this.seen.add(name);
    for (let at = 0; at < name.length;) {
      const end = wordEnd(name, at);
      if (end > at) this.addWord(name.slice(at, end));
      at = Math.max(end, at + 1);
    }
  }

  get isEmpty(): boolean {
    return this.hashes.size === 0;
  }

  /**
   * Whether the word of that index is one, whatever its case behind the capital and whatever its accents; not as an
   * eponym: Dr. Parkinson's patients may have Parkinson's disease.
   */
  at(text: string, capitals: CapitalWords, index: number): PhiMatch | undefined {
    const start = capitals.starts[index] ?? 0;
    const stop = capitals.ends[index] ?? 0;
    const end = this.joinedEnd(text, start, stop, this.hashes.has(capitals.hashes[index] ?? 0));
    if (end === start || isWordUnit(text, end) || isEponym(text, end)) return undefined;
    return { category: 'NAME', start, end, confidence: CONFIDENCE, rule: 'name.known' };
  }

  private addWord(word: string): void {
    const lower = word.toLowerCase();
    if (word.length < SHORTEST || lower === word || AMBIGUOUS.has(lower) || CALENDAR_WORDS.has(lower)) return;
    if (!isNoName(lower)) this.hashes.add(hashOf(word, 0, word.length));
  }

  /** Where the longest known word that begins at `start` ends, with or without what is joined to it; else `start`. */
  private joinedEnd(text: string, start: number, stop: number, isKnown: boolean): number {
    let known = isKnown ? stop : start;
    for (let end = stop, joints = 0; isJoint(text, end) && joints < MOST_JOINTS; joints += 1) {
      end = lettersEnd(text, end + 1);
      if (this.hashes.has(hashOf(text, start, end))) known = end;
    }
    return known;
  }
}

/** Whether a sign at `at` joins two runs of letters. */
export const isJoint = (text: string, at: number): boolean =>
  at + 1 < text.length && JOINTS.includes(text.charAt(at)) && kindOf(text.charCodeAt(at + 1)) === LETTER;

/** Where the word at `at` ends, "O'Brien-Nakamura" being one. */
function wordEnd(text: string, at: number): number {
  let end = lettersEnd(text, at);
  while (end > at && isJoint(text, end)) end = lettersEnd(text, end + 1);
  return end;
}

function isEponym(text: string, end: number): boolean {
  let at = end;
  if ("'’".includes(text.charAt(at) || ' ')) at += text.charAt(at + 1) === 's' ? 2 : 1;
  if (!isBlank(text, at)) return false;
  at += isBlank(text, at + 1) ? 2 : 1;
  return EPONYM_NOUNS.has(text.slice(at, lettersEnd(text, at)).toLowerCase());
}

const isBlank = (text: string, at: number): boolean => ' \n\t\r\u00a0'.includes(text.charAt(at) || '.');
