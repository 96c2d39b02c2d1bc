import type { PhiCategory } from '../category.js';
import { hashOf } from './lexicon/word-hash.js';
import type { Rule } from './rule.js';

const NONE: readonly Rule[] = [];
/** A power of two, many times the number of words: most words of a text meet an empty slot. */
const SLOTS = 1 << 13;
const SIGNS = 128;
/** What is longer is treated as if it were as long. */
const LONGEST = 40;

/** Rules by what triggers them. */
export class RuleSet {
  /** Words by hash, with open addressing: the hash (0 = empty), the word itself, and its rules. */
  private readonly hashes = new Int32Array(SLOTS);
  private readonly triggers = new Array<string>(SLOTS).fill('');
  private readonly byWord = new Array<Rule[] | undefined>(SLOTS).fill(undefined);
  private readonly bySign: Rule[][] = Array.from({ length: SIGNS }, () => []);
  private readonly words: readonly (readonly Rule[])[];
  private readonly digits: readonly (readonly Rule[])[];
  /** Rules woken by capitalised words of the lexicon, and the flags that wake any of them. */
  readonly proper: readonly Rule[];
  readonly properFlags: number;

  /** @throws Error when a rule's sign is not ASCII. */
  constructor(rules: readonly Rule[], categories: ReadonlySet<PhiCategory>) {
    const active = rules.filter((rule) => categories.has(rule.category));
    this.words = byLength(active.filter((rule) => rule.everyWord));
    this.proper = active.filter((rule) => rule.proper !== undefined);
    this.properFlags = this.proper.reduce((flags, rule) => flags | (rule.proper ?? 0), 0);
    this.digits = byLength(active.filter((rule) => rule.digits));
    for (const rule of active) {
      for (const word of rule.words ?? []) this.addWord(word, rule);
      for (const sign of rule.signs ?? '') this.addSign(sign, rule);
    }
  }

  /** The rules of the word [start, end), of that hash, of a text in lower case. */
  forWord(hash: number, lower: string, start: number, end: number): readonly Rule[] {
    for (let slot = hash & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
      const found = this.hashes[slot];
      if (found === 0) return NONE;
      const word = this.triggers[slot] ?? '';
      if (found === hash && word.length === end - start && lower.startsWith(word, start)) {
        return this.byWord[slot] ?? NONE;
      }
    }
  }

  /** Those of every word of that length. */
  forLength(length: number): readonly Rule[] {
    return this.words[Math.min(length, LONGEST)] ?? NONE;
  }

  /** Those of every run of so many digits. */
  forDigits(length: number): readonly Rule[] {
    return this.digits[Math.min(length, LONGEST)] ?? NONE;
  }

  forSign(unit: number): readonly Rule[] {
    return this.bySign[unit] ?? NONE;
  }

  private addWord(word: string, rule: Rule): void {
    const hash = hashOf(word, 0, word.length);
    let slot = hash & (SLOTS - 1);
    while (this.hashes[slot] !== 0 && this.triggers[slot] !== word) slot = (slot + 1) & (SLOTS - 1);
    this.hashes[slot] = hash;
    this.triggers[slot] = word;
    (this.byWord[slot] ??= []).push(rule);
  }

  private addSign(sign: string, rule: Rule): void {
    const rules = this.bySign[sign.charCodeAt(0)];
    if (!rules) throw new Error(`a rule's sign must be ASCII: ${rule.name}`);
    rules.push(rule);
  }
}

const byLength = (rules: readonly Rule[]): readonly (readonly Rule[])[] =>
  Array.from({ length: LONGEST + 1 }, (_, length) =>
    rules.filter(({ lengths: [least, most] = [0, Infinity] }) => length >= least && length <= most),
  );
