import { escapeJson } from '../json-text.js';
import { MENTION_START, readMention } from './placeholder-mention.js';

/** How originals are written where they are put back: as they are, or as inside a JSON string. */
export type Escaping = 'none' | 'json';

/** How one backslash is written in each. */
const BACKSLASH: Readonly<Record<Escaping, string>> = { none: '\\', json: '\\\\' };
/** An underscore is none: "lookup_PHI_NAME_48213" is the name of a tool in which a person was named. */
const WORD = /[\p{L}\p{N}]/u;
/** Characters: more than an address has, as a rule. */
export const REMEMBERED = 2_048;

/**
 * `text` with every placeholder of `originals` replaced by what it stands for, in the forms too that models make of it;
 * any other stays as it is.
 */
export function restoreText(text: string, originals: ReadonlyMap<string, string>, escaping: Escaping): string {
  const restorer = new StreamRestorer(originals, escaping);
  return restorer.push(text) + restorer.end();
}

const ignored = (): void => undefined;

/** Puts originals back into a stream, holding back only what may be the beginning of a placeholder. */
export class StreamRestorer {
  private held = '';
  /** What came before what is held: the last of it. */
  private before = '';
  private count = 0;

  /** @param onRestored is told of each placeholder that is replaced, in its proper form. */
  constructor(
    private readonly originals: ReadonlyMap<string, string>,
    protected readonly escaping: Escaping,
    private readonly onRestored: (placeholder: string) => void = ignored,
  ) {}

  /** How many placeholders have been replaced so far. */
  get restored(): number {
    return this.count;
  }

  /** Whether something is held back. */
  get holds(): boolean {
    return this.held !== '';
  }

  /** @returns what can be sent now; may be empty. */
  push(chunk: string): string {
    return this.originals.size === 0 ? chunk : this.restore(this.held + chunk, false);
  }

  /** The rest, once the stream has ended. */
  end(): string {
    return this.restore(this.held, true);
  }

  private restore(text: string, ended: boolean): string {
    let restored = '';
    let done = 0;
    let followed = 0;
    let at = nextStart(text, 0);
    while (at !== undefined) {
      const reading = this.startsWord(text, at) ? readMention(text, at, BACKSLASH[this.escaping], ended) : undefined;
      if (reading === 'more') break;
      const original = reading && this.originals.get(reading.placeholder);
      if (!reading || original === undefined) {
        at = nextStart(text, at + 1);
        continue;
      }
      this.follow(text, followed, at);
      followed = at;
      const stays = this.stays(text, at, reading.end, ended);
      if (stays === 'more') break;
      if (!stays) {
        restored += text.slice(done, at) + this.written(original);
        done = reading.end;
        this.count += 1;
        this.onRestored(reading.placeholder);
      }
      at = nextStart(text, reading.end);
    }
    const cut = at ?? text.length;
    this.follow(text, followed, cut);
    this.held = text.slice(cut);
    this.before = this.beforeIn(text, cut);
    return restored + text.slice(done, cut);
  }

  /** The last of what came before `at` in the text as it came. */
  protected beforeIn(text: string, at: number): string {
    const near = text.slice(Math.max(0, at - REMEMBERED), at);
    return (this.before + near).slice(-REMEMBERED);
  }

  /** Whether the placeholder at [start, end) is left as it is; `more` when only what follows can tell. */
  protected stays(_text: string, _start: number, _end: number, _ended: boolean): boolean | 'more' {
    return false;
  }

  /** Told of the text as it came, piece by piece, up to where an original is put. */
  protected follow(_text: string, _from: number, _to: number): void {
    // where it stands makes no difference here
  }

  protected written(original: string): string {
    return this.escaping === 'json' ? escapeJson(original) : original;
  }

  /** Letters within a word, as in "gamphi", begin nothing; brackets and escapes do wherever they stand. */
  private startsWord(text: string, at: number): boolean {
    if (text.charAt(at).toUpperCase() !== 'P') return true;
    return !WORD.test(at > 0 ? text.charAt(at - 1) : this.before.slice(-1));
  }
}

function nextStart(text: string, from: number): number | undefined {
  MENTION_START.lastIndex = from;
  return MENTION_START.exec(text)?.index;
}
