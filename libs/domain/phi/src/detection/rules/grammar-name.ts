import { bounded } from '../bounded.js';
import { COMMON_GIVEN, FREQUENT, GIVEN, lookUp, ORDINARY, OTHER_PROPER, SURNAME, UNKNOWN } from '../lexicon/lexicon.js';
import { CALENDAR_WORDS, isNoName } from '../lexicon/not-names.js';
import { ANY_NAME, has, isMostly, isPure } from '../name-form.js';
import { readName } from '../person.js';
import { isCapital } from '../place-form.js';
import { words, type Find, type Rule } from '../rule.js';

const SPEAKS = bounded(
  '^,? (?:said|says|asked|asks|told|tells|replied|shouted|explained|whispered|denies|denied|complains|lives|lived|smiled|laughed|married|was born|has been married|began writing|grew up|works as|worked as|moved to|called me|can i|is very reliable)\\b',
  '',
);

/** "Klimek shouted": a name that may be a word elsewhere, as the subject of what only people do. */
const speaker: Find = (scene, start, end) => {
  if (
    scene.plain ||
    end - start < 3 ||
    !' ,'.includes(scene.text.charAt(end) || '.') ||
    !SPEAKS.test(scene.lower.slice(end, end + 20))
  )
    return undefined;
  const name = readName(scene, start);
  if (!name || name.words.length > 1 || name.words[0]?.shape !== 'title') return undefined;
  const flags = lookUp(scene.lower, start, end);
  const named = flags === 0 || isMostly(flags, ANY_NAME);
  return named && !has(flags, OTHER_PROPER) ? { start: name.start, end: name.end } : undefined;
};

const BESIDE = bounded(
  '(?:^(?:, (?:and )?| and | & | or )(\\p{Lu}\\p{L}{1,20})|(\\p{Lu}\\p{L}{1,20})(?:, (?:and )?| and | & | or )$)',
  'u',
);

const ROW_AFTER = /[ ,]/;
const ROW_BEFORE = /[,d&r]/;

/** "Jan, Kristi and April": a given name, a word or not, in a row with another. */
const listed: Find = (scene, start, end) => {
  if (scene.plain || (!ROW_AFTER.test(scene.text.charAt(end)) && !ROW_BEFORE.test(scene.text.charAt(start - 2)))) {
    return undefined;
  }
  const after = BESIDE.exec(scene.text.slice(end, end + 28));
  const before = BESIDE.exec(scene.text.slice(Math.max(0, start - 28), start));
  const title = isCapital(scene.text, scene.lower, start) && !isCapital(scene.text, scene.lower, start + 1);
  return title && (isGiven(after?.[1]) || isGiven(before?.[2])) ? { start, end } : undefined;
};

const isGiven = (word = ''): boolean => {
  const lower = word.toLowerCase();
  const flags = lookUp(lower, 0, lower.length);
  return !CALENDAR_WORDS.has(lower) && (has(flags, COMMON_GIVEN) || isPure(flags, GIVEN));
};

const ACTS = bounded(
  '^ (?:reports|reported|denies|denied|states|stated|endorses|endorsed|complains|complained|says|said|told|tells|asks|asked|called|refuses|refused|lives|lived|wants|wanted|feels|felt|arrived|came|was (?:seen|tearful|admitted|discharged|born|told|diagnosed|given|crying|upset|brought)|had (?:been|left|told|called|said)|has (?:been (?:seen|admitted|told)|told|called|said))\\b',
  '',
);

/** "Grace reports pain", "Will had left": a given name that is a word too, as the subject of what patients do. */
const subject: Find = (scene, start, end) => {
  if (scene.plain || scene.text.charAt(end) !== ' ' || !ACTS.test(scene.lower.slice(end, end + 24))) return undefined;
  const lower = scene.lower.slice(start, end);
  if (CALENDAR_WORDS.has(lower) || isCapital(scene.text, scene.lower, start + 1)) return undefined;
  return has(lookUp(lower, 0, lower.length), OTHER_PROPER) ? undefined : { start, end };
};

