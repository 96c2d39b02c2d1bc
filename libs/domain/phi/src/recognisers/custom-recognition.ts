import { LRUCache } from 'lru-cache';
import type { PhiCategory } from '../category.js';
import { fold } from '../detection/fold.js';
import { PhraseFinder } from '../phrase-finder.js';
import type { PhiMatch } from '../ports/phi-detector.js';
import { candidatesAt, wordsOf } from './candidates.js';
import { contentOf, type CustomRecogniser, type PatternRecogniser } from './custom-recogniser.js';
import { PatternSet } from './pattern-set.js';

const CONFIDENCE = 0.95;
const BLANK = / |\\s|\[:space:\]|\\p\{Z/;
/** Built ones are kept: policies are read anew every few seconds, recognisers change once in months. */
const KEPT = 200;
const built = new LRUCache<string, CustomRecognition>({ max: KEPT });

/** What a tenant's own recognisers find, in time linear in the text. */
export class CustomRecognition {
  private readonly phrases = new PhraseFinder<CustomRecogniser>();
  private readonly patterns: readonly PatternRecogniser[];
  private readonly set: PatternSet;
  /** Whether a pattern can match more than one word. */
  private readonly several: boolean;

  private constructor(recognisers: readonly CustomRecogniser[]) {
    this.patterns = recognisers.filter((each) => 'pattern' in each);
    this.set = new PatternSet(this.patterns.map(({ pattern }) => pattern));
    this.several = this.patterns.some(({ pattern }) => BLANK.test(pattern));
    for (const recogniser of recognisers) {
      if (!('words' in recogniser)) continue;
      for (const word of recogniser.words) this.phrases.add(fold(word).text.toLowerCase(), recogniser);
    }
  }

  static of(recognisers: readonly CustomRecogniser[]): CustomRecognition {
    const key = recognisers.map(contentOf).join('\n');
    const known = built.get(key) ?? new CustomRecognition(recognisers);
    built.set(key, known);
    return known;
  }

  /** In no order, perhaps overlapping. */
  find(text: string, categories: ReadonlySet<PhiCategory>): readonly PhiMatch[] {
    const folded = fold(text);
    const matches: PhiMatch[] = [];
    const add = ({ name, category }: CustomRecogniser, start: number, end: number): void => {
      if (!categories.has(category)) return;
      const [from, to] = [folded.originalStart(start), folded.originalEnd(end)];
      matches.push({ category, start: from, end: to, confidence: CONFIDENCE, rule: `custom.${name}` });
    };
    for (const { start, end, label } of this.phrases.find(folded.text.toLowerCase())) add(label, start, end);
    if (this.patterns.length > 0) this.findPatterns(folded.text, add);
    return matches;
  }

  private findPatterns(text: string, add: (recogniser: CustomRecogniser, start: number, end: number) => void): void {
    const words = wordsOf(text);
    for (let at = 0; at < words.length; at += 1) {
      for (const { start, end } of candidatesAt(words, at, this.several)) {
        const pattern = this.patterns[this.set.firstMatch(text.slice(start, end)) ?? -1];
        if (!pattern) continue;
        add(pattern, start, end);
        while (at + 1 < words.length && (words[at + 1]?.start ?? end) < end) at += 1;
        break;
      }
    }
  }
}
