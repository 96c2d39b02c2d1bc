import type { PhiCategory } from '../category.js';
import type { Rule } from './rule.js';

const NONE: readonly Rule[] = [];
const LETTERS = 32;
const LONGEST = 31;

/** Rules by what triggers them. */
export class RuleSet {
  private readonly byWord = new Map<string, Rule[]>();
  private readonly bySign = new Map<number, Rule[]>();
  /** For each first and last letter the lengths of the words, one bit each: turns most words of a text away unread. */
  private readonly lengths = new Uint32Array(LETTERS * LETTERS);
  readonly everyWord: readonly Rule[];
  readonly digits: readonly Rule[];
  /** Rules woken by capitalised words of the lexicon. */
  readonly proper: readonly Rule[];

  constructor(rules: readonly Rule[], categories: ReadonlySet<PhiCategory>) {
    const active = rules.filter((rule) => categories.has(rule.category));
    this.everyWord = active.filter((rule) => rule.everyWord);
    this.proper = active.filter((rule) => rule.proper !== undefined);
    this.digits = active.filter((rule) => rule.digits);
    for (const rule of active) {
      for (const word of rule.words ?? []) this.addWord(word, rule);
      for (const sign of rule.signs ?? '') append(this.bySign, sign.charCodeAt(0), rule);
    }
  }

  /** The rules of the word [start, end) of a text in lower case. */
  forWord(lower: string, start: number, end: number): readonly Rule[] {
    const lengths = this.lengths[slotOf(lower, start, end)] ?? 0;
    if ((lengths & lengthBit(end - start)) === 0) return NONE;
    return this.byWord.get(lower.slice(start, end)) ?? NONE;
  }

  forSign(unit: number): readonly Rule[] {
    return this.bySign.get(unit) ?? NONE;
  }

  private addWord(word: string, rule: Rule): void {
    const slot = slotOf(word, 0, word.length);
    this.lengths[slot] = (this.lengths[slot] ?? 0) | lengthBit(word.length);
    append(this.byWord, word, rule);
  }
}

const lengthBit = (length: number): number => 1 << Math.min(length, LONGEST);

const slotOf = (lower: string, start: number, end: number): number =>
  (lower.charCodeAt(start) % LETTERS) * LETTERS + (lower.charCodeAt(end - 1) % LETTERS);

function append<Key>(rules: Map<Key, Rule[]>, key: Key, rule: Rule): void {
  const list = rules.get(key);
  if (list) list.push(rule);
  else rules.set(key, [rule]);
}