/** "Tell Maya", "asked Will": a given name, a word or not, as the object of what is done to people. */
const object: Find = (scene, _start, end) => {
  const word = scene.text.charAt(end) === ' ' ? scene.words.at(end + 1) : undefined;
  if (word?.shape !== 'title' || CALENDAR_WORDS.has(word.lower) || !has(word.flags, GIVEN)) return undefined;
  return has(word.flags, OTHER_PROPER) ? undefined : (readName(scene, word.start) ?? word);
};

/** "w/ Feldman": a surname that is nothing else. */
const accompanied: Find = (scene, _start, end) => {
  const name = scene.text.startsWith('/ ', end) ? readName(scene, end + 2) : undefined;
  const [word] = name?.words ?? [];
  return word?.shape === 'title' && isPure(word.flags, SURNAME) ? name : undefined;
};

const NICKNAME = bounded('\\p{Lu}[\\p{L}\\p{M}\'-]{1,20}" (?=\\p{Lu})', 'uy');
const BEFORE_NICKNAME = bounded("(?<![\\p{L}'-])(\\p{Lu}[\\p{L}\\p{M}'-]{1,20}) $", 'u');

/** 'Robert "Bobby" Van Houten': a nickname between the names. */
const nicknamed: Find = (scene, start, end) => {
  NICKNAME.lastIndex = end;
  if (!NICKNAME.test(scene.text)) return undefined;
  const given = BEFORE_NICKNAME.exec(scene.text.slice(Math.max(0, start - 24), start))?.[1];
  if (given === undefined || !has(lookUp(given.toLowerCase(), 0, given.length), ANY_NAME)) return undefined;
  const family = readName(scene, NICKNAME.lastIndex, 'label');
  return family && { start: start - 1 - given.length, end: family.end };
};

const BEHIND_COMMA = bounded(
  ", (\\p{Lu}[\\p{Lu}\\p{M}'-]{1,20})((?: \\p{Lu}[\\p{Lu}'-]{0,20}\\.?){0,2})(?![\\p{L}\\d])",
  'uy',
);

/** "JOHNSON, DEANDRE": in capitals, a surname and behind the comma what is a name and no word. */
const inverted: Find = (scene, start, end) => {
  if (!isCapital(scene.text, scene.lower, end - 1)) return undefined;
  BEHIND_COMMA.lastIndex = end;
  const parts = BEHIND_COMMA.exec(scene.text);
  const first = parts?.[1]?.toLowerCase();
  if (first === undefined || isNoName(first) || isNoName(scene.lower.slice(start, end))) return undefined;
  const [family, given] = [lookUp(scene.lower, start, end), lookUp(first, 0, first.length)];
  const named = isPure(given, ANY_NAME) || has(given, COMMON_GIVEN) || (given === 0 && first.length > 4);
  const surname = !has(family, ORDINARY | FREQUENT | OTHER_PROPER) || has(given, GIVEN);
  if (!named || !surname) return undefined;
  const more = (parts?.[2] ?? '')
    .split(' ')
    .every((word) => word.replace('.', '').length < 2 || !isNoName(word.toLowerCase()));
  return { start, end: end + 2 + first.length + (more ? (parts?.[2] ?? '').length : 0) };
};

export const GRAMMAR_NAME_RULES: readonly Rule[] = [
  { name: 'name.speaker', category: 'NAME', confidence: 0.65, proper: ANY_NAME | UNKNOWN, find: speaker },
  { name: 'name.listed', category: 'NAME', confidence: 0.65, proper: GIVEN, find: listed },
  { name: 'name.subject', category: 'NAME', confidence: 0.65, proper: GIVEN, find: subject },
  {
    name: 'name.object',
    category: 'NAME',
    confidence: 0.65,
    words: words('tell told ask asked remind reminded inform informed thank married'),
    find: object,
  },
  { name: 'name.object', category: 'NAME', confidence: 0.6, words: ['w'], find: accompanied },
  { name: 'name.nickname', category: 'NAME', confidence: 0.8, signs: '"', find: nicknamed },
  { name: 'name.inverted', category: 'NAME', confidence: 0.8, proper: SURNAME, find: inverted },
];
