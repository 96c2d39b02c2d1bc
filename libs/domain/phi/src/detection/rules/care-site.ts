import { bounded } from '../bounded.js';
import { CARE_SITES } from '../lexicon/care-sites.js';
import { CITY, GIVEN, lookUp, ORDINARY, OTHER_PROPER, SURNAME } from '../lexicon/lexicon.js';
import { CALENDAR_WORDS, isNoName } from '../lexicon/not-names.js';
import { STATE_NAMES } from '../lexicon/places.js';
import { isCapital, PROPER, trimStop } from '../place-form.js';
import { isGivenName } from '../person.js';
import { starting, words, type Find, type Rule, type Scene, type Span } from '../rule.js';

const LOOK_BACK = 48;
const NAMED_BEFORE = bounded(`${PROPER}(?:(?: of| and)? ${PROPER}){0,3} $`, 'u');
const MEDICAL_KIND = bounded(' (?:center|centre|clinic|school|college|group|city)', 'y');
const AUTHORITY = /^(?:world|american|european|british|royal|national|international|federal|united|pan) /;
const SCHOOL = / (?:Middle|High|Elementary|Primary|Grammar|Preparatory|Nursery) $/;
const GENERIC: ReadonlySet<string> = new Set(
  words(
    'general community regional memorial university veterans primary urgent local pain memory the this our your a an tertiary teaching academic district public private national international surgical outpatient dental eye obstetric',
  ),
);
const isGeneric = (word: string): boolean => GENERIC.has(word) || isNoName(word);

const KIND =
  "(?:[Mm]edical|Med\\.?|Univ\\.?|Hosp\\.?|[Cc]hildren's|[Hh]ealth|[Hh]ealthcare|[Cc]are|[Hh]ospitals?|[Cc]linics?|[Cc]enter|[Cc]entre|Ctr\\.?|[Ss]ystem|[Ss]chool|[Cc]ollege|[Ii]nstitute|[Uu]niversity|[Cc]ampus|[Oo]ffice|ER|ED|VA)";
const KINDS_AFTER = bounded(`(?: ${KIND}(?![\\p{L}\\d])){0,4}`, 'uy');
const TOWN_AFTER = bounded(
  `(,? in|,? of|,) (\\p{Lu}[\\p{L}\\p{M}'.-]{1,20})((?: \\p{Lu}[\\p{L}\\p{M}'.-]{1,20}){0,2})(?:, [A-Z]{2}(?![\\p{L}\\d]))?`,
  'uy',
);

/** Behind what kind of house it is and the town it stands in: "Mayo" … " Clinic in Rochester, MN". */
function siteEnd(text: string, end: number): number {
  KINDS_AFTER.lastIndex = end;
  const stop = KINDS_AFTER.test(text) ? KINDS_AFTER.lastIndex : end;
  TOWN_AFTER.lastIndex = stop;
  const [, link, first = '', more = ''] = TOWN_AFTER.exec(text) ?? [];
  if (link === undefined || CALENDAR_WORDS.has(first.toLowerCase()) || isNoName(first.toLowerCase())) return stop;
  if (link === ',' && !isTown(first) && !isTown(first + more)) return stop;
  return trimStop(text, TOWN_AFTER.lastIndex);
}

const isTown = (name: string): boolean => (lookUp(name.toLowerCase(), 0, name.length) & CITY) !== 0;

const TOWN_BESIDE = bounded(" (\\p{Lu}[\\p{L}\\p{M}'.-]{1,20})((?: \\p{Lu}[\\p{L}\\p{M}'.-]{1,20}){0,2})", 'uy');

/** "Kaiser" … " Oakland": a town right behind the name of a house. */
function withTown(text: string, end: number): number {
  TOWN_BESIDE.lastIndex = end;
  const [, first = '', more = ''] = TOWN_BESIDE.exec(text) ?? [];
  if (more !== '' && isTown(first + more)) return end + 1 + first.length + more.length;
  return first !== '' && isTown(first) ? end + 1 + first.length : end;
}

const SAINT_BEFORE = bounded('(?:at|to|in|from|of|near|by|outside|our) $', '');
const saint = starting(`(?:St|Mt|Saint|Mount|Our Lady of|Sacred)\\.? ${PROPER}(?:'s)?`);

/** "at St. Vincent's", "to Mt. Sinai". */
const saintly: Find = (scene, start, end) => {
  if (!SAINT_BEFORE.test(scene.lower.slice(Math.max(0, start - 9), start))) return undefined;
  const span = saint(scene, start, end);
  return span && { start, end: siteEnd(scene.text, trimStop(scene.text, span.end)) };
};

