import { isWordUnit } from '../../characters.js';
import { bounded } from '../bounded.js';
import { CITY, COMMON_GIVEN, FREQUENT, GIVEN, lookUp, ORDINARY, OTHER_PROPER, UNKNOWN } from '../lexicon/lexicon.js';
import { EPONYM_NOUNS, isNoName } from '../lexicon/not-names.js';
import { ANY_NAME, has, isPure } from '../name-form.js';
import { readName } from '../person.js';
import { isCapital } from '../place-form.js';
import { type Find, type Rule, type Scene } from '../rule.js';

const SENTENCE_START = /(?:^|[.?!:;\n\r•*>|\]"-])[\s"'(]{0,3}$/;
const NEXT = bounded("^(?:'s?)?[\\s-](\\p{L}{2,20})", 'u');
const SHORTEST = 3;
const ALL_CAPITALS = 4;

const inSentence = (scene: Scene, start: number): boolean =>
  !SENTENCE_START.test(scene.text.slice(Math.max(0, start - 4), start));

const isEponym = (scene: Scene, end: number): boolean =>
  EPONYM_NOUNS.has(NEXT.exec(scene.lower.slice(end, end + 26))?.[1] ?? '');

/** A capitalised word that some list has as a name, or that no list has at all, with no other sign of a person. */
const lone: Find = (scene, start, end) => {
  if (scene.plain || end - start < SHORTEST || !isCapital(scene.text, scene.lower, start)) return undefined;
  const lower = scene.lower.slice(start, end);
  const capitals = isCapital(scene.text, scene.lower, start + 1);
  const flags = lookUp(lower, 0, lower.length);
  if (isNoName(lower) || has(flags, OTHER_PROPER) || (capitals && lower.length < ALL_CAPITALS)) return undefined;
  if (isEponym(scene, end) || /^-\p{Ll}/u.test(scene.text.slice(end, end + 2))) return undefined; // "Gram-negative"
  const name = readName(scene, start);
  const span = { start, end: name?.end ?? end };
  if (isPure(flags, ANY_NAME)) return capitals && has(flags, CITY) ? undefined : span;
  if (capitals || !inSentence(scene, start)) return undefined;
  if (flags === 0) return /\d/.test(scene.text.charAt(end)) ? undefined : span;
  const rare = has(flags, ANY_NAME) && (!has(flags, FREQUENT) || has(flags, COMMON_GIVEN));
  return rare && has(flags, ORDINARY) ? span : undefined;
};

/** A given name in small letters that is no word: "then raoul spoke". */
const small: Find = (scene, start, end) => {
  if (end - start < ALL_CAPITALS || isCapital(scene.text, scene.lower, start)) return undefined;
  const flags = lookUp(scene.lower, start, end);
  if (!has(flags, GIVEN) || has(flags, ORDINARY | OTHER_PROPER | CITY)) return undefined;
  const joined = "'-_.@/".includes(scene.text.charAt(start - 1) || ' ') || isWordUnit(scene.text, end);
  return joined || isNoName(scene.lower.slice(start, end)) ? undefined : { start, end };
};

const HANDLE = bounded(' ?[\\p{L}][\\p{L}\\d_]{1,30}(?: ?_ ?[\\p{L}\\d_]{0,30}){0,3}', 'uy');

/** "@jane_doe": what somebody is called in a network. */
const handle: Find = (scene, start, end) => {
  if (start > 0 && (isWordUnit(scene.text, start - 1) || scene.text.charAt(start - 1) === '.')) return undefined;
  HANDLE.lastIndex = end;
  return HANDLE.test(scene.text) ? { start, end: HANDLE.lastIndex } : undefined;
};

export const STRICT_NAME_RULES: readonly Rule[] = [
  { name: 'name.lone', category: 'NAME', confidence: 0.4, proper: ANY_NAME | UNKNOWN, find: lone },
  { name: 'name.small', category: 'NAME', confidence: 0.35, everyWord: true, find: small },
  { name: 'name.handle', category: 'NAME', confidence: 0.5, signs: '@', find: handle },
];
