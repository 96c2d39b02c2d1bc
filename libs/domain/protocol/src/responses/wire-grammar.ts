import type { ChatWireGrammar } from '../openai-chat/wire-grammar.js';

const keys: ReadonlySet<string> = new Set([
  ...['model', 'input', 'max_output_tokens', 'temperature', 'top_p', 'parallel_tool_calls', 'reasoning', 'effort'],
  ...['tools', 'tool_choice', 'text', 'format', 'user', 'stream', 'store', 'type', 'role', 'content', 'refusal'],
  ...['call_id', 'name', 'arguments', 'output', 'image_url', 'file_id', 'file_data', 'file_url', 'filename', 'detail'],
  ...['description', 'parameters', 'strict', 'schema'],
]);
const TYPES = [
  ...['message', 'input_text', 'output_text', 'refusal', 'input_image', 'input_file', 'function_call', 'function'],
  ...['function_call_output', 'text', 'json_object', 'json_schema', 'string', 'number', 'integer', 'boolean'],
  ...['object', 'array', 'null'],
];
const words: readonly (readonly [string, ReadonlySet<string>])[] = [
  ['role', new Set(['system', 'developer', 'user', 'assistant'])],
  ['type', new Set(TYPES)],
  ['detail', new Set(['low', 'high', 'auto'])],
  ['tool_choice', new Set(['none', 'auto', 'required'])],
  ['effort', new Set(['none', 'minimal', 'low', 'medium', 'high', 'xhigh'])],
];

/** What the bytes of `encodeResponsesRequest` say by themselves. @param upstreamModel the model's name at the provider. */
export const responsesWireGrammar = (upstreamModel: string): ChatWireGrammar => ({
  keys,
  words: new Map([...words, ['model', new Set([upstreamModel])]]),
});
