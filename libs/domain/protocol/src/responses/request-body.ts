import type { JsonObject } from '../chat-request.js';

type Optional<Value> = Value | null | undefined;

/** What `RESPONSES_REQUEST_SCHEMA` has let through. */
export interface ResponsesRequestBody {
  readonly model?: Optional<string>;
  readonly input: string | readonly ItemBody[];
  readonly instructions?: Optional<string>;
  readonly previous_response_id?: Optional<string>;
  readonly store?: Optional<boolean>;
  readonly truncation?: Optional<'auto' | 'disabled'>;
  readonly stream?: Optional<boolean>;
  readonly background?: unknown;
  readonly conversation?: unknown;
  readonly prompt?: unknown;
  readonly max_output_tokens?: Optional<number>;
  readonly temperature?: Optional<number>;
  readonly top_p?: Optional<number>;
  readonly parallel_tool_calls?: Optional<boolean>;
  readonly reasoning?: Optional<{ readonly effort?: Optional<string> }>;
  readonly text?: Optional<{ readonly format?: Optional<TextFormatBody> }>;
  readonly tools?: Optional<readonly FunctionToolBody[]>;
  readonly tool_choice?: Optional<'none' | 'auto' | 'required' | { readonly name: string }>;
  readonly metadata?: Optional<Readonly<Record<string, string>>>;
  readonly user?: Optional<string>;
}

export type ItemBody =
  | {
      readonly type?: 'message';
      readonly role: 'user' | 'assistant' | 'system' | 'developer';
      readonly content: string | readonly ItemPartBody[];
    }
  | { readonly type: 'function_call'; readonly call_id: string; readonly name: string; readonly arguments: string }
  | {
      readonly type: 'function_call_output';
      readonly call_id: string;
      readonly output: string | readonly ItemPartBody[];
    }
  | { readonly type: 'item_reference'; readonly id: string }
  | { readonly type: 'reasoning' };

export type ItemPartBody =
  | { readonly type: 'input_text' | 'output_text'; readonly text: string }
  | { readonly type: 'refusal'; readonly refusal: string }
  | {
      readonly type: 'input_image';
      readonly image_url: string;
      readonly detail?: Optional<'low' | 'high' | 'auto' | 'original'>;
    }
  | {
      readonly type: 'input_file';
      readonly filename?: Optional<string>;
      /** A data URL, or base64 alone. */
      readonly file_data?: Optional<string>;
      readonly file_id?: Optional<string>;
      readonly file_url?: Optional<string>;
    };

export interface FunctionToolBody {
  readonly name: string;
  readonly description?: Optional<string>;
  readonly parameters?: Optional<JsonObject>;
  readonly strict?: Optional<boolean>;
}

export type TextFormatBody =
  | { readonly type: 'text' | 'json_object' }
  | {
      readonly type: 'json_schema';
      readonly name: string;
      readonly description?: Optional<string>;
      readonly schema?: Optional<JsonObject>;
      readonly strict?: Optional<boolean>;
    };
