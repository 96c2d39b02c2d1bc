import { DomainError, type IdGenerator, type MappingId } from '@radiant/kernel';
import type { PhiCategory } from '../category.js';
import type { IndexRange, PhiMapping, PhiMappingEntry } from '../mapping.js';
import { People } from '../people/people.js';
import { FIRST_INDEX, FORMS, formatPlaceholder, indexOf, LAST_NUMBER, numberOf } from '../placeholder.js';

/** A session holds as many, those of what somebody typed included. */
const MOST_RANGES = 2_000;

/** Hands out the placeholders of one conversation: one for each value, and no index twice, whatever expires. */
export class Conversation {
  private readonly entries: PhiMappingEntry[];
  private readonly placeholders = new Map<string, string>();
  private readonly byPlaceholder = new Map<string, string>();
  private readonly people = new People();
  private readonly spent = new Set<number>();
  private readonly closed: IndexRange[];
  private open: IndexRange | undefined;
  private added = 0;

  /**
   * @param reserved indices that must not be minted, because the input mentions them.
   * @param typed those of them that somebody typed: they stand for nothing in this call, whatever they once stood for.
   */
  constructor(
    private readonly stored: PhiMapping | undefined,
    private readonly ids: IdGenerator,
    private readonly reserved: ReadonlySet<number>,
    private readonly typed: ReadonlySet<number> = reserved,
  ) {
    this.entries = [...(stored?.entries ?? [])];
    this.closed = [...(stored?.ranges ?? [])];
    if (this.entries.length > 0) this.open = this.closed.pop(); // once the entries have expired a new base is drawn
    this.closed.unshift(...this.newlyTyped());
    for (const entry of this.entries) {
      if (entry.category === 'NAME')
        this.people.recall(normalised(entry.original), numberOf(indexOf(entry.placeholder)));
      this.learn(entry);
    }
  }

  /** Placeholder -> original, those of earlier turns included. */
  get originals(): ReadonlyMap<string, string> {
    return this.byPlaceholder;
  }

  /** Every value with a placeholder so far. */
  get known(): readonly PhiMappingEntry[] {
    return this.entries;
  }

  /** Whether anything has been added to what is stored. */
  get changed(): boolean {
    return this.entries.length > (this.stored?.entries.length ?? 0) || this.added > 0;
  }

  /** Names of a call, to be told all at once: who is meant by "Smith" depends on every Smith in it. */
  meet(names: readonly string[]): void {
    this.people.meet(names.map(normalised));
  }

  /**
   * The placeholder of a value. Forms that differ in white space or composition share it and restore as first seen,
   * unless the form is to come back as `exact` as it stands here.
   */
  placeholderFor(category: PhiCategory, original: string, exact = false): string {
    const placeholder = this.placeholders.get(exact ? exactKey(category, original) : valueKey(category, original));
    if (placeholder !== undefined) return placeholder;
    const index = this.indexFor(category, original);
    const entry = { placeholder: formatPlaceholder(category, index), category, original: apart(original) };
    this.entries.push(entry);
    this.learn(entry);
    return entry.placeholder;
  }

  /** This state as the next version of the stored mapping. */
  toMapping(id: MappingId, kept: Pick<PhiMapping, 'app' | 'expiresAt' | 'retainUntil'>): PhiMapping {
    return {
      id,
      app: kept.app,
      entries: [...this.entries],
      ranges: this.open ? [...this.closed, this.open] : [...this.closed],
      version: (this.stored?.version ?? 0) + 1,
      expiresAt: kept.expiresAt,
      retainUntil: kept.retainUntil,
    };
  }

  private learn(entry: PhiMappingEntry): void {
    const index = indexOf(entry.placeholder);
    this.spent.add(index);
    if (this.typed.has(index)) return;
    const shared = valueKey(entry.category, entry.original);
    if (!this.placeholders.has(shared)) this.placeholders.set(shared, entry.placeholder);
    this.placeholders.set(exactKey(entry.category, entry.original), entry.placeholder);
    this.byPlaceholder.set(entry.placeholder, entry.original);
  }

  /** One number for a person: the first form bears it, the others bear it with two digits more. */
  private indexFor(category: PhiCategory, original: string): number {
    if (category !== 'NAME') return this.nextIndex();
    const person = this.people.of(normalised(original));
    if (person.number === undefined) return (person.number = this.nextIndex());
    for (let form = 1; form < FORMS; form += 1) {
      const index = person.number * FORMS + form;
      if (!this.spent.has(index) && !this.reserved.has(index) && !this.rangeWith(index)) return index;
    }
    return this.nextIndex();
  }

  private nextIndex(): number {
    const from = this.open?.from ?? this.firstFree(this.ids.integer(FIRST_INDEX.from, FIRST_INDEX.below));
    const index = this.firstFree(this.open?.next ?? from);
    if (index > LAST_NUMBER) {
      throw new DomainError('payload_too_large', 'the session holds more identifiers than there are placeholders');
    }
    this.open = { from, next: index + 1 };
    return index;
  }

  private rangeWith(index: number): IndexRange | undefined {
    return this.closed.find((range) => isWithin(range, index));
  }

  /**
   * What somebody typed counts as handed out: a later turn must not give a meaning to what stands in this one.
   * @throws DomainError `payload_too_large`.
   */
  private newlyTyped(): readonly IndexRange[] {
    const { open } = this;
    const fresh: IndexRange[] = [];
    for (const index of this.typed) {
      if (index < FIRST_INDEX.from || this.rangeWith(index) || (open && isWithin(open, index))) continue;
      fresh.push({ from: index, next: index + 1 });
      if (this.closed.length + fresh.length > MOST_RANGES) {
        throw new DomainError('payload_too_large', 'the text looks like more placeholders than a session can remember');
      }
    }
    this.added = fresh.length;
    return fresh;
  }

  private firstFree(candidate: number): number {
    let index = candidate;
    for (;;) {
      while (this.reserved.has(index)) index += 1; // by far the quicker of the two looks
      const spent = this.rangeWith(index);
      if (!spent) return index;
      index = spent.next;
    }
  }
}

const isWithin = ({ from, next }: IndexRange, index: number): boolean => from <= index && index < next;

const normalised = (original: string): string => original.normalize('NFC').replace(/\s+/g, ' ');

const exactKey = (category: PhiCategory, original: string): string => `=${category} ${original}`;

const valueKey = (category: PhiCategory, original: string): string => `${category} ${normalised(original)}`;

/** A copy: V8 keeps the whole of a text in memory as long as any piece that was cut out of it. */
const apart = (piece: string): string => ` ${piece}`.slice(1);
