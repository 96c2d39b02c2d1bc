/** The canonical form of a chat call: what every request shape is decoded to and every upstream is encoded from. */
export interface ChatRequest {
  /** As the caller named it; undefined: the tenant's default. */
  readonly model: string | undefined;
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice | undefined;
  /** The caller named its tools in OpenAI's older form, by `functions`, and reads calls in that form. */
  readonly callsFunctions?: true | undefined;
  readonly responseFormat: ResponseFormat | undefined;
  /** Sequences at which the model stops. */
  readonly stop: readonly string[];
  /** What the answer will mostly say, so that it comes sooner. */
  readonly prediction: string | readonly TextPart[] | undefined;
  /** Who asks, in the caller's own words. It stays here: what leaves is a pseudonym. */
  readonly user: string | undefined;
  readonly sampling: Sampling;
  /** How the caller wants the model to think, where the caller's shape has words for that beside an effort. */
  readonly thinking?: Thinking | undefined;
  /** Whether the provider is asked to keep the exchange. It never is: the wish is refused, or stays here. */
  readonly store: boolean;
  /** Fields that are known to nobody here, by name: sent only to a provider that lists the name. */
  readonly extra: JsonObject;
  readonly stream: boolean;
  /** Whether the caller wants the usage chunk of a stream; upstream it is always asked for. */
  readonly includeUsage: boolean;
}

export const ROLES = ['system', 'developer', 'user', 'assistant', 'tool', 'function'] as const;
export type Role = (typeof ROLES)[number];

export interface Message {
  readonly role: Role;
  readonly content: string | readonly ContentPart[] | null;
  /** Of a participant (text) or, for the role `function`, of the function. */
  readonly name: string | undefined;
  readonly refusal: string | undefined;
  readonly toolCalls: readonly ToolCall[];
  readonly toolCallId: string | undefined;
  readonly functionCall: FunctionCall | undefined;
  /** Of the role `tool`: the tool could not do it. Providers that know no such mark read it in the content. */
  readonly toolFailed?: true | undefined;
  /** Of an assistant: what it thought before it said this. Sent only to a provider that takes its own thoughts back. */
  readonly thoughts?: readonly Thought[] | undefined;
  /** Of the role `tool`: what stands up to here is to be kept in the provider's cache. */
  readonly cache?: CacheMark | undefined;
}

/** For how long a provider is asked to keep what stands up to a mark. */
export type CacheMark = '5m' | '1h';

/** What a model thought. `signature` and `data` are the provider's own: they go back as they came, or not at all. */
export type Thought =
  | { readonly kind: 'said'; readonly text: string; readonly signature: string | undefined }
  | { readonly kind: 'sealed'; readonly data: string };

export interface Thinking {
  readonly mode: 'enabled' | 'adaptive' | 'disabled' | undefined;
  /** Tokens, of `enabled`. */
  readonly budget: number | undefined;
  readonly effort: string | undefined;
}

export type ContentPart = TextPart | RefusalPart | AttachedPart;
/** A part that holds more than text. */
export type AttachedPart = ImagePart | AudioPart | FilePart;

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  readonly cache?: CacheMark | undefined;
}

/** What an earlier answer refused. */
export interface RefusalPart {
  readonly type: 'refusal';
  readonly text: string;
}

/** What a part carries. Only `text` can be searched for PHI: of the rest a policy decides whether it may pass. */
export type PartSource =
  | { readonly kind: 'text'; readonly mediaType: string; readonly text: string }
  | { readonly kind: 'data'; readonly mediaType: string; readonly base64: string }
  | { readonly kind: 'address'; readonly url: string }
  /** Of a file that was left with the provider. */
  | { readonly kind: 'reference'; readonly id: string };

export interface ImagePart {
  readonly type: 'image';
  readonly source: PartSource;
  readonly detail: 'low' | 'high' | 'auto' | undefined;
  readonly cache?: CacheMark | undefined;
}

export interface AudioPart {
  readonly type: 'audio';
  readonly source: PartSource;
  readonly format: 'wav' | 'mp3';
}

export interface FilePart {
  readonly type: 'file';
  readonly source: PartSource;
  readonly filename: string | undefined;
  readonly cache?: CacheMark | undefined;
}

export interface FunctionCall {
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

export interface ToolCall extends FunctionCall {
  readonly id: string;
  readonly cache?: CacheMark | undefined;
}

export interface Tool {
  readonly name: string;
  readonly description: string | undefined;
  readonly parameters: JsonObject | undefined;
  readonly strict: boolean | undefined;
  readonly cache?: CacheMark | undefined;
}

export type ToolChoice = 'none' | 'auto' | 'required' | { readonly name: string };

export type ResponseFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json_object' }
  | {
      readonly type: 'json_schema';
      readonly name: string;
      readonly description: string | undefined;
      readonly schema: JsonObject | undefined;
      readonly strict: boolean | undefined;
    };

/** Numbers and switches that carry no text. */
export interface Sampling {
  readonly maxTokens: number | undefined;
  readonly maxCompletionTokens: number | undefined;
  readonly temperature: number | undefined;
  readonly topP: number | undefined;
  /** Only of the likeliest so many tokens. */
  readonly topK: number | undefined;
  readonly choices: number | undefined;
  readonly presencePenalty: number | undefined;
  readonly frequencyPenalty: number | undefined;
  readonly seed: number | undefined;
  readonly logprobs: boolean | undefined;
  readonly topLogprobs: number | undefined;
  readonly logitBias: Readonly<Record<string, number>> | undefined;
  readonly parallelToolCalls: boolean | undefined;
  readonly reasoningEffort: string | undefined;
}

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}
