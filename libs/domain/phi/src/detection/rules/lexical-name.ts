import { bounded } from '../bounded.js';
import {
  CITY,
  COMMON_GIVEN,
  COMMON_SURNAME,
  GIVEN,
  lookUp,
  ORDINARY,
  OTHER_PROPER,
  RARE_NAME,
  SURNAME,
  UNKNOWN,
} from '../lexicon/lexicon.js';
import { EPONYM_NOUNS, INSTITUTION_NOUNS } from '../lexicon/not-names.js';
import { ANY_NAME, endsAsSurname, has, isMostly, isPure } from '../name-form.js';
import { readName, readPlainName, type PersonName } from '../person.js';
import { type Find, type Rule, type Scene, type Span } from '../rule.js';

const PERSON = GIVEN | SURNAME;
const SHORTEST_ALONE = 4;

/** A name that the dictionaries vouch for: a given name with a surname, or one alone that is nothing else. */
const known: Find = (scene, start, end) => {
  if (start > 0 && "'-".includes(scene.text.charAt(start - 1))) return undefined;
  const name = scene.plain ? readPlainName(scene, start) : readName(scene, start);
  if (!name) return undefined;
  const flags = name.words.map((word) => word.flags);
  if (flags.some((each) => has(each, OTHER_PROPER))) return undefined;
  if (name.words.length === 1) return alone(scene, name, flags[0] ?? 0, end);
  if (isTown(scene, name)) return undefined;
  const vouched = vouch(name, flags) ?? (isPair(name, flags) ? 0.6 : undefined);
  return vouched === undefined ? undefined : { start: name.start, end: name.end, confidence: vouched };
};

/** How sure the words of a name of several make it; undefined for not at all. */
function vouch(name: PersonName, flags: readonly number[]): number | undefined {
  const first = flags[0] ?? 0;
  const last = flags.at(-1) ?? 0;
  const lastWord = name.words.at(-1);
  const initial = lastWord?.shape === 'initial';
  const capitals = name.words[0]?.shape === 'capitals';
  if (capitals) return isPure(first, PERSON) && isPure(last, PERSON) ? 0.7 : undefined;
  if (name.words[0]?.shape === 'plain') {
    const knownLast =
      isPure(last, ANY_NAME) ||
      isMostly(last, SURNAME) ||
      (has(first, COMMON_GIVEN) && (last === 0 || has(last, COMMON_SURNAME)));
    return isPure(first, GIVEN) && knownLast ? 0.7 : undefined;
  }
  const stopped = initial && lastWord.end - lastWord.start > 1;
  if (stopped && (has(first, COMMON_SURNAME) || isPure(first, ANY_NAME))) return 0.6;
  if (isPure(first, GIVEN)) return initial || !has(last, ORDINARY) || has(last, PERSON) ? 0.85 : undefined;
  if (has(first, GIVEN) && isPure(last, PERSON)) return 0.75;
  if (has(first, COMMON_GIVEN) && has(last, SURNAME)) return 0.7;
  return isPure(first, SURNAME) && isPure(last, PERSON) ? 0.65 : undefined;
}

/** "San Diego" and "St. Louis" are made of given names. */
const isTown = (scene: Scene, name: PersonName): boolean => has(lookUp(scene.lower, name.start, name.end), CITY);

/** "Borbala Kovacsne": words that are nothing else, of which lists or endings know one for sure or two. */
function isPair(name: PersonName, all: readonly number[]): boolean {
  if (name.words.at(-1)?.shape === 'initial') return false;
  let sure = 0;
  for (const [index, word] of name.words.entries()) {
    const flags = all[index] ?? 0;
    if (word.shape === 'initial') continue;
    if (word.shape !== 'title' || has(flags, ORDINARY) || (flags !== 0 && !has(flags, ANY_NAME))) return false;
    if (has(flags, PERSON) || endsAsSurname(word.lower)) sure += 2;
    else if (has(flags, RARE_NAME)) sure += 1;
  }
  return sure > 1;
}

/** Behind a word in small letters that is no article: there a capital makes a word a name. */
const MID_SENTENCE = bounded(
  '(?<![\\p{L}])(?!(?:the|a|an|and|or|in|from|to|of|on|at|this|that|early|late|last|next|since|until|by|for|per) $)\\p{Ll}{2,12},? $',
  'u',
);

const OWNED = bounded("^(?:'s?)?[\\s-](\\p{L}{2,20})", 'u');

function alone(scene: Scene, name: PersonName, flags: number, end: number): Span | undefined {
  const [word] = name.words;
  if (!word || end - word.start < SHORTEST_ALONE) return undefined;
  const common = has(flags, COMMON_GIVEN);
  if (scene.plain)
    return common && isPure(flags, GIVEN) && !has(flags, CITY) ? { ...name, confidence: 0.6 } : undefined;
  if (word.shape !== 'title') return undefined;
  const pure = isPure(flags, GIVEN) && (common || !has(flags, CITY));
  if (!pure && !(common && MID_SENTENCE.test(scene.text.slice(Math.max(0, name.start - 16), name.start))))
    return undefined;
  const next = OWNED.exec(scene.lower.slice(name.end, name.end + 26))?.[1];
  if (next !== undefined && (EPONYM_NOUNS.has(next) || INSTITUTION_NOUNS.has(next))) return undefined;
  return { start: name.start, end: name.end, confidence: has(flags, COMMON_GIVEN) ? 0.7 : 0.6 };
}

export const LEXICAL_NAME_RULES: readonly Rule[] = [
  { name: 'name.lexical', category: 'NAME', confidence: 0.7, proper: ANY_NAME | UNKNOWN, find: known },
];