/** A named institution, "Elm Ridge Clinic": a place smaller than a state. */
function institution({ text, lower }: Scene, start: number, end: number): Span | undefined {
  if (!isCapital(text, lower, start)) return undefined;
  const before = NAMED_BEFORE.exec(text.slice(Math.max(0, start - LOOK_BACK), start))?.[0];
  if (before === undefined) return undefined;
  const names = before.trim().split(' ');
  const first = names.findIndex(
    (name) => name !== 'of' && name !== 'and' && !isGeneric(name.toLowerCase().replace(/'s$/, '')),
  );
  if (first < 0) return undefined;
  const skipped = names.slice(0, first).reduce((length, name) => length + name.length + 1, 0);
  MEDICAL_KIND.lastIndex = end;
  if (lower.slice(start, end) === 'school' && !SCHOOL.test(before)) return undefined;
  if (lower.slice(start, end) === 'medical' && !MEDICAL_KIND.test(lower)) return undefined;
  return { start: start - before.length + skipped, end: siteEnd(text, end) };
}

const byFirstWord = new Map<string, string[]>();
for (const site of [...CARE_SITES].sort((a, b) => b.length - a.length)) {
  const first = /^\p{L}+/u.exec(site)?.[0] ?? '';
  byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), site]);
}
const IN_CARE = bounded(`(?:^|[^\\p{L}])(?:at|to|from|by|in|of|with|via|the|our|@|near|through|outside)\\s{1,2}$`, 'u');
const WORD_AFTER = /[\p{L}\d]/u;

/** One of the houses that are known by name; a name that is also a person's or a word needs a preposition in front. */
function wellKnown({ text, lower, plain }: Scene, start: number, end: number): Span | undefined {
  if (!plain && !isCapital(text, lower, start)) return undefined;
  const site = byFirstWord
    .get(lower.slice(start, end))
    ?.find((name) => lower.startsWith(name, start) && !WORD_AFTER.test(text.charAt(start + name.length)));
  if (site === undefined) return undefined;
  const stop = withTown(text, siteEnd(text, start + site.length));
  const alone = !site.includes(' ') && stop === start + site.length;
  return (alone || plain) && !IN_CARE.test(lower.slice(Math.max(0, start - 10), start))
    ? undefined
    : { start, end: stop };
}

const SITE = bounded(
  " (?:the |our |their )?((?:(?:St|Mt|Ft|Dr)\\. )?\\p{Lu}[\\p{L}\\p{M}\\d&'-]{1,24}(?: (?:(?:of|the|and|&|for|de|la|del) ){0,2}\\p{Lu}[\\p{L}\\p{M}\\d&'-]{1,24}){0,5})",
  'uy',
);
const CARE_BEFORE =
  /\b(?:seen|treat|admit|evaluat|diagnos|operat|surger|surgical|visit|hospitali|follow|manag|consult|present|refer|transfer|perform|underwent|undergo|care|procedure|review|discharg|appointment|examin|assess|monitor|worked up|work-?up|receiv|done|conducted|scheduled|enrolled|patient|based|works?|deliver|born|biops|scan|imag|test|stay|checkup|check-up|came)\p{L}{0,5}\b[^?!\n]{0,80}$/u;
const BROUGHT = bounded('(?:admitted|transferred|brought|taken|rushed|airlifted|came|went|directly) $', '');
const AT = /^(?:at|@)$/;
const HOUSE = /^(?:hospitals?|hosp|clinics?|center|centre|ctr|office|hospice|infirmary|campus|healthcenter)$/;
const CARE_NOUN =
  /^(?:hospitals?|hosp|clinics?|center|centre|ctr|health|healthcare|healthcenter|medical|med|medicine|institute|office|practice|university|college|hospice|infirmary|general|memorial|campus|nursing|rehab|rehabilitation|manor|assisted|oncology|cancer|surgery|dialysis|urgent|pharmacy|dental|pediatrics)$/;

