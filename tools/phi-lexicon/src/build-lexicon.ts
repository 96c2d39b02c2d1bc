/** The lists as their packages hold them. */
export interface Sources {
  readonly given: readonly string[];
  readonly surnames: readonly string[];
  readonly cities: readonly string[];
  readonly englishWords: readonly string[];
  readonly frequentEnglish: readonly string[];
  readonly frequentSpanish: readonly string[];
  /** Given names and surnames, not told apart. */
  readonly moreNames: readonly string[];
  /** Towns and villages of the world. */
  readonly world: readonly string[];
  /** Words that nobody wants to read in a source file. */
  readonly vulgar: readonly string[];
}

/** What the detector gets: small letters without accents, sorted, each once. */
export interface Lexicon {
  readonly given: readonly string[];
  readonly surnames: readonly string[];
  readonly cities: readonly string[];
  /** Names and towns that are ordinary words as well, and the frequent words of English and Spanish. */
  readonly ordinary: readonly string[];
  /** Those of the names and towns that are among the most frequent words of English. */
  readonly frequent: readonly string[];
  /** Names that are in none of the lists above and no words. */
  readonly rare: readonly string[];
  /** Towns that are in none of the lists above and no words. */
  readonly villages: readonly string[];
}

/** Words of medicine and of the law, whatever else they are used for. */
const CLINICAL: ReadonlySet<string> = new Set(
  'ejaculation escort incest nipple nipples nude nudity orgasm penis sex sexo suck sucks vagina'.split(' '),
);
const NAME = /^[a-z]{2,20}$/;
const TOWN = /^[a-z]{3,20}(?: [a-z]{1,20}){0,3}$/;

export function buildLexicon(sources: Sources): Lexicon {
  const given = names(sources.given);
  const surnames = names(sources.surnames);
  const cities = new Set(sources.cities.map(plain).filter((city) => TOWN.test(city)));
  const english = new Set(sources.englishWords.map(plain));
  const ordinary = new Set([
    ...sources.frequentEnglish.map(plain).filter((word) => english.has(word)),
    ...sources.frequentSpanish
      .map(plain)
      .filter((word) => !given.has(word) && !surnames.has(word) && !cities.has(word)),
    ...[...given, ...surnames, ...cities].filter((name) => english.has(name)),
  ]);
  const vulgar = new Set(sources.vulgar.map(plain).filter((word) => !CLINICAL.has(word)));
  const isName = (word: string): boolean => given.has(word) || surnames.has(word) || cities.has(word);
  const known = new Set([...given, ...surnames, ...ordinary]);
  const frequent = new Set(sources.frequentEnglish.map(plain));
  const isNew = (word: string): boolean => word.length > 3 && !known.has(word) && !english.has(word);
  return {
    frequent: sorted([...given, ...surnames, ...cities].filter((word) => frequent.has(word) && english.has(word))),
    rare: sorted([...names(sources.moreNames)].filter(isNew)),
    villages: sorted(
      new Set(
        sources.world
          .map(plain)
          .filter((town) => TOWN.test(town) && !cities.has(town) && (town.includes(' ') || isNew(town))),
      ),
    ),
    given: sorted(given),
    surnames: sorted(surnames),
    cities: sorted(cities),
    ordinary: sorted([...ordinary].filter((word) => NAME.test(word) && (isName(word) || !vulgar.has(word)))),
  };
}

/** Small letters, accents off, "ß", "ø" and "ł" as people without them write them. */
export const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[ßøłđæœıþð]/g, (letter) => SPELLED[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .trim();
const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  þ: 'th',
  ð: 'd',
};

/** The single words of names: "Mary-Ann de la Cruz" gives four, of which the particles go. */
const names = (list: readonly string[]): ReadonlySet<string> =>
  new Set(
    list.flatMap((name) => plain(name).split(/[ '’-]/)).filter((word) => NAME.test(word) && !PARTICLES.has(word)),
  );
const PARTICLES: ReadonlySet<string> = new Set(
  'de la del los las da do dos das du van von der den ter el al bin ibn of the'.split(' '),
);

const sorted = (list: Iterable<string>): readonly string[] => [...new Set(list)].sort();
