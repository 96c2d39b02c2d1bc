import { AnswerRestorer, ArgumentsRestorer, StreamRestorer, type Escaping, type ReturnedOriginals } from '@radiant/phi';
import type { ChatRequest, TokenLogprobs } from '@radiant/protocol';
import type { Pause } from './ports/pause.js';
import { LogprobsRestoration } from './token-restoration.js';

/** How originals are written into what an answer says: as inside a JSON string where JSON was asked for. */
export const saidEscaping = ({ responseFormat }: ChatRequest): Escaping =>
  responseFormat === undefined || responseFormat.type === 'text' ? 'none' : 'json';

/** Units of a text that are read between two pauses. */
const STRETCH = 8_192;
/** Whoever hangs up leaves others no less to wait for. */
const NEVER = new AbortController().signal;

/** Puts originals back into whole texts and counts them. */
export class TextRestoration {
  private count = 0;
  /** What an answer says at length, as it is with originals. */
  private readonly ready = new Map<string, { readonly shown: string; readonly restored: number }>();

  /**
   * @param toolNames a tool's name as it left, to the caller's: what it is called can't be a secret from who named it.
   * @param escaping of what is said (`saidEscaping`).
   */
  constructor(
    private readonly returned: ReturnedOriginals,
    private readonly toolNames: ReadonlyMap<string, string> = new Map(),
    private readonly escaping: Escaping = 'none',
  ) {}

  /** How many placeholders have been replaced so far. */
  get restored(): number {
    return this.count;
  }

  /** Whether there is nothing to put back. */
  get isEmpty(): boolean {
    return this.returned.texts.size === 0 && this.toolNames.size === 0;
  }

  toolName(name: string): string {
    return this.toolNames.get(name) ?? name;
  }

  /**
   * Reads what an answer says at length, which `said` then has at once.
   * @param pause lets other work run: a hundred thousand placeholders take seconds.
   */
  async ahead(texts: readonly (string | null)[], pause: Pause): Promise<void> {
    if (this.isEmpty) return;
    for (const text of texts) {
      if (text === null || text.length <= STRETCH || this.ready.has(text)) continue;
      const restorer = new AnswerRestorer(this.returned.texts, this.escaping);
      const shown: string[] = [];
      for (let at = 0; at < text.length; at += STRETCH) {
        if (at > 0) await pause.wait(0, NEVER);
        shown.push(restorer.push(text.slice(at, at + STRETCH)));
      }
      shown.push(restorer.end());
      this.ready.set(text, { shown: shown.join(''), restored: restorer.restored });
    }
  }

  /** What the answer says. */
  said(text: string): string {
    const ready = this.ready.get(text);
    if (ready) {
      this.count += ready.restored;
      return ready.shown;
    }
    return this.put(text, new AnswerRestorer(this.returned.texts, this.escaping));
  }

  text(text: string): string {
    return this.put(text, new AnswerRestorer(this.returned.texts, 'none'));
  }

  /** What the caller wrote himself: addresses too. */
  given(text: string): string {
    return this.put(text, new StreamRestorer(this.returned.texts, 'none'));
  }

  toolArguments(json: string): string {
    return this.put(json, new ArgumentsRestorer(this.returned.toolArguments));
  }

  /** JSON that the caller wrote himself. */
  givenJson(json: string): string {
    return this.put(json, new StreamRestorer(this.returned.toolArguments, 'json'));
  }

  /** Of one whole choice. Not counted: its text was. */
  logprobs(logprobs: TokenLogprobs | undefined): TokenLogprobs | undefined {
    return logprobs && new LogprobsRestoration(this.returned.texts, this.escaping).restore(logprobs, true);
  }

  private put(text: string, restorer: StreamRestorer): string {
    const restored = restorer.push(text) + restorer.end();
    this.count += restorer.restored;
    return restored;
  }
}
