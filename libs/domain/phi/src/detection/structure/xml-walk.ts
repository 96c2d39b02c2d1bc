import type { PhiCategory } from '../../category.js';
import type { PhiMatch } from '../../ports/phi-detector.js';
import { cueOf, learn, normalKey, type Frame } from './json-cues.js';
import { categoryOfLabel } from './labels.js';
import { isTelling, type Quiet, type Structure } from './structure.js';

const DEEPEST = 64;
const CONFIDENCE = 0.95;
const LESS = '<'.charCodeAt(0);
const NAME = /<(\/?)(?:[\w.-]{1,30}:)?([A-Za-z][\w.-]{0,60})/y;
const ATTRIBUTE = /\s{1,200}(?:[\w.-]{1,30}:)?([\w.-]{1,60})\s{0,8}=\s{0,8}(?:"([^"<]{0,300})"|'([^'<]{0,300})')/y;
const TAG_END = /\s{0,200}(\/?)>/y;
const CONTENT = /[^<]{1,300}(?=<)/y;
/** What HL7's clinical documents call it. */
const CLINICAL: ReadonlyMap<string, PhiCategory> = new Map([
  ['birthtime', 'DOB'],
  ['streetaddressline', 'ADDRESS'],
  ['additionallocator', 'ADDRESS'],
  ['telecom', 'PHONE'],
]);
const TIMES: ReadonlySet<string> = new Set(['effectivetime', 'time', 'low', 'high', 'center']);
const TIME = /^(?:19|20)\d{6}(?:\d{2,6}(?:\.\d{1,4})?(?:[+-]\d{4})?)?$/;

/**
 * Reads XML, or what looks like it inside other text, in one pass: what stands in an element by the element's name, as
 * documents of HL7 and records of any kind have it, and what stands in an attribute by its own, or by the element's where
 * it is called `value`, as in FHIR. Forgiving: what is not closed is passed over.
 */
export class XmlWalk implements Structure {
  readonly matches: PhiMatch[] = [];
  readonly quiet: readonly Quiet[] = [];
  private readonly stack: Frame[] = [frameOf('')];
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly categories: ReadonlySet<PhiCategory>,
  ) {}

  advance(to: number): void {
    while (this.at < to) {
      const open = this.text.indexOf('<', this.at);
      this.at = open < 0 ? this.text.length : this.tag(open);
    }
  }

  /** @returns where it ends; one unit on where none begins at `open`. */
  private tag(open: number): number {
    const { text, stack } = this;
    NAME.lastIndex = open;
    const [, closing, written = ''] = NAME.exec(text) ?? [];
    if (closing === undefined) return open + 1;
    const element = frameOf(normalKey(written));
    let at = NAME.lastIndex;
    if (closing === '') at = this.attributes(element, at);
    TAG_END.lastIndex = at;
    const end = TAG_END.exec(text);
    if (!end) return at;
    if (closing !== '') this.close(element.name);
    else if (end[1] === '') {
      this.content(element.name, TAG_END.lastIndex);
      if (stack.length < DEEPEST) stack.push(element);
    }
    return at + end[0].length;
  }

  private attributes(element: Frame, from: number): number {
    let at = from;
    for (;;) {
      ATTRIBUTE.lastIndex = at;
      const found = ATTRIBUTE.exec(this.text);
      if (!found) return at;
      at = ATTRIBUTE.lastIndex;
      const [, name = '', double, single = ''] = found;
      const value = double ?? single;
      const key = normalKey(name);
      if (key === 'value') this.inElement(element.name, value, at - 1 - value.length);
      else if (key === 'extension' && element.name === 'id') this.add('OTHER_ID', value, at - 1 - value.length);
      else this.value(element, key, value, at - 1 - value.length);
    }
  }

  private content(name: string, from: number): void {
    const { text } = this;
    if (text.charCodeAt(from) === LESS) return;
    CONTENT.lastIndex = from;
    const [value] = CONTENT.exec(text) ?? [];
    if (value === undefined) return;
    const trimmed = value.trim();
    this.inElement(name, trimmed, from + value.indexOf(trimmed));
  }

  /** A value that an element holds: the element is a key of the one around it. */
  private inElement(name: string, value: string, start: number): void {
    const around = this.stack.at(-1);
    if (around) this.value(around, name, value, start);
  }

  private value(frame: Frame, key: string, value: string, start: number): void {
    frame.key = key;
    learn(frame, this.stack, value);
    const told = cueOf(frame, this.stack.at(-2)) ?? CLINICAL.get(key) ?? categoryOfLabel(key);
    const category = told ?? (TIMES.has(key) && TIME.test(value) ? 'DATE' : undefined);
    if (category !== undefined && category !== 'skip') this.add(category, value, start);
  }

  private add(category: PhiCategory, value: string, start: number): void {
    if (!this.categories.has(category) || !isTelling(value)) return;
    this.matches.push({ category, start, end: start + value.length, confidence: CONFIDENCE, rule: 'xml.name' });
  }

  private close(name: string): void {
    const { stack } = this;
    const index = stack.findLastIndex((frame) => frame.name === name);
    if (index > 0) stack.length = index;
  }
}

const frameOf = (name: string): Frame => ({ name, list: false, key: '', kind: undefined });

/** Whether an element ends somewhere in it. */
export const looksLikeXml = (text: string): boolean => text.includes('</') || text.includes('/>');
