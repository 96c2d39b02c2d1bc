/** The fields of `encodeChatRequest` without which a request is still the same question. */
export const OMITTABLE_CHAT_FIELDS: ReadonlySet<string> = new Set([
  ...['max_tokens', 'max_completion_tokens', 'temperature', 'top_p', 'n', 'stop', 'presence_penalty'],
  ...['frequency_penalty', 'seed', 'logprobs', 'top_logprobs', 'logit_bias', 'parallel_tool_calls', 'reasoning_effort'],
  ...['response_format', 'prediction', 'user', 'stream_options'],
]);

/** What an OpenAI-compatible upstream does not take, and what it takes under another name: data of its provider. */
export interface FieldTaste {
  /** Names of `OMITTABLE_CHAT_FIELDS`. */
  readonly omit: readonly string[];
  readonly rename: Readonly<Record<string, string>>;
  /** Names of fields that no encoder knows and this upstream is to be sent. */
  readonly extraFields: readonly string[];
}

export const ALL_FIELDS: FieldTaste = { omit: [], rename: {}, extraFields: [] };

export const isEmpty = (rename: FieldTaste['rename']): boolean => Object.keys(rename).length === 0;

/** The fields that are said, each once: of two that come under one name the first stays. */
export function tailored(body: object, { omit, rename }: Pick<FieldTaste, 'omit' | 'rename'>): object {
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(body)) {
    const called = rename[name] ?? name;
    if (value !== undefined && !omit.includes(name) && !fields.has(called)) fields.set(called, value);
  }
  return Object.fromEntries(fields);
}
