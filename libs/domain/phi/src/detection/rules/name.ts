import { lettersEnd } from '../../characters.js';
import { bounded } from '../bounded.js';
import { GIVEN_NAMES } from '../lexicon/given-names.js';
import { GIVEN, lookUp } from '../lexicon/lexicon.js';
import { ANY_NAME, isMostly, isPure } from '../name-form.js';
import { holdsGivenName, isGivenName, pastSpace, readName, readPlainName, type PersonName } from '../person.js';
import { unitClass } from '../unit-class.js';
import { following, words, type Find, type Rule, type Scene, type Span } from '../rule.js';

const at = (pattern: string): ((text: string, from: number) => number | undefined) => {
  const expression = bounded(pattern, 'y');
  return (text, from) => {
    expression.lastIndex = from;
    return expression.test(text) ? expression.lastIndex : undefined;
  };
};

/** "Dr. Parkinson", "Mrs O'Brien", "mr smith", the short title included; "MR images" are none. */
const titled: Find = (scene, start, end) => {
  const from = pastSpace(scene.text, scene.text.charAt(end) === '.' ? end + 1 : end);
  const plain = plainTitled(scene, scene.text.slice(start, end), from);
  const name = readName(scene, pastParticles(scene, from), 'title') ?? plain ?? givenInPlain(scene, from);
  return (
    name && {
      start: SHORT_TITLES.has(scene.lower.slice(start, end)) ? start : Math.min(from, name.start),
      end: name.end,
    }
  );
};
const afterParticles = at(
  `(?:(?:de|del|della|di|da|do|dos|du|la|van|von|der|den|ter|zu|le|el|al|bin|ibn)[ -]){1,3}(?=[${unitClass('Lu')}])`,
);
const SHORT_TITLES: ReadonlySet<string> = new Set(['mr', 'mrs', 'ms', 'dr', 'miss', 'mme', 'mlle']);
const PLAIN_TITLES: ReadonlySet<string> = new Set(['mr', 'mrs', 'ms']);

/** Behind "van den " and the like where they stand at `from`. */
function pastParticles(scene: Scene, from: number): number {
  return afterParticles(scene.text, from) ?? from;
}

/** "mr smith"; "dr" is also drive and drain, so that only a name of the lists follows it. */
function plainTitled(scene: Scene, title: string, from: number): Span | undefined {
  if (PLAIN_TITLES.has(title)) return readPlainName(scene, from);
  const flags = title === 'dr' ? lookUp(scene.lower, from, lettersEnd(scene.text, from)) : 0;
  return isMostly(flags, ANY_NAME) ? readPlainName(scene, from) : undefined;
}

/** A well-known given name without capitals, with the word or two that can be its surname: "john smith". */
function givenInPlain(scene: Scene, from: number): Span | undefined {
  const end = lettersEnd(scene.text, from);
  const given = isGivenName(scene.lower.slice(from, end)) || isPure(lookUp(scene.lower, from, end), GIVEN);
  return given ? readPlainName(scene, from) : undefined;
}

/** "patient John Smith", "my mother, Mary": a role and the person in it. */
const inRole: Find = (scene, _start, end) => {
  const comma = scene.text.charAt(end) === ',' || scene.text.startsWith(' (', end);
  const from = scene.text.startsWith(' (', end) ? end + 2 : pastSpace(scene.text, comma ? end + 1 : end);
  const name = readName(scene, from);
  if (!name) return comma ? undefined : givenInPlain(scene, from);
  const [only] = name.words;
  if (name.words.length > 1 ? !comma || holdsGivenName(name) || closesClause(scene, name) : false) return name;
  return only && (isPure(only.flags, GIVEN) || isGivenName(only.lower) || (!comma && only.shape === 'title'))
    ? name
    : undefined;
};

const closesClause = (scene: Scene, name: PersonName): boolean =>
  /[,;.)\n]/.test(scene.text.charAt(name.end)) || name.end === scene.text.length;

const afterLabel = at(
  `(?:'s)?(?:[\\s_]{1,2}(?:full|legal|first|last|given|family|middle|maiden|preferred))?(?:[\\s_]{0,2}names?)?(?:\\s?\\([^)\\n]{1,20}\\))?["'*]{0,3}\\s{0,2}[:=]\\s{0,3}\\[?\\s{0,12}["'*]{0,3}`,
);

