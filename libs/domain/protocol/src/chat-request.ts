/** The canonical form of a chat call: what every request shape is decoded to and every upstream is encoded from. */
export interface ChatRequest {
  /** As the caller named it. */
  readonly model: string;
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice | undefined;
  readonly responseFormat: ResponseFormat | undefined;
  /** Sequences at which the model stops. */
  readonly stop: readonly string[];
  readonly sampling: Sampling;
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
}

export type ContentPart = TextPart | ImagePart;

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

/** A picture, by address or as a data URL. Nothing here can read it: a policy decides whether it may pass. */
export interface ImagePart {
  readonly type: 'image';
  readonly url: string;
  readonly detail: 'low' | 'high' | 'auto' | undefined;
}

export interface FunctionCall {
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

export interface ToolCall extends FunctionCall {
  readonly id: string;
}

export interface Tool {
  readonly name: string;
  readonly description: string | undefined;
  readonly parameters: JsonObject | undefined;
  readonly strict: boolean | undefined;
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
