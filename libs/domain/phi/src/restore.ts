import { escapeJson } from './json-text.js';
import { isPlaceholderPrefix, PLACEHOLDER } from './placeholder.js';

/** How originals are written where they are put back: as they are, or as inside a JSON string. */
export type Escaping = 'none' | 'json';

const EVERY_PLACEHOLDER = new RegExp(PLACEHOLDER, 'g');

/** `text` with every placeholder of `originals` replaced by what it stands for; any other stays as it is. */
export function restoreText(text: string, originals: ReadonlyMap<string, string>, escaping: Escaping): string {
  return originals.size === 0 || !text.includes('[') ? text : replaceKnown(text, originals, escaping, () => undefined);
}

function replaceKnown(
  text: string,
  originals: ReadonlyMap<string, string>,
  escaping: Escaping,
  onRestored: () => void,
): string {
  return text.replace(EVERY_PLACEHOLDER, (placeholder) => {
    const original = originals.get(placeholder);
    if (original === undefined) return placeholder;
    onRestored();
    return escaping === 'json' ? escapeJson(original) : original;
  });
}

/** Puts originals back into a stream, holding back only what may be the beginning of a placeholder. */
export class StreamRestorer {
  private held = '';
  private count = 0;

  constructor(
    private readonly originals: ReadonlyMap<string, string>,
    private readonly escaping: Escaping,
  ) {}

  /** How many placeholders have been replaced so far. */
  get restored(): number {
    return this.count;
  }

  /** @returns what can be sent now; may be empty. */
  push(chunk: string): string {
    if (this.originals.size === 0) return chunk;
    if (this.held === '' && !chunk.includes('[')) return chunk;
    const text = this.held + chunk;
    const open = text.lastIndexOf('[');
    const cut = open >= 0 && isPlaceholderPrefix(text.slice(open)) ? open : text.length;
    this.held = text.slice(cut);
    return replaceKnown(text.slice(0, cut), this.originals, this.escaping, () => (this.count += 1));
  }

  /** The rest, once the stream has ended. */
  end(): string {
    const rest = this.held;
    this.held = '';
    return rest;
  }
}
