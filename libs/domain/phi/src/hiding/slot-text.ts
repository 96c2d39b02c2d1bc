import type { PhiCategory } from '../category.js';
import { WINDOW } from '../detection/window.js';
import { insideString, JsonKeys, unescapeJson, unescapeJsonPaced } from '../json-text.js';
import { MappedText } from '../mapped-text.js';
import type { Pace } from '../pace.js';
import type { Passage, Piece, Place, Reading } from './passage.js';
import type { PhiMatch } from '../ports/phi-detector.js';
import type { Escaping } from '../restoring/restore.js';

/**
 * A stretch of text of a call: `json` when it is itself JSON, like the arguments of a tool call, `identifier` when it is
 * words joined by underscores, dots or hyphens, like the name of a tool or a file.
 */
export interface TextSlot {
  readonly text: string;
  readonly escaping: Escaping | 'identifier';
  /** The key under which a value stands, where that may say what it is. */
  readonly key?: string | undefined;
  /** Whether placeholders in it are the gateway's own, as in what it kept itself. Those of other texts stand for nothing. */
  readonly issued?: boolean;
  /** Whether a model may have written it: dates in it may be shifted already. As `issued` unless said otherwise. */
  readonly echoed?: boolean;
  /** What the caller says is PHI. */
  readonly marked?: readonly MarkedSpan[];
  /**
   * Who says it, where that is said in a conversation: what the same speaker says next goes on with it. Only of texts
   * without escapes.
   */
  readonly speaker?: string | undefined;
}

/** UTF-16 offsets into the slot's text, from the first unit to behind the last. */
export interface MarkedSpan {
  readonly category: PhiCategory;
  readonly start: number;
  readonly end: number;
}

/** A slot read as its meaning: in JSON text the escapes are undone, so that a name is a name however it is written. */
export class SlotText implements Passage {
  private constructor(
    private readonly slot: TextSlot,
    private readonly view: MappedText,
  ) {}

  /** @param pace asked for pauses only by long texts. */
  static async all(slots: readonly TextSlot[], pace: Pace): Promise<readonly SlotText[]> {
    const all: SlotText[] = [];
    for (const slot of slots) {
      const long = slot.escaping === 'json' && slot.text.length > WINDOW;
      all.push(new SlotText(slot, long ? await unescapeJsonPaced(slot.text, pace) : viewOf(slot)));
    }
    return all;
  }

  get meaning(): string {
    return this.view.text;
  }

  /** What has a key is read twice: by itself, and as the key says. */
  get readings(): readonly Reading[] {
    const own = { text: this.meaning, matches: (found: readonly PhiMatch[]) => found };
    const text = this.keyed;
    return text === undefined ? [own] : [own, { text, matches: (found) => this.unkeyed(found) }];
  }

  get pieces(): readonly Piece[] {
    return [{ text: this.meaning, at: 0 }];
  }

  /** The meaning as JSON has it under its key; undefined where there is none, or it is written otherwise there. */
  private get keyed(): string | undefined {
    if (this.slot.key === undefined) return undefined;
    const text = this.keyedBefore + JSON.stringify(this.meaning).slice(1);
    return text.length === this.keyedBefore.length + this.meaning.length + 1 ? `${text}}` : undefined;
  }

  /** Of what was found in `keyed`, what stands in the meaning. */
  private unkeyed(found: readonly PhiMatch[]): readonly PhiMatch[] {
    const { length } = this.keyedBefore;
    return found
      .map((match) => ({ ...match, start: match.start - length, end: match.end - length }))
      .filter(({ start, end }) => start >= 0 && end <= this.meaning.length);
  }

  private get keyedBefore(): string {
    return `{${JSON.stringify(this.slot.key)}:"`;
  }

  get echoed(): boolean {
    return this.slot.echoed ?? this.slot.issued ?? false;
  }

  /** What the caller marked, as matches beyond doubt. */
  get marks(): readonly PhiMatch[] {
    return (this.slot.marked ?? []).map(({ category, start, end }) => ({
      category,
      start: this.view.offsetOf(start),
      end: this.view.offsetOf(end),
      confidence: 1,
      rule: 'marked',
    }));
  }

  /** What is hidden: the meaning, or in an identifier what stands there. */
  valueOf(match: PhiMatch): string {
    const text = this.slot.escaping === 'identifier' ? this.slot.text : this.meaning;
    return text.slice(match.start, match.end);
  }

  /** The slot's text with each match replaced. A bare JSON number becomes a string, so that the text stays JSON. */
  async hiding(
    matches: readonly PhiMatch[],
    pace: Pace,
    placeholderOf: (match: PhiMatch, place: Place) => string,
  ): Promise<readonly string[]> {
    const { text, escaping } = this.slot;
    const keys = new JsonKeys(text);
    let hidden = '';
    let done = 0;
    let quoted = false;
    for (const match of matches) {
      const start = this.view.originalStart(match.start);
      quoted = escaping === 'json' && insideString(text, done, start, quoted);
      const end = this.view.originalEnd(match.end);
      const exact = escaping === 'identifier' || (quoted && keys.hold(end));
      const placeholder = written(placeholderOf(match, { start, end, exact }), escaping, quoted);
      hidden += text.slice(done, start) + placeholder;
      done = end;
      const pause = pace.after(1);
      if (pause) await pause;
    }
    return [hidden + text.slice(done)];
  }
}

/** What joins words of a name, "jane.doe" or "Whitfield-Jane_1961-03-14.txt"; in addresses these signs mean something. */
const JOINTS = /_|(?<=\p{L})[.-](?=\p{L})/gu;
const IN_ADDRESS = /[@:/]/;

/** Joints become blanks, one for one: every offset stays. */
function viewOf({ text, escaping }: TextSlot): MappedText {
  if (escaping === 'json') return unescapeJson(text);
  if (escaping === 'none') return MappedText.same(text);
  return MappedText.same(IN_ADDRESS.test(text) ? text.replaceAll('_', ' ') : text.replace(JOINTS, ' '));
}

function written(placeholder: string, escaping: TextSlot['escaping'], quoted: boolean): string {
  if (escaping === 'identifier') return withoutBrackets(placeholder);
  return escaping === 'json' && !quoted ? `"${placeholder}"` : placeholder;
}

/** `PHI_NAME_48213`: upstreams take no brackets in names, and restoring needs none. */
const withoutBrackets = (placeholder: string): string => placeholder.slice(1, -1);
