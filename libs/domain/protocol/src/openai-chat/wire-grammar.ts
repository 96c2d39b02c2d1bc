import { ROLES } from '../chat-request.js';
import { isEmpty, type FieldTaste } from './field-taste.js';

const KEYS = [
  ...['model', 'messages', 'max_tokens', 'max_completion_tokens', 'temperature', 'top_p', 'n', 'stop'],
  ...['presence_penalty', 'frequency_penalty', 'seed', 'logprobs', 'top_logprobs', 'logit_bias'],
  ...['parallel_tool_calls', 'reasoning_effort', 'tools', 'tool_choice', 'response_format', 'prediction', 'user'],
  ...['stream', 'stream_options', 'include_usage', 'role', 'content', 'name', 'refusal', 'tool_calls', 'tool_call_id'],
  ...['function_call', 'id', 'type', 'function', 'arguments', 'text', 'image_url', 'url', 'detail', 'input_audio'],
  ...['data', 'format', 'file', 'filename', 'file_id', 'file_data', 'description', 'parameters', 'strict'],
  ...['json_schema', 'schema'],
];
const TYPES = [
  ...['text', 'refusal', 'image_url', 'input_audio', 'file', 'function', 'content', 'json_object', 'json_schema'],
  ...['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'],
];
const WORDS: readonly (readonly [string, readonly string[]])[] = [
  ['role', ROLES],
  ['type', TYPES],
  ['detail', ['low', 'high', 'auto']],
  ['format', ['wav', 'mp3']],
  ['tool_choice', ['none', 'auto', 'required']],
  ['reasoning_effort', ['none', 'minimal', 'low', 'medium', 'high', 'xhigh']],
];

/** What the bytes of `encodeChatRequest` say by themselves: names of fields, and the words that a field can take. */
export interface ChatWireGrammar {
  readonly keys: ReadonlySet<string>;
  readonly words: ReadonlyMap<string, ReadonlySet<string>>;
}

const keys: ReadonlySet<string> = new Set(KEYS);
const words = WORDS.map(([field, allowed]) => [field, new Set(allowed)] as const);

/**
 * @param upstreamModel the model's name at the provider, which is the platform's own.
 * @param rename fields that the provider takes under another name.
 */
export const chatWireGrammar = (upstreamModel: string, rename: FieldTaste['rename'] = {}): ChatWireGrammar => ({
  keys: isEmpty(rename) ? keys : new Set([...keys, ...Object.values(rename)]),
  words: new Map([...words, ['model', new Set([upstreamModel])]]),
});
