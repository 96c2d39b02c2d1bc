import { AnswerRestorer, type Escaping } from '@radiant/phi';
import type { TokenLogprob, TokenLogprobs } from '@radiant/protocol';

/**
 * Puts the originals back into the tokens of an answer, so that they still spell its text: the tokens of a placeholder
 * become one, as likely as all of them together, without alternatives. The others stay as they came.
 */
class TokenRestoration {
  private readonly restorer: AnswerRestorer;
  /** Tokens that may turn out to be a placeholder, and what of their text is certain. */
  private pending: TokenLogprob[] = [];
  private text = '';

  constructor(originals: ReadonlyMap<string, string>, escaping: Escaping) {
    this.restorer = new AnswerRestorer(originals, escaping);
  }

  push(tokens: readonly TokenLogprob[]): TokenLogprob[] {
    const settled: TokenLogprob[] = [];
    for (const token of tokens) {
      this.pending.push(token);
      this.text += this.restorer.push(token.token);
      if (!this.restorer.holds) settled.push(...this.settle());
    }
    return settled;
  }

  /** The rest, once the answer has ended. */
  end(): TokenLogprob[] {
    this.text += this.restorer.end();
    return this.settle();
  }

  private settle(): TokenLogprob[] {
    const { pending, text } = this;
    this.pending = [];
    this.text = '';
    if (text === pending.map(({ token }) => token).join('')) return pending;
    const logprob = pending.reduce((sum, token) => sum + token.logprob, 0);
    return [{ token: text, logprob, bytes: null, alternatives: [] }];
  }
}

/** Of one choice: what it says and what it refuses. */
export class LogprobsRestoration {
  private readonly content: TokenRestoration;
  private readonly refusal: TokenRestoration;

  /** @param escaping of what is said. */
  constructor(originals: ReadonlyMap<string, string>, escaping: Escaping) {
    this.content = new TokenRestoration(originals, escaping);
    this.refusal = new TokenRestoration(originals, 'none');
  }

  /** @param last whether nothing follows: what is held comes with it. */
  restore(logprobs: TokenLogprobs | undefined, last: boolean): TokenLogprobs | undefined {
    const content = restored(this.content, logprobs?.content, last);
    const refusal = restored(this.refusal, logprobs?.refusal, last);
    return content || refusal ? { content: content ?? null, refusal: refusal ?? null } : undefined;
  }
}

function restored(
  restoration: TokenRestoration,
  tokens: readonly TokenLogprob[] | null | undefined,
  last: boolean,
): TokenLogprob[] | undefined {
  const settled = [...restoration.push(tokens ?? []), ...(last ? restoration.end() : [])];
  return tokens || settled.length > 0 ? settled : undefined;
}