/** "treated at Elm Ridge Health", "admitted to General Hospital": a proper name there is where it happened. */
function site({ text, lower }: Scene, start: number, end: number): Span | undefined {
  SITE.lastIndex = end;
  const place = SITE.exec(text)?.[1];
  if (place === undefined) return undefined;
  const from = SITE.lastIndex - place.length;
  const stop = siteEnd(text, trimStop(text, SITE.lastIndex));
  const value = place.toLowerCase();
  const parts = value.split(' ');
  if (AUTHORITY.test(value) && !HOUSE.test(parts.at(-1) ?? '')) return undefined;
  const cared = CARE_BEFORE.test(lower.slice(Math.max(0, start - 100), start));
  const generic = parts.every((word) => isGeneric(word.replace(/'s$/, '')) || CARE_NOUN.test(word));
  const there = AT.test(lower.slice(start, end)) || BROUGHT.test(lower.slice(Math.max(0, start - 14), start));
  if (
    parts.length > 1 &&
    parts.some((word) => (generic ? HOUSE : CARE_NOUN).test(word)) &&
    (cared || there || !generic)
  ) {
    return { start: from, end: stop };
  }
  const hyphenated = /^\p{Lu}\p{Ll}+-\p{Lu}\p{Ll}+/u.test(place);
  if (!cared || !(there || hyphenated)) return undefined;
  const first = value.replace(/\.?[' ].*$/, '').replace(/-.*$/, '');
  if (isNoName(first) || GENERIC.has(first) || /\d/.test(place)) return undefined;
  if (isGivenName(first) && parts.length > 1) return undefined; // "a specimen from Rebecca Stein"
  const flags = lookUp(value, 0, value.length) | lookUp(first, 0, first.length);
  const plain = (flags & (ORDINARY | OTHER_PROPER)) !== 0 && (flags & (SURNAME | GIVEN)) === 0;
  if (plain && parts.length === 1 && !hyphenated) return undefined;
  const acronym = parts.length === 1 && place === place.toUpperCase();
  if (acronym && place.length < 3) return undefined;
  return { start: from, end: stop, confidence: acronym ? 0.6 : 0.75 };
}

const OURS = bounded(
  "(?:our|the|their|his|her|your|my|at|in|from) (\\p{Lu}[\\p{L}\\p{M}'-]{2,20}(?: \\p{Lu}[\\p{L}\\p{M}'-]{2,20}){0,2}) $",
  'u',
);

/** "our Elm Grove office", "the Seattle clinic": the house by the name of its town or owner. */
function branch({ text, lower }: Scene, start: number, end: number): Span | undefined {
  if (isCapital(text, lower, start)) return undefined;
  const name = OURS.exec(text.slice(Math.max(0, start - LOOK_BACK), start))?.[1];
  if (name === undefined || name === name.toUpperCase()) return undefined;
  const value = name.toLowerCase();
  const first = value.split(/[ ']/, 1)[0] ?? '';
  const flags = lookUp(value, 0, value.length) | lookUp(first, 0, first.length);
  const place = (flags & CITY) !== 0 || STATE_NAMES.has(value) || value === 'new york';
  return place && !isNoName(value) ? { start: start - 1 - name.length, end } : undefined;
}

const NUMBERED_STREET = bounded(
  '(?:our|the|their|his|her|your|my|at|in) (\\d{1,3}(?:st|nd|rd|th) (?:avenue|ave|street|st)\\.?) $',
  '',
);

/** "our 5th avenue clinic". */
const onStreet: Find = ({ lower }, start, end) => {
  const street = NUMBERED_STREET.exec(lower.slice(Math.max(0, start - 32), start))?.[1];
  return street === undefined ? undefined : { start: start - 1 - street.length, end };
};

export const CARE_SITE_RULES: readonly Rule[] = [
  {
    name: 'address.site',
    category: 'ADDRESS',
    confidence: 0.75,
    words: words('at to from by in'),
    signs: '@',
    find: site,
  },
  {
    name: 'address.saint',
    category: 'ADDRESS',
    confidence: 0.7,
    words: words('st mt saint mount our sacred'),
    find: saintly,
  },
  {
    name: 'address.institution',
    category: 'ADDRESS',
    confidence: 0.7,
    words: words(
      'hospital hosp clinic medical hospice infirmary sanatorium county elementary academy jail prison penitentiary shelter parish school',
    ),
    find: institution,
  },
  {
    name: 'address.branch',
    category: 'ADDRESS',
    confidence: 0.75,
    words: words('office clinic hospital campus branch facility location er'),
    find: branch,
  },
  {
    name: 'address.branch',
    category: 'ADDRESS',
    confidence: 0.75,
    words: words('office clinic hospital'),
    find: onStreet,
  },
  { name: 'address.known', category: 'ADDRESS', confidence: 0.85, words: [...byFirstWord.keys()], find: wellKnown },
];
