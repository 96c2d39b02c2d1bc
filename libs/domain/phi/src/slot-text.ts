import { insideString, unescapeJson } from './json-text.js';
import { MappedText } from './mapped-text.js';
import type { PhiMatch } from './ports/phi-detector.js';
import type { Escaping } from './restore.js';

/** A stretch of text of a call; `json` when the text is itself JSON, like the arguments of a tool call. */
export interface TextSlot {
  readonly text: string;
  readonly escaping: Escaping;
}

/** A slot read as its meaning: in JSON text the escapes are undone, so that a name is a name however it is written. */
export class SlotText {
  private readonly view: MappedText;

  constructor(private readonly slot: TextSlot) {
    this.view = slot.escaping === 'json' ? unescapeJson(slot.text) : MappedText.same(slot.text);
  }

  get meaning(): string {
    return this.view.text;
  }

  valueOf(match: PhiMatch): string {
    return this.meaning.slice(match.start, match.end);
  }

  /**
   * The slot's text with each match replaced. A bare JSON number becomes a string, so that the text stays JSON.
   * @param placeholderOf is also told from where to where in the slot's text, not its meaning, the match reaches.
   */
  hiding(matches: readonly PhiMatch[], placeholderOf: (match: PhiMatch, start: number, end: number) => string): string {
    const { text, escaping } = this.slot;
    let hidden = '';
    let done = 0;
    let quoted = false;
    for (const match of matches) {
      const start = this.view.originalStart(match.start);
      quoted = escaping === 'json' && insideString(text, done, start, quoted);
      const end = this.view.originalEnd(match.end);
      const placeholder = placeholderOf(match, start, end);
      hidden += text.slice(done, start) + (escaping === 'json' && !quoted ? `"${placeholder}"` : placeholder);
      done = end;
    }
    return hidden + text.slice(done);
  }
}
