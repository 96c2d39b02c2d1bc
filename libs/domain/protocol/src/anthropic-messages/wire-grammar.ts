import type { ChatWireGrammar } from '../openai-chat/wire-grammar.js';

const keys: ReadonlySet<string> = new Set([
  ...['model', 'max_tokens', 'system', 'messages', 'tools', 'tool_choice', 'output_config', 'stop_sequences'],
  ...['temperature', 'top_p', 'top_k', 'metadata', 'user_id', 'stream', 'role', 'content', 'type', 'text', 'source'],
  ...['media_type', 'data', 'url', 'title', 'id', 'name', 'input', 'tool_use_id', 'description', 'input_schema'],
  ...['is_error', 'strict', 'disable_parallel_tool_use', 'format', 'schema', 'thinking', 'budget_tokens', 'signature'],
  ...['effort', 'cache_control', 'ttl'],
]);
const TYPES = [
  ...['text', 'image', 'document', 'base64', 'url', 'tool_use', 'tool_result', 'auto', 'any', 'none', 'tool'],
  ...['thinking', 'redacted_thinking', 'enabled', 'adaptive', 'disabled', 'ephemeral'],
  ...['json_schema', 'string', 'number', 'integer', 'boolean', 'object', 'array', 'null'],
];
const MEDIA_TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'application/pdf', 'text/plain'];
const words: readonly (readonly [string, ReadonlySet<string>])[] = [
  ['role', new Set(['user', 'assistant'])],
  ['type', new Set(TYPES)],
  ['media_type', new Set(MEDIA_TYPES)],
  ['effort', new Set(['low', 'medium', 'high', 'xhigh', 'max'])],
  ['ttl', new Set(['1h'])],
];

/** What the bytes of `encodeMessagesRequest` say by themselves. @param upstreamModel the model's name at the provider. */
export const messagesWireGrammar = (upstreamModel: string): ChatWireGrammar => ({
  keys,
  words: new Map([...words, ['model', new Set([upstreamModel])]]),
});
