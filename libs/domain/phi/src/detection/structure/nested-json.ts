import type { PhiCategory } from '../../category.js';
import { MappedText } from '../../mapped-text.js';
import type { PhiMatch } from '../../ports/phi-detector.js';
import { JsonWalk } from './json-walk.js';
import type { Quiet, Structure } from './structure.js';

const BLANKS = '(?:\\s|\\\\{1,8}[nrt])';
/** How an object or a list begins in a string. */
const OPENING = `[{[]${BLANKS}{0,50}\\\\{0,8}["{]`;
/** What makes a string of an object: the quotes around it, and the backslashes before those within. */
const STRINGED = new RegExp(`"(?=${OPENING})|(?<=[}\\]]${BLANKS}{0,4})"|\\\\{1,8}(?=")`, 'g');

/** Reads JSON that stands in strings of JSON, as tools hand on what other tools answered, as if it were not quoted. */
export class NestedJson implements Structure {
  readonly quiet: readonly Quiet[] = [];
  private readonly view: MappedText;
  private readonly walk: JsonWalk;

  constructor(text: string, categories: ReadonlySet<PhiCategory>) {
    this.view = MappedText.replacing(text, STRINGED, () => '');
    this.walk = new JsonWalk(this.view.text, categories);
  }

  get matches(): readonly PhiMatch[] {
    return this.walk.matches.map((match) => ({
      ...match,
      start: this.view.originalStart(match.start),
      end: this.view.originalEnd(match.end),
    }));
  }

  advance(to: number): void {
    this.walk.advance(this.view.offsetOf(to));
  }
}

const NESTED = new RegExp(`"${OPENING}`);

/** Whether a string of an object begins somewhere in it. */
export const looksNested = (text: string): boolean => NESTED.test(text);
