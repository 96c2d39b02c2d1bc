import { AnswerRestorer, ArgumentsRestorer, StreamRestorer, type Escaping, type ReturnedOriginals } from '@radiant/phi';
import type { ChatRequest, TokenLogprobs } from '@radiant/protocol';
import { LogprobsRestoration } from './token-restoration.js';

/** How originals are written into what an answer says: as inside a JSON string where JSON was asked for. */
export const saidEscaping = ({ responseFormat }: ChatRequest): Escaping =>
  responseFormat === undefined || responseFormat.type === 'text' ? 'none' : 'json';

/** Puts originals back into whole texts and counts them. */
export class TextRestoration {
  private count = 0;

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

  /** What the answer says. */
  said(text: string): string {
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
