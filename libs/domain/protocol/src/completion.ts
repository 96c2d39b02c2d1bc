import type { Thought } from './chat-request.js';
import type { TokenLogprobs } from './token-logprobs.js';

/** The canonical form of a whole answer. */
export interface Completion {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly systemFingerprint: string | undefined;
  readonly choices: readonly Choice[];
  /** Undefined when the provider did not say. */
  readonly usage: ReportedUsage | undefined;
}

export interface Choice {
  readonly index: number;
  readonly finishReason: string | null;
  /** The caller's sequence at which it stopped, where the provider says so. */
  readonly stopSequence?: string | undefined;
  readonly content: string | null;
  readonly refusal: string | null;
  readonly reasoning: string | undefined;
  /** The same thought by thought, where the provider takes its thoughts back. */
  readonly thoughts?: readonly Thought[] | undefined;
  readonly toolCalls: readonly CompletionToolCall[];
  readonly logprobs: TokenLogprobs | undefined;
}

export interface CompletionToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

/** One piece of a streamed answer. The chunk that carries `usage` may have no choices. */
export interface CompletionChunk {
  readonly id: string;
  readonly created: number;
  readonly systemFingerprint: string | undefined;
  readonly choices: readonly ChoiceDelta[];
  readonly usage: ReportedUsage | undefined;
}

export interface ChoiceDelta {
  readonly index: number;
  readonly role: string | undefined;
  readonly content: string | undefined;
  readonly refusal: string | undefined;
  readonly reasoning: string | undefined;
  /** Closes the thought that `reasoning` said: the provider's signature; or a thought that nobody else can read. */
  readonly seal?: Seal | undefined;
  readonly toolCalls: readonly ToolCallDelta[];
  readonly finishReason: string | null;
  /** With the reason: the caller's sequence at which it stopped, where the provider says so. */
  readonly stopSequence?: string | undefined;
  readonly logprobs: TokenLogprobs | undefined;
}

export type Seal =
  { readonly kind: 'signature'; readonly signature: string } | { readonly kind: 'sealed'; readonly data: string };

export interface ToolCallDelta {
  readonly index: number;
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** The next piece of the JSON text. */
  readonly arguments: string | undefined;
}

/** Tokens as OpenAI counts them: the details are parts of the two sums. */
export interface ReportedUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Of `promptTokens`, read from the provider's cache. */
  readonly cachedTokens: number;
  /** Of `completionTokens`, spent on reasoning. */
  readonly reasoningTokens: number;
  /** What the provider sent, for whoever prices it; callers are told the four numbers. Absent when it was counted here. */
  readonly asSent?: SentUsage;
}

/** The forms in which providers report usage. */
export type UsageForm = 'openai' | 'openai_responses' | 'anthropic' | 'gemini' | 'bedrock_converse';

/** A provider's usage as it came: anything, of which only known numbers are ever read. */
export interface SentUsage {
  readonly form: UsageForm;
  readonly fields: unknown;
}
