import { PhraseFinder } from '../phrase-finder.js';
import type { PhiMatch } from '../ports/phi-detector.js';
import { CALENDAR_WORDS, EPONYM_NOUNS, isNoName } from './lexicon/not-names.js';
import { words } from './rule.js';

/** Names that are words as well: alone they say nothing about a person. */
const AMBIGUOUS: ReadonlySet<string> = new Set(
  words(`will grace hope mark faith joy bill art rich young long short small little good best day king price rose green
brown gray wood woods field fields hill stone bush rivers lake park banks fox wolf bird fish rice cook baker miller
butcher page law love moon sharp strong stark power powers noble major foster case chase grant pace rush sage sun son
van von del der the and may`),
);
const WORD = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;
const NEXT_WORD = /^(?:['’]s?)?\s{1,2}(\p{L}{1,20})/u;
const SHORTEST = 3;
const CONFIDENCE = 0.75;

/** The words of the names found so far, to be found standing alone: "Mr. Smith" after "John Smith". */
export class KnownNames {
  private readonly finder = new PhraseFinder<true>();
  private readonly seen = new Set<string>();

  add(name: string): void {
    if (this.seen.has(name)) return;
    this.seen.add(name);
    for (const [word] of name.matchAll(WORD)) {
      const lower = word.toLowerCase();
      if (
        word.length < SHORTEST ||
        lower === word ||
        AMBIGUOUS.has(lower) ||
        CALENDAR_WORDS.has(lower) ||
        isNoName(lower)
      ) {
        continue;
      }
      this.finder.add(word, true);
      this.finder.add(word.toUpperCase(), true);
      this.finder.add(word.charAt(0) + lower.slice(1), true);
    }
  }

  get isEmpty(): boolean {
    return this.finder.isEmpty;
  }

  /** Where they stand in [from, to); not as eponyms: Dr. Parkinson's patients may have Parkinson's disease. */
  find(text: string, from: number, to: number): PhiMatch[] {
    return this.finder
      .find(text, from, to)
      .filter(({ end }) => !isEponym(text, end))
      .map(({ start, end }) => ({ category: 'NAME', start, end, confidence: CONFIDENCE, rule: 'name.known' }));
  }
}

const isEponym = (text: string, end: number): boolean =>
  EPONYM_NOUNS.has(NEXT_WORD.exec(text.slice(end, end + 26))?.[1]?.toLowerCase() ?? '');
