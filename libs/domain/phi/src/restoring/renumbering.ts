import { PHI_CATEGORIES } from '../category.js';
import { formatPlaceholder, FORMS, indexOf, LAST_NUMBER, MOST_DIGITS, numberOf } from '../placeholder.js';
import { restoreText, type Escaping } from './restore.js';

/** Unicode's noncharacters, which mean nothing between programs; a text that holds one is not renumbered. */
const OPENING = '\uFDD0';
const CLOSING = '\uFDD1';
const MARKS = /[\uFDD0\uFDD1]/;
const MARK = new RegExp(`${OPENING}[^${OPENING}${CLOSING}]*${CLOSING}`, 'g');

/** A placeholder within JSON text, with its brackets or, as in the name of a tool, without. */
const WRITTEN = new RegExp(`PHI_(${PHI_CATEGORIES.join('|')})_([1-9]\\d{4,${MOST_DIGITS - 1}})(?!\\d)`, 'g');

/**
 * The placeholders of one call under names that do not depend on the numbers that were drawn for it: by the order in which
 * they first stand in what leaves. Two calls that differ in who they are about, and in nothing else, have the same text.
 * Forms of one person's name stay forms of one name.
 */
export class Renumbering {
  private constructor(
    /** What was given, renumbered. */
    readonly text: string,
    private readonly marks: ReadonlyMap<string, string>,
    private readonly placeholders: ReadonlyMap<string, string>,
  ) {}

  /**
   * @param json all that leaves, as JSON text. @param originals the call's own placeholders, to what they stand for: what
   * somebody typed is no placeholder. @returns undefined for a text in which a mark could not be told from what it says.
   */
  static of(json: string, originals: ReadonlyMap<string, string>): Renumbering | undefined {
    if (MARKS.test(json)) return undefined;
    const marks = new Map<string, string>();
    const ordinals = new Map<number, number>();
    const text = json.replace(WRITTEN, (written, ...[category, digits]: string[]) => {
      const named = PHI_CATEGORIES.find((each) => each === category);
      const placeholder = named && formatPlaceholder(named, Number(digits));
      if (placeholder === undefined || !originals.has(placeholder)) return written;
      let mark = marks.get(placeholder);
      if (mark === undefined) marks.set(placeholder, (mark = markOf(placeholder, ordinals)));
      return mark;
    });
    return new Renumbering(text, marks, new Map([...marks].map(([placeholder, mark]) => [mark, placeholder])));
  }

  /** A text of the answer with marks in the places of placeholders, in whatever form the model wrote them. */
  marked(text: string, escaping: Escaping): string {
    return restoreText(text, this.marks, escaping);
  }

  /** Whether marked texts say something that only this call can have been told: a mark of somebody, a number of its own. */
  isPersonal(given: readonly string[], marked: readonly string[]): boolean {
    if (given.some((text) => MARKS.test(text))) return true;
    const numbers = [...this.marks.keys()].map((placeholder) => String(numberOf(indexOf(placeholder))));
    return marked.some((text) => numbers.some((number) => text.includes(number)));
  }

  /** A marked text with this call's placeholders. @param bare without brackets, as in the name of a tool. */
  placed(text: string, bare = false): string {
    return text.replace(MARK, (mark) => {
      const placeholder = this.placeholders.get(mark) ?? '';
      return bare ? placeholder.slice(1, -1) : placeholder;
    });
  }
}

function markOf(placeholder: string, ordinals: Map<number, number>): string {
  const index = indexOf(placeholder);
  const number = numberOf(index);
  const ordinal = ordinals.get(number) ?? ordinals.size + 1;
  ordinals.set(number, ordinal);
  const form = index > LAST_NUMBER ? index % FORMS : 0;
  const category = placeholder.slice('[PHI_'.length, placeholder.lastIndexOf('_'));
  return `${OPENING}${category} ${ordinal}.${form}${CLOSING}`;
}
