import { DomainError } from '@radiant/kernel';
import type { ChatRequest, ResponseFormat, Tool, ToolChoice } from '../chat-request.js';
import { listedFields } from '../extra-fields.js';
import { tailored, type FieldTaste } from '../openai-chat/field-taste.js';
import { encodeInput } from './encode-input.js';

/** What a chat calls otherwise, of what a provider may be said not to take. */
const CALLED: ReadonlyMap<string, string> = new Map([
  ['max_tokens', 'max_output_tokens'],
  ['max_completion_tokens', 'max_output_tokens'],
  ['reasoning_effort', 'reasoning'],
  ['response_format', 'text'],
]);

/**
 * The exact bytes for `POST /v1/responses` (OpenAI's API reference). Fields are named one by one: what is not named here
 * never leaves. The provider is always told to keep nothing. Hints that the API does not know (`seed`, penalties,
 * `logit_bias`, `prediction`, names of participants) are left out.
 * @param endUser a pseudonym in the place of `request.user`, which stays here.
 * @param taste what this upstream does not take, and what it is sent besides.
 * @throws DomainError `validation_error` naming the field, for what would change the answer's form and can't be had.
 */
export function encodeResponsesRequest(
  request: ChatRequest,
  upstreamModel: string,
  endUser: string | undefined,
  { omit, extraFields }: Pick<FieldTaste, 'omit' | 'extraFields'>,
): string {
  const { sampling } = request;
  if ((sampling.choices ?? 1) > 1) throw refused('n', '1: responses of this provider are one answer');
  if (sampling.logprobs === true) throw refused('logprobs', 'false: responses of this provider tell none');
  if (request.stop.length > 0) throw refused('stop', 'absent: responses of this provider know no sequences to stop at');
  const body = {
    model: upstreamModel,
    input: encodeInput(request.messages),
    max_output_tokens: maxTokens(request),
    temperature: sampling.temperature,
    top_p: sampling.topP,
    parallel_tool_calls: sampling.parallelToolCalls,
    reasoning: sampling.reasoningEffort === undefined ? undefined : { effort: sampling.reasoningEffort },
    tools: request.tools.length > 0 ? request.tools.map(tool) : undefined,
    tool_choice: toolChoice(request.toolChoice),
    text: textFormat(request.responseFormat),
    user: endUser,
    stream: request.stream ? true : undefined,
  };
  const own = tailored(body, { omit: omit.map((name) => CALLED.get(name) ?? name), rename: {} });
  return JSON.stringify({ ...listedFields(request.extra, extraFields), ...own, store: false }); // what is known here wins
}

function maxTokens({ sampling }: ChatRequest): number | undefined {
  const asked = Math.max(sampling.maxTokens ?? 0, sampling.maxCompletionTokens ?? 0);
  return asked > 0 ? asked : undefined;
}

/** A chat's tools are lenient unless they say otherwise; a response's are strict. */
const tool = ({ name, description, parameters, strict }: Tool): object => ({
  type: 'function',
  name,
  description,
  parameters: parameters ?? { type: 'object', properties: {} },
  strict: strict ?? false,
});

const toolChoice = (choice: ToolChoice | undefined): object | string | undefined =>
  typeof choice === 'object' ? { type: 'function', name: choice.name } : choice;

function textFormat(format: ResponseFormat | undefined): object | undefined {
  if (format === undefined) return undefined;
  if (format.type !== 'json_schema') return { format: { type: format.type } };
  const { name, description, schema, strict } = format;
  return { format: { type: 'json_schema', name, description, schema: schema ?? { type: 'object' }, strict } };
}

/** @param expected completes `<field> must be …`. */
const refused = (field: string, expected: string): DomainError =>
  new DomainError('validation_error', `${field} must be ${expected}`, { field });
