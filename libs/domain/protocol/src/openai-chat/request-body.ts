import type { JsonObject, Role } from '../chat-request.js';

type Optional<Value> = Value | null | undefined;

/** What `CHAT_REQUEST_SCHEMA` has let through. */
export interface ChatRequestBody {
  readonly model?: Optional<string>;
  readonly messages: readonly MessageBody[];
  readonly max_tokens?: Optional<number>;
  readonly max_completion_tokens?: Optional<number>;
  readonly temperature?: Optional<number>;
  readonly top_p?: Optional<number>;
  readonly n?: Optional<number>;
  readonly stop?: Optional<string | readonly string[]>;
  readonly presence_penalty?: Optional<number>;
  readonly frequency_penalty?: Optional<number>;
  readonly seed?: Optional<number>;
  readonly logprobs?: Optional<boolean>;
  readonly top_logprobs?: Optional<number>;
  readonly logit_bias?: Optional<Readonly<Record<string, number>>>;
  readonly parallel_tool_calls?: Optional<boolean>;
  readonly reasoning_effort?: Optional<string>;
  readonly tools?: Optional<readonly ToolBody[]>;
  readonly tool_choice?: Optional<'none' | 'auto' | 'required' | { readonly function: { readonly name: string } }>;
  readonly functions?: Optional<readonly FunctionBody[]>;
  readonly function_call?: Optional<'none' | 'auto' | { readonly name: string }>;
  readonly response_format?: Optional<ResponseFormatBody>;
  readonly prediction?: Optional<{ readonly content: string | readonly TextPartBody[] }>;
  readonly user?: Optional<string>;
  readonly safety_identifier?: Optional<string>;
  /** Anything: only `true` asks for something. */
  readonly store?: unknown;
  readonly stream?: Optional<boolean>;
  readonly stream_options?: Optional<{ readonly include_usage?: Optional<boolean> }>;
}

/** What `NATIVE_CHAT_REQUEST_SCHEMA` has let through. */
export interface NativeChatRequestBody extends ChatRequestBody {
  readonly session_id?: Optional<string>;
  readonly use_history?: Optional<boolean>;
  readonly max_history?: Optional<number>;
  readonly enable_phi?: Optional<boolean>;
  readonly phi_categories?: Optional<readonly string[]>;
  readonly phi_spans?: Optional<readonly PhiSpanBody[]>;
}

/** A stretch of a text of the body, in UTF-16 offsets. */
export interface PhiSpanBody {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly category: string;
}

export interface MessageBody {
  readonly role: Role;
  readonly content?: Optional<string | readonly ContentPartBody[]>;
  readonly name?: Optional<string>;
  readonly refusal?: Optional<string>;
  readonly tool_calls?: Optional<readonly ToolCallBody[]>;
  readonly tool_call_id?: Optional<string>;
  readonly function_call?: Optional<{ readonly name: string; readonly arguments: string }>;
}

export interface TextPartBody {
  readonly type: 'text';
  readonly text: string;
}

export type ContentPartBody =
  | TextPartBody
  | { readonly type: 'refusal'; readonly refusal: string }
  | {
      readonly type: 'image_url';
      readonly image_url: { readonly url: string; readonly detail?: Optional<'low' | 'high' | 'auto'> };
    }
  | { readonly type: 'input_audio'; readonly input_audio: { readonly data: string; readonly format: 'wav' | 'mp3' } }
  | { readonly type: 'file'; readonly file: FileBody };

export interface FileBody {
  readonly filename?: Optional<string>;
  /** A data URL, or base64 alone. */
  readonly file_data?: Optional<string>;
  readonly file_id?: Optional<string>;
}

export interface ToolCallBody {
  readonly id: string;
  readonly function: { readonly name: string; readonly arguments: string };
}

export interface ToolBody {
  readonly function: FunctionBody;
}

export interface FunctionBody {
  readonly name: string;
  readonly description?: Optional<string>;
  readonly parameters?: Optional<JsonObject>;
  readonly strict?: Optional<boolean>;
}

export type ResponseFormatBody =
  { readonly type: 'text' | 'json_object' } | { readonly type: 'json_schema'; readonly json_schema: JsonSchemaBody };

export interface JsonSchemaBody {
  readonly name: string;
  readonly description?: Optional<string>;
  readonly schema?: Optional<JsonObject>;
  readonly strict?: Optional<boolean>;
}
