import { DomainError } from '@radiant/kernel';
import { bodyParser } from '../body-parser.js';
import type { ChatRequest } from '../chat-request.js';
import { CHAT_REQUEST_SCHEMA } from '../openai-chat/request-schema.js';
import { decodeChatRequest } from '../openai-chat/decode-request.js';
import { sourceAt, type SourcePaths } from '../source-paths.js';

const { model, max_tokens, temperature, top_p, n, stop, presence_penalty, frequency_penalty, seed } =
  CHAT_REQUEST_SCHEMA.properties;
const { logit_bias, user, stream, stream_options } = CHAT_REQUEST_SCHEMA.properties;
const SETTINGS = {
  ...{ model, max_tokens, temperature, top_p, n, stop, presence_penalty, frequency_penalty, seed },
  ...{ logit_bias, user, stream, stream_options },
};

/** What a request for a completion of text must look like. Fields that are not named here are neither refused nor forwarded. */
const TEXT_COMPLETION_SCHEMA = {
  type: 'object',
  required: ['prompt'],
  properties: {
    ...SETTINGS,
    prompt: { type: ['string', 'array'], minItems: 1, maxItems: 1, items: { type: 'string' } },
    suffix: { type: ['string', 'null'] },
  },
};

interface Body {
  readonly prompt: string | readonly string[];
  readonly suffix?: string | null;
  readonly [setting: string]: unknown;
}

/** A decoded call of `POST /v1/completions`. */
export interface TextCompletionRequest {
  readonly request: ChatRequest;
  readonly sources: SourcePaths;
}

const parseBody = bodyParser<Body>(TEXT_COMPLETION_SCHEMA);

/**
 * `POST /v1/completions` to canonical: a chat of one message. @throws DomainError `validation_error` naming the first bad
 * field: token numbers, which nothing can read, several prompts, and a suffix, which chat models don't know.
 */
export function decodeTextCompletionRequest(body: unknown): TextCompletionRequest {
  const parsed = parseBody(body);
  if (typeof parsed.suffix === 'string' && parsed.suffix !== '') {
    throw new DomainError('validation_error', 'suffix is not served: chat models write no middle', { field: 'suffix' });
  }
  const prompt = typeof parsed.prompt === 'string' ? parsed.prompt : (parsed.prompt[0] ?? '');
  const settings = Object.keys(SETTINGS).map((field) => [field, parsed[field]] as const);
  return {
    request: decodeChatRequest({ ...Object.fromEntries(settings), messages: [{ role: 'user', content: prompt }] }),
    sources: { messages: [sourceAt(typeof parsed.prompt === 'string' ? 'prompt' : 'prompt[0]')], names: [] },
  };
}
