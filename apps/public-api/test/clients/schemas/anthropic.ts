// After https://docs.anthropic.com/en/api/messages, /messages-streaming and /errors.
import { anyFields, count, list, object, one, orNull, nothing, text, type Schema } from './schema.js';

const used = {
  input_tokens: count,
  output_tokens: count,
  cache_creation_input_tokens: orNull(count),
  cache_read_input_tokens: orNull(count),
};
const usedBesides = {
  cache_creation: orNull(object({ ephemeral_5m_input_tokens: count, ephemeral_1h_input_tokens: count })),
  server_tool_use: orNull(object({}, { web_search_requests: count, web_fetch_requests: count })),
  output_tokens_details: orNull(object({}, { thinking_tokens: count })),
};
const usage = object(used, {
  ...usedBesides,
  inference_geo: orNull(text),
  service_tier: one('standard', 'priority', 'batch', null),
  speed: one('standard', 'fast', null),
});

const textBlock = object({ type: one('text'), text }, { citations: nothing });
const thinkingBlock = object({ type: one('thinking'), thinking: text, signature: text });
const toolUse = object(
  { type: one('tool_use'), id: { type: 'string', pattern: '^[A-Za-z0-9_-]+$' }, name: text, input: anyFields },
  { caller: object({ type: one('direct') }) },
);
const block: Schema = { anyOf: [textBlock, thinkingBlock, toolUse] };

const STOPPED = ['end_turn', 'max_tokens', 'stop_sequence', 'tool_use', 'pause_turn', 'refusal'];
const head = { id: text, type: one('message'), role: one('assistant'), model: text };
const besides = { container: nothing, stop_details: nothing, diagnostics: nothing };

export const message = object(
  { ...head, content: list(block), stop_reason: one(...STOPPED), stop_sequence: orNull(text), usage },
  besides,
);

export const tokenCount = object({ input_tokens: count });

const error = { type: one('error'), error: object({ type: text, message: text }) };
export const anthropicError = object({ ...error, request_id: text });

const opened = object(
  {
    ...head,
    content: { ...list(block), maxItems: 0 },
    stop_reason: nothing,
    stop_sequence: nothing,
    usage,
  },
  besides,
);
const delta: Schema = {
  anyOf: [
    object({ type: one('text_delta'), text }),
    object({ type: one('input_json_delta'), partial_json: text }),
    object({ type: one('thinking_delta'), thinking: text }),
    object({ type: one('signature_delta'), signature: text }),
  ],
};

/** The data of each event by its type, which is also the event's name. */
export const messageEvents: Readonly<Record<string, Schema>> = {
  message_start: object({ type: one('message_start'), message: opened }),
  content_block_start: object({ type: one('content_block_start'), index: count, content_block: block }),
  content_block_delta: object({ type: one('content_block_delta'), index: count, delta }),
  content_block_stop: object({ type: one('content_block_stop'), index: count }),
  message_delta: object({
    type: one('message_delta'),
    delta: object(
      { stop_reason: one(...STOPPED), stop_sequence: orNull(text) },
      { container: nothing, stop_details: nothing },
    ),
    usage: object(
      { output_tokens: count },
      {
        input_tokens: orNull(count),
        cache_creation_input_tokens: orNull(count),
        cache_read_input_tokens: orNull(count),
        ...usedBesides,
      },
    ),
  }),
  message_stop: object({ type: one('message_stop') }),
  ping: object({ type: one('ping') }),
  error: anthropicError,
};
