import { Ajv, type ValidateFunction } from 'ajv';
import type { Reply } from './recorder.js';
import { anthropicError, message, messageEvents, tokenCount } from './schemas/anthropic.js';
import { chatChunk, chatCompletion, textCompletion } from './schemas/openai-chat.js';
import { embeddings, model, models, openAiError } from './schemas/openai-lists.js';
import { inputItems, response, responseDeleted, responseEvents } from './schemas/openai-responses.js';
import type { Schema } from './schemas/schema.js';

/** What a route answers: one object, or events with data. */
interface Answers {
  readonly whole: Schema;
  readonly error: Schema;
  /** The schema of an event's data. @param name of the event, where it has one. */
  readonly event?: (name: string | undefined, data: unknown) => Schema | undefined;
  /** How a stream that is whole ends. */
  readonly last?: RegExp;
}

const openAi = (whole: Schema, stream: Pick<Answers, 'event' | 'last'> = {}): Answers => ({
  whole,
  error: openAiError,
  ...stream,
});
const isError = (data: unknown): boolean => typeof data === 'object' && data !== null && 'error' in data;
const chunks = (chunk: Schema): Pick<Answers, 'event' | 'last'> => ({
  event: (name, data) => (name === undefined ? (isError(data) ? openAiError : chunk) : undefined),
  last: /^data: (\[DONE\]|\{"error":.*)$/,
});

/** Each route by its method and path; the first that fits. */
const ROUTES: readonly (readonly [RegExp, Answers])[] = [
  [/^POST \/v1\/chat\/completions$/, openAi(chatCompletion, chunks(chatChunk))],
  [/^POST \/v1\/completions$/, openAi(textCompletion, chunks(textCompletion))],
  [
    /^POST \/v1\/responses$/,
    openAi(response, {
      event: (name = '') => responseEvents[name],
      last: /^event: (response\.(completed|incomplete|failed)|error)\n/,
    }),
  ],
  [/^GET \/v1\/responses\/[^/]+$/, openAi(response)],
  [/^GET \/v1\/responses\/[^/]+\/input_items$/, openAi(inputItems)],
  [/^DELETE \/v1\/responses\/[^/]+$/, openAi(responseDeleted)],
  [/^POST \/v1\/embeddings$/, openAi(embeddings)],
  [/^GET \/v1\/models$/, openAi(models)],
  [/^GET \/v1\/models\//, openAi(model)],
  [/^POST \/v1\/messages\/count_tokens$/, { whole: tokenCount, error: anthropicError }],
  [
    /^POST \/v1\/messages$/,
    {
      whole: message,
      error: anthropicError,
      event: (name = '') => messageEvents[name],
      last: /^event: (message_stop|error)\n/,
    },
  ],
];

const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true });
const compiled = new Map<Schema, ValidateFunction>();

/** What is wrong with a reply after the published reference of its API: empty for a good one. */
export function replyFaults(reply: Reply): readonly string[] {
  const answers = ROUTES.find(([path]) => path.test(`${reply.method} ${reply.path}`))?.[1];
  const named = (fault: string): string => `${reply.method} ${reply.path} ${reply.status}: ${fault}`;
  if (!answers) return [named('no schema is written for it')];
  if (!reply.streamed) {
    return faultsOf(reply.status < 400 ? answers.whole : answers.error, JSON.parse(reply.body)).map(named);
  }
  const events = eventsOf(reply.body);
  const faults = events.flatMap((event) => {
    if (event === 'data: [DONE]') return [];
    const [, name, data = ''] = /^(?:event: (.*)\n)?data: (.*)$/.exec(event) ?? [];
    if (data === '') return [`${event} is no event`];
    const value: unknown = JSON.parse(data);
    const schema = answers.event?.(name, value);
    return schema ? faultsOf(schema, value) : [`${name} is no event of this stream`];
  });
  const last = events.at(-1) ?? '';
  return [...faults, ...(answers.last?.test(last) ? [] : [`${last} is no end of this stream`])].map(named);
}

/** The events of a stream, comments left out. */
export const eventsOf = (body: string): readonly string[] =>
  body.split('\n\n').filter((event) => event !== '' && !event.startsWith(':'));

function faultsOf(schema: Schema, value: unknown): readonly string[] {
  let validate = compiled.get(schema);
  if (!validate) compiled.set(schema, (validate = ajv.compile(schema)));
  return validate(value)
    ? []
    : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
}
