import { isWordUnit, kindOf, lettersEnd, LETTER } from '../../characters.js';
import { bounded } from '../bounded.js';
import { CITY, GIVEN, lookUp, ORDINARY, OTHER_PROPER, SURNAME, TOWN_START } from '../lexicon/lexicon.js';
import { INSTITUTION_NOUNS, EPONYM_NOUNS } from '../lexicon/not-names.js';
import { isCapital } from '../place-form.js';
import { words, type Find, type Rule, type Scene } from '../rule.js';

const LOCATED = bounded(
  '(?:in|from|at|near|to|outside|around|en|desde|hacia|downtown|city:|town:|localidad:|visit|visits|visited|visiting|between) (?:the )?$',
  '',
);
const STATE_AFTER = bounded(',? (?:[A-Z]{2}\\b|\\p{Lu}\\p{Ll}{3,12}\\b)', 'uy');
const NEXT = bounded("^(?:'s)?[\\s-](\\p{L}{2,20})", 'u');
const LONGEST = 4;

/** A town of the dictionary; one that is a name or a word as well needs "in", "from" or a state to be one. */
const town: Find = (scene, start) => {
  if (isWordUnit(scene.text, start - 1) || "'-".includes(scene.text.charAt(start - 1) || ' ')) return undefined;
  const { end, flags } = longest(scene, start);
  if (end === start || (flags & OTHER_PROPER) !== 0) return undefined;
  const next = NEXT.exec(scene.lower.slice(end, end + 26))?.[1];
  if (
    next !== undefined &&
    (EPONYM_NOUNS.has(next) || (INSTITUTION_NOUNS.has(next) && isCapital(scene.text, scene.lower, end + 1)))
  ) {
    return undefined;
  }
  const located = LOCATED.test(scene.lower.slice(Math.max(0, start - 16), start));
  const single = !scene.text.slice(start, end).includes(' ');
  const ambiguous = single && (flags & (GIVEN | SURNAME | ORDINARY)) !== 0;
  if (scene.plain) return located && (flags & ORDINARY) === 0 && end - start > 3 ? { start, end } : undefined;
  if (single && scene.text.slice(start, end) === scene.text.slice(start, end).toUpperCase() && end - start < 5) {
    return undefined;
  }
  if (!ambiguous) return { start, end };
  STATE_AFTER.lastIndex = end;
  if (STATE_AFTER.test(scene.text) && scene.text.charAt(end) === ',' && located) return { start, end };
  return located && (flags & ORDINARY) === 0 ? { start, end, confidence: 0.65 } : undefined;
};

/** The longest run of capitalised words that is one town, and what else its first word is. */
function longest(scene: Scene, start: number): { end: number; flags: number } {
  const { text, lower } = scene;
  let best = { end: start, flags: 0 };
  let end = start;
  for (let count = 0; count < LONGEST; count += 1) {
    const from = count === 0 ? start : end + 1;
    if (count > 0 && !' -'.includes(text.charAt(end) || '\n')) break;
    if (kindOf(text.charCodeAt(from)) !== LETTER || (count === 0 && !scene.plain && !isCapital(text, lower, from)))
      break;
    end = lettersEnd(text, from);
    if (text.charAt(end) === '.' && end - from <= 3 && text.charAt(end + 1) === ' ') end += 1;
    if (isWordUnit(text, end)) break;
    if (count > 0 && end - from > 3 && !scene.plain && !isCapital(text, lower, from)) break;
    const flags = lookUp(lower, start, end);
    if ((flags & CITY) !== 0) best = { end, flags };
  }
  return best;
}

const ADDRESS_BEFORE = /(?:s\/n|\d[ºª]?(?: ?[a-z])?)[\s,.-]{1,4}$/;
const UNKNOWN_TOWN = bounded(
  "\\p{Lu}[\\p{L}\\p{M}'-]{2,24}(?: (?:(?:de|del|la|las|los) ){0,2}\\p{Lu}[\\p{L}\\p{M}'-]{2,24}){0,2}",
  'uy',
);
const AFTER_ZIP = bounded('[ ,.-]{1,3}', 'y');
const REGION = bounded(',? ?\\(?(?:(?:La|Las|Los|El|San|Santa|A) )?\\p{Lu}[\\p{L}\\p{M}]{2,20}\\)?', 'uy');

/** "28007 Madrid", "10115 Berlin", "11510 Puerto Real, Cádiz": a code in front proves a town. */
const behindZip: Find = (scene, start, end) => {
  if (end - start < 4 || end - start > 6 || isWordUnit(scene.text, end)) return undefined;
  AFTER_ZIP.lastIndex = end;
  if (!AFTER_ZIP.test(scene.text)) return undefined;
  const from = AFTER_ZIP.lastIndex;
  if (from >= scene.text.length || !isCapital(scene.text, scene.lower, from)) return undefined;
  const found = longest(scene, from);
  if (found.end === from) {
    const inAddress = end - start === 5 && ADDRESS_BEFORE.test(scene.lower.slice(Math.max(0, start - 24), start));
    UNKNOWN_TOWN.lastIndex = from;
    return inAddress && UNKNOWN_TOWN.test(scene.text) ? { start, end: UNKNOWN_TOWN.lastIndex } : undefined;
  }
  REGION.lastIndex = found.end;
  const region = REGION.test(scene.text) ? REGION.lastIndex : found.end;
  const name = scene.lower.slice(found.end, region).replace(/^[ ,(]+|\)$/g, '');
  const inRegion = name !== '' && (lookUp(name, 0, name.length) & CITY) !== 0;
  return { start, end: inRegion ? region : found.end, confidence: 0.85 };
};

const nickname: Find = (_scene, start, end) => ({ start, end });

export const CITY_RULES: readonly Rule[] = [
  { name: 'address.nickname', category: 'ADDRESS', confidence: 0.8, words: words('nyc philly bklyn'), find: nickname },

  { name: 'address.zip', category: 'ADDRESS', confidence: 0.85, digits: true, find: behindZip },
  { name: 'address.city', category: 'ADDRESS', confidence: 0.75, proper: CITY | TOWN_START, find: town },
];