/** "Patient: John Smith", "Name: SMITH, JOHN Q", `"family": "Smith"`. */
function labelled(trust: 'any' | 'known'): Find {
  return (scene, _start, end) => {
    const from = afterLabel(scene.lower, end);
    if (from === undefined) return undefined;
    const name = readName(scene, from, 'label') ?? titledAt(scene, from);
    if (name) return trust === 'any' || isConvincing(scene, name) ? withGivenNames(scene, name) : undefined;
    return trust === 'any' ? readPlainName(scene, from) : givenInPlain(scene, from);
  };
}

/** "Drug name: Warfarin", `"medication": {"name": "Lipitor"}`: what has this name is no person. */
const ofThing = bounded(
  `(?<!\\p{L})(?:drug|medication|medicine|brand|generic|product|vaccine|ingredient|substance|allergen|test|assay|panel|lab|study|trial|procedure|diagnosis|disease|condition|gene)s?(?:[ _-]|"\\s?:\\s?(?:\\[\\s{0,40})?\\{\\s{0,40}")$`,
  'u',
);
const LONGEST_BEFORE = 100;

const ofPerson =
  (find: Find): Find =>
  (scene, start, end) =>
    ofThing.test(scene.lower.slice(Math.max(0, start - LONGEST_BEFORE), start)) ? undefined : find(scene, start, end);

/** Speakers are labelled like fields ("Patient: Wow, …"): a lone word must be a known name or all the field holds. */
function isConvincing(scene: Scene, name: PersonName): boolean {
  if (name.words.length > 1 || holdsGivenName(name)) return true;
  if (scene.text.charAt(name.end) === '.' && name.words.every((word) => isPure(word.flags, ANY_NAME))) return true;
  return name.end === scene.text.length || FIELD_END(scene.lower, name.end) !== undefined;
}

const FIELD_END = at('[\\n\\r;|"]|,\\s{1,2}(?:\\d|dob|age|born|mrn|ssn|male|female|[mf]\\b)');

const TITLE = at('(?:dr|mrs?|ms|prof|rev)\\.?\\s');

function titledAt(scene: Scene, from: number): PersonName | undefined {
  const behind = TITLE(scene.lower, from);
  return behind === undefined ? undefined : readName(scene, behind, 'title');
}

/** "SMITH, JOHN Q": the given names behind the comma belong to it. */
function withGivenNames(scene: Scene, name: PersonName): Span {
  if (name.words.length > 2 || scene.text.charAt(name.end) !== ',') return name;
  const given = readName(scene, pastSpace(scene.text, name.end + 1));
  return given && given.words[0]?.shape === name.words[0]?.shape ? { start: name.start, end: given.end } : name;
}

/** "Jane Doe" where Jane is a well-known given name; a surname or an initial must follow. */
const knownGiven: Find = (scene, start) => {
  const name = scene.lower.slice(Math.max(0, start - 4), start) === 'st. ' ? undefined : readName(scene, start);
  if (!name) return undefined;
  const surname = surnameBefore(scene, start);
  if (surname !== undefined) return { start: surname, end: name.end };
  return name.words.length > 1 ? name : undefined;
};

const SURNAME_BEFORE = bounded('(?:^|[\\n:"(])[ \\t]{0,4}(\\p{Lu}[\\p{L}\\p{M}\'-]{1,30}), $', 'u');
const CAPITALS_BEFORE = bounded("(?<![\\p{L}\\p{M}'-])(\\p{Lu}[\\p{Lu}\\p{M}'-]{1,30}), $", 'u');

/** Where "Smith, " or "SMITH, " in front of a given name begins. */
function surnameBefore(scene: Scene, start: number): number | undefined {
  const { text, lower } = scene;
  if (text.charAt(start - 1) !== ' ' || text.charAt(start - 2) !== ',') return undefined;
  const before = text.slice(Math.max(0, start - 40), start);
  const capitals = text.charCodeAt(start + 1) !== lower.charCodeAt(start + 1);
  const surname = (capitals ? CAPITALS_BEFORE : SURNAME_BEFORE).exec(before)?.[1];
  const from = surname === undefined ? undefined : start - 2 - surname.length;
  return from !== undefined && readName(scene, from) ? from : undefined;
}

const IS = at("(?:'m| am|'s| is| was|:)\\s{1,2}");

/** "My name is Jane", "I am Jane Doe", "this is Mary". */
function introduced(lead: (scene: Scene, start: number, end: number) => number | undefined, certain: boolean): Find {
  return (scene, start, end) => {
    const from = lead(scene, start, end);
    if (from === undefined) return undefined;
    const name = readName(scene, from);
    if (name) return certain || holdsGivenName(name) || isWholeName(name) || isQuoted(scene, name) ? name : undefined;
    return certain ? readPlainName(scene, from) : givenInPlain(scene, from);
  };
}

