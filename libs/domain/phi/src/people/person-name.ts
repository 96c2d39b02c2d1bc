/** A name as it was written, taken apart; in small letters without accents. */
export interface PersonName {
  /** The same for names that say the same. */
  readonly key: string;
  /** `mr` is a man, `mrs` a woman, `dr` either. */
  readonly sex: 'male' | 'female' | undefined;
  /** A whole given name, or one letter of it. */
  readonly given: string | undefined;
  /** Of whole names or letters. */
  readonly middle: readonly string[];
  readonly family: string | undefined;
  /** The one word of a name of which nobody can say which part it is: "Smith". */
  readonly only: string | undefined;
  /** `jr`, `iii`, … */
  readonly generation: string | undefined;
}

const set = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const MALE = set('mr mister sir senor sr don');
const FEMALE = set('mrs ms miss madam mme senora sra srta dona dra');
const TITLES = set('dr doctor prof professor nurse rev mx');
const CREDENTIALS = set('md do rn np pa phd dds dmd dvm esq bsn msn lpn aprn facp facs mbbs psyd');
const GENERATIONS = set('jr sr ii iii iv junior senior');
/** They belong to the family name that follows. */
const PARTICLES = set('de la del las los van der den von di da dos du le bin ibn al el st ter ten');
const WORD = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;
const ACCENTS = /\p{M}/gu;

/** @returns undefined for what has no part that names anybody. */
export function readPersonName(text: string): PersonName | undefined {
  const plain = text.normalize('NFD').replace(ACCENTS, '').toLowerCase();
  const comma = plain.indexOf(',');
  const front = wordsIn(comma < 0 ? plain : plain.slice(0, comma));
  const back = comma < 0 ? [] : wordsIn(plain.slice(comma + 1));
  const [before, after] = [named(front), named(back)];
  const parts = partsIn(before, after);
  if (!parts) return undefined;
  const sex = sexOf(front[0]) ?? sexOf(back[0]);
  const generation = [front.at(-1), back.at(-1)].find((word) => word !== undefined && GENERATIONS.has(word));
  const { given, middle, family, only } = parts;
  return {
    key: JSON.stringify([sex, given, middle, family, only, generation]),
    sex,
    given,
    middle,
    family,
    only,
    generation,
  };
}

type Parts = Pick<PersonName, 'given' | 'middle' | 'family' | 'only'>;

/** "John Q. Smith", or "Smith, John Q." when something stands behind the comma. */
function partsIn(before: readonly string[], after: readonly string[]): Parts | undefined {
  if (before.length > 0 && after.length > 0) {
    return { given: after[0], middle: after.slice(1), family: before.join(' '), only: undefined };
  }
  const words = before.length > 0 ? before : after;
  if (words.length === 0) return undefined;
  const family = familyFrom(words);
  if (family === 0) return { given: undefined, middle: [], family: undefined, only: words.join(' ') };
  return { given: words[0], middle: words.slice(1, family), family: words.slice(family).join(' '), only: undefined };
}

/** Where in the words of a name the family name begins; 0 when it is all there is. */
function familyFrom(parts: readonly string[]): number {
  let from = parts.length - 1;
  while (from > 0 && PARTICLES.has(parts[from - 1] ?? '')) from -= 1;
  return from;
}

const wordsIn = (text: string): readonly string[] => text.match(WORD) ?? [];

const sexOf = (title = ''): PersonName['sex'] => (MALE.has(title) ? 'male' : FEMALE.has(title) ? 'female' : undefined);

/** Without titles in front, and generations and credentials behind. */
function named(words: readonly string[]): readonly string[] {
  let from = 0;
  let to = words.length;
  while (from < to && isTitle(words[from] ?? '')) from += 1;
  while (to > from && isSuffix(words[to - 1] ?? '')) to -= 1;
  return words.slice(from, to);
}

const isTitle = (word: string): boolean => MALE.has(word) || FEMALE.has(word) || TITLES.has(word);
const isSuffix = (word: string): boolean => GENERATIONS.has(word) || CREDENTIALS.has(word);

/** By which it can be found; single letters say too little. */
export const wordsOf = ({ given, middle, family, only }: PersonName): readonly string[] =>
  [given, ...middle, family, only].filter((word) => word !== undefined).filter((word) => word.length > 1);

/** Whether it says a whole given name and a family name, and so somebody in particular. */
export const isFull = ({ given, family }: PersonName): boolean => family !== undefined && (given?.length ?? 0) > 1;

/** Whether both can be names of one person; "Smith" can be of every Smith's, "J. Smith" of John's and of Jane's. */
export function canBeOne(a: PersonName, b: PersonName): boolean {
  if (a.sex && b.sex && a.sex !== b.sex) return false;
  if (a.only !== undefined || b.only !== undefined) return sharesWord(a, b);
  if (a.family !== b.family || a.generation !== b.generation) return false;
  return agree(a.given, b.given) && agree(a.middle[0], b.middle[0]);
}

function sharesWord(a: PersonName, b: PersonName): boolean {
  if (a.generation !== undefined && b.generation !== undefined && a.generation !== b.generation) return false;
  const [one, other] = a.only === undefined ? [b.only, a] : [a.only, b];
  return one !== undefined && [other.only, other.family, other.given, ...other.middle].includes(one);
}

/** One letter stands for every name that begins with it, and nothing for every name. */
const agree = (a: string | undefined, b: string | undefined): boolean =>
  a === undefined || b === undefined || a === b || (Math.min(a.length, b.length) === 1 && a.charAt(0) === b.charAt(0));
