import type { JsonObject } from '../chat-request.js';

type Optional<Value> = Value | null | undefined;

/** What may ask the provider to keep what stands up to here: anything, of which only known words are read. */
interface MarkedBody {
  readonly cache_control?: unknown;
}

/** What `COUNT_TOKENS_SCHEMA` has let through; what else such a body holds nobody has looked at. */
export interface CountedBody {
  readonly model?: Optional<string>;
  readonly system?: Optional<string | readonly TextBlockBody[]>;
  readonly messages: readonly MessageBody[];
  readonly tools?: Optional<readonly ToolBody[]>;
  readonly tool_choice?: Optional<ToolChoiceBody>;
  readonly output_config?: Optional<{
    readonly effort?: Optional<'low' | 'medium' | 'high' | 'xhigh' | 'max'>;
    readonly format?: Optional<{ readonly schema: JsonObject }>;
  }>;
  readonly thinking?: Optional<ThinkingBody>;
}

/** What `MESSAGES_REQUEST_SCHEMA` has let through. */
export interface MessagesBody extends CountedBody {
  readonly max_tokens?: number;
  readonly stop_sequences?: Optional<readonly string[]>;
  readonly temperature?: Optional<number>;
  readonly top_p?: Optional<number>;
  readonly top_k?: Optional<number>;
  readonly metadata?: Optional<{ readonly user_id?: Optional<string> }>;
  readonly stream?: Optional<boolean>;
}

export interface ThinkingBody {
  readonly type?: string;
  readonly budget_tokens?: Optional<number>;
}

export interface MessageBody {
  readonly role: 'user' | 'assistant' | 'system';
  readonly content: string | readonly BlockBody[];
}

export interface TextBlockBody extends MarkedBody {
  readonly type: 'text';
  readonly text: string;
}

type AddressBody = { readonly type: 'url'; readonly url: string } | { readonly type: 'file'; readonly file_id: string };
interface DataBody {
  readonly type: 'base64';
  readonly media_type: string;
  readonly data: string;
}

export interface ImageBody extends MarkedBody {
  readonly type: 'image';
  readonly source: DataBody | AddressBody;
}

export interface DocumentBody extends MarkedBody {
  readonly type: 'document';
  readonly source:
    | DataBody
    | AddressBody
    | { readonly type: 'text'; readonly data: string }
    | { readonly type: 'content'; readonly content: string | readonly (TextBlockBody | ImageBody)[] };
  readonly title?: Optional<string>;
  readonly context?: Optional<string>;
}

export interface SearchResultBody extends MarkedBody {
  readonly type: 'search_result';
  readonly source: string;
  readonly title: string;
  readonly content: readonly TextBlockBody[];
}

/** What is shown to the model. */
export type ShownBody = TextBlockBody | ImageBody | DocumentBody | SearchResultBody;

export interface ToolUseBody extends MarkedBody {
  readonly type: 'tool_use';
  readonly id: string;
  readonly name: string;
  readonly input: JsonObject;
}

export interface ToolResultBody extends MarkedBody {
  readonly type: 'tool_result';
  readonly tool_use_id: string;
  readonly content?: Optional<string | readonly ShownBody[]>;
  readonly is_error?: Optional<boolean>;
}

export type ThoughtBody =
  | { readonly type: 'thinking'; readonly thinking?: Optional<string>; readonly signature?: Optional<string> }
  | { readonly type: 'redacted_thinking'; readonly data?: Optional<string> };

export type BlockBody = ShownBody | ThoughtBody | ToolUseBody | ToolResultBody;

export interface ToolBody extends MarkedBody {
  readonly name: string;
  readonly description?: Optional<string>;
  readonly input_schema: JsonObject;
  readonly strict?: Optional<boolean>;
}

export type ToolChoiceBody = { readonly disable_parallel_tool_use?: Optional<boolean> } & (
  { readonly type: 'auto' | 'any' | 'none' } | { readonly type: 'tool'; readonly name: string }
);