const isQuoted = (scene: Scene, { start, end }: Span): boolean =>
  scene.text.charAt(start - 1) === '"' && scene.text.charAt(end) === '"';

const isWholeName = (name: PersonName): boolean =>
  name.words.length === 2 && name.words.every((word) => word.shape === 'title');

/** The whole value of a JSON field that holds a name, ordinary word or not. */
const quotedName = following(`"\\s?:\\s?(?:\\[\\s{0,40})?"([\\p{L}\\p{M}][\\p{L}\\p{M}\\d .'-]{0,59})(?=")`);

const NAMED = at(`(?: (?:as|by|me|him|her|himself|herself))?[:,]?\\s{1,2}["'(]?`);
const SIGNED = at('(?:\\s(?:by|from|yours|regards))?[,:]?\\s{1,4}');

/** "Sincerely,\nJane Doe"; one word only where it is a known name or all of its line. */
const signed: Find = (scene, _start, end) => {
  const from = SIGNED(scene.lower, end);
  const name = from === undefined ? undefined : readName(scene, from);
  return name && isConvincing(scene, name) ? name : undefined;
};

/** "Hi Mary", "Dear John": a greeting proves a known name only. */
const greeted: Find = (scene, _start, end) => {
  const name = readName(scene, pastSpace(scene.text, end));
  return name && (holdsGivenName(name) || scene.text.charAt(name.end) === ',') ? name : undefined;
};

const RELATIONS = words(`mother father mom dad wife husband spouse partner son daughter brother sister aunt uncle cousin
niece nephew grandmother grandfather grandson granddaughter fiance fiancee girlfriend boyfriend friend neighbor neighbour
guardian caregiver colleague roommate`);

const name = (rule: string, confidence: number, on: readonly string[], find: Find): Rule => ({
  name: `name.${rule}`,
  category: 'NAME',
  confidence,
  words: on,
  find,
});

/** Names that the label or the field in front proves. */
export const LABELLED_NAME_RULES: readonly Rule[] = [
  name(
    'label',
    0.9,
    [
      ...RELATIONS,
      ...words(`patient client pt insured subscriber doctor resident provider physician attending surgeon clinician
prescriber therapist counselor interpreter translator pcp referring consultant coordinator midwife chaplain worker witness author signer contact kin nok policyholder employer employee user attn cc recipient sender
customer requester caller nurse from to re by`),
    ],
    labelled('known'),
  ),
  name(
    'label',
    0.95,
    words('name names fullname firstname lastname middlename patientname surname forename maiden'),
    ofPerson(labelled('any')),
  ),
  name('field', 0.97, words('family given firstname lastname fullname patientname surname middlename'), quotedName),
  name('label', 0.95, words('family given'), (scene, start, end) =>
    scene.lower.startsWith(' name', end) ? labelled('any')(scene, start, end) : undefined,
  ),
];

export const NAME_RULES: readonly Rule[] = [
  name(
    'title',
    0.95,
    words(
      'mr mrs ms miss dr doctor prof professor nurse rev reverend sgt capt captain judge madame monsieur mme mlle herr frau signor signora senhor senhora mevrouw',
    ),
    titled,
  ),
  name('role', 0.85, ['girl', 'boy'], (scene, start, end) =>
    scene.lower.startsWith('baby ', start - 5) ? readName(scene, pastSpace(scene.text, end)) : undefined,
  ),
  name('role', 0.85, [...RELATIONS, ...words('patient client pt resident veteran twins twin')], inRole),
  name('given', 0.8, [...GIVEN_NAMES], knownGiven),
  name('introduction', 0.9, ['name'], ofPerson(introduced((scene, _start, end) => IS(scene.lower, end), true))),
  name(
    'introduction',
    0.85,
    ['i', 'this'],
    introduced((scene, _start, end) => IS(scene.lower, end), false),
  ),
  name(
    'introduction',
    0.85,
    ['named', 'called', 'nicknamed', 'nickname', 'aka', 'alias', 'goes'],
    introduced((scene, _start, end) => NAMED(scene.lower, end), false),
  ),
  name('signature', 0.85, words('sincerely regards signed yours cheers respectfully'), signed),
  name('greeting', 0.85, words('dear hi hello hey'), greeted),
];
