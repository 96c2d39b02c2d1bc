import { canBeOne, isFull, readPersonName, wordsOf, type PersonName } from './person-name.js';

/** Somebody, by all the names used so far. */
export interface Person {
  /** Each once, though it was written in several ways. */
  readonly names: PersonName[];
  /** The number of the first placeholder; undefined until there is one. */
  number: number | undefined;
}

/** A word of so many names tells nobody apart, and somebody with so many names is nobody in particular. */
const MOST_NAMESAKES = 50;
const MOST_NAMES = 20;

/**
 * Who is meant by which name. A name goes to somebody known only if it can be nobody else's: two people are never made
 * one, rather is one taken for two.
 */
export class People {
  private readonly byText = new Map<string, Person>();
  private readonly byNumber = new Map<number, Person>();
  private readonly byWord = new Map<string, Person[]>();

  /** What an earlier turn decided. */
  recall(text: string, number: number): void {
    const person = this.byNumber.get(number) ?? { names: [], number };
    this.byNumber.set(number, person);
    this.settle(text, readPersonName(text), person);
  }

  /** Decides on all names of a call at once: whole names first, so that "Smith" knows of every Smith in it. */
  meet(texts: Iterable<string>): void {
    const fresh = [...new Set(texts)].filter((text) => !this.byText.has(text));
    const named = fresh.map((text) => ({ text, name: readPersonName(text) }));
    const whole = named.flatMap(({ text, name }) => (name && isFull(name) ? [{ text, name }] : []));
    const index = new Map<string, PersonName[]>();
    for (const { name } of whole) for (const word of wordsOf(name)) append(index, word, name);
    for (const { text, name } of whole) this.settle(text, name, this.bearerOfWhole(name, index));
    const parts = named.filter(({ text }) => !this.byText.has(text)).sort((a, b) => partsOf(b.name) - partsOf(a.name));
    for (const { text, name } of parts) this.settle(text, name, name && this.bearerOfPart(name));
  }

  /** Whose name it is. */
  of(text: string): Person {
    this.meet([text]);
    return this.byText.get(text) ?? { names: [], number: undefined };
  }

  /** Somebody known by a whole name; or somebody known by parts alone, if nobody else could be meant by them. */
  private bearerOfWhole(name: PersonName, fresh: ReadonlyMap<string, readonly PersonName[]>): Person | undefined {
    const bearers = this.bearers(name);
    const whole = bearers.filter(isKnownWhole);
    const [person, second] = whole.length > 0 ? whole : bearers;
    if (!person || second) return undefined;
    if (isKnownWhole(person)) return person;
    const words = new Set(person.names.flatMap(wordsOf));
    const rivals = [...words].flatMap((word) => fresh.get(word) ?? []);
    if (rivals.length > MOST_NAMESAKES) return undefined;
    if (rivals.some((rival) => fits(person, rival) && !canBeOne(rival, name))) return undefined;
    return person.names.some((part) => this.bearers(part).some(isKnownWhole)) ? undefined : person;
  }

  private bearerOfPart(name: PersonName): Person | undefined {
    const bearers = this.bearers(name);
    const whole = bearers.filter(isKnownWhole);
    const [person, second] = whole.length > 0 ? whole : bearers;
    return second ? undefined : person;
  }

  /** Everybody whom the name fits; nobody where there are too many to tell apart. */
  private bearers(name: PersonName): readonly Person[] {
    const found = new Set<Person>();
    for (const word of wordsOf(name)) {
      const namesakes = this.byWord.get(word) ?? [];
      if (namesakes.length > MOST_NAMESAKES) return [];
      for (const person of namesakes) if (fits(person, name)) found.add(person);
    }
    return [...found];
  }

  private settle(text: string, name: PersonName | undefined, bearer: Person | undefined): void {
    const person = bearer ?? { names: [], number: undefined };
    this.byText.set(text, person);
    if (!name || person.names.length >= MOST_NAMES || person.names.some((known) => known.key === name.key)) return;
    const before = new Set(person.names.flatMap(wordsOf));
    person.names.push(name);
    for (const word of new Set(wordsOf(name))) if (!before.has(word)) append(this.byWord, word, person);
  }
}

/** Whole names decide, where any is known; a man is never a woman, by whichever name. */
function fits({ names }: Person, name: PersonName): boolean {
  if (names.some(({ sex }) => sex && name.sex && sex !== name.sex)) return false;
  const whole = names.filter(isFull);
  return (whole.length > 0 ? whole : names).every((known) => canBeOne(known, name));
}

const isKnownWhole = ({ names }: Person): boolean => names.some(isFull);

const partsOf = (name: PersonName | undefined): number =>
  Number(name?.given !== undefined) + Number(name?.family !== undefined);

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
