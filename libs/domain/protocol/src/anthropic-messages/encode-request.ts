import type { ChatRequest, ResponseFormat, Tool, ToolChoice } from '../chat-request.js';
import { listedFields } from '../extra-fields.js';
import { cacheControl, conversation, systemBlocks } from './encode-messages.js';
import { thinkingField } from './encode-thinking.js';
import { toolName, unsupported } from './limits.js';

/** Anthropic wants a limit with every request; where neither the caller nor the registry says one, this is asked for. */
const USUAL_MAX_TOKENS = 4_096;

/** What a request is sent to. */
export interface AnthropicModel {
  /** Its name at the provider. */
  readonly name: string;
  /** Undefined when the registry does not say. */
  readonly maxOutputTokens: number | undefined;
  /** Whether it can be told to think. */
  readonly thinks: boolean;
}

/**
 * The exact bytes for `POST /v1/messages` (Anthropic's Messages API, version 2023-06-01). Fields are named one by one: what
 * is not named here never leaves. Hints that the API does not know (`seed`, penalties, `logit_bias`, `prediction`,
 * names of participants) are left out; an effort becomes a budget of thinking where the model has one.
 * @param extraFields names of fields that are not known here and this provider is to be sent.
 * @param endUser a pseudonym in the place of `request.user`, which stays here.
 * @throws DomainError `validation_error` naming the field, for what would change the answer's form and can't be had.
 */
export function encodeMessagesRequest(
  request: ChatRequest,
  model: AnthropicModel,
  endUser?: string,
  extraFields: readonly string[] = [],
): string {
  const { sampling, stop } = request;
  if ((sampling.choices ?? 1) > 1) throw unsupported('n', '1: this provider gives one answer');
  if (stop.some((text) => text.trim() === '')) {
    throw unsupported('stop', 'made of more than white space: this provider stops at no other sequence');
  }
  if (sampling.logprobs === true) throw unsupported('logprobs', 'false: this provider tells none');
  const system = systemBlocks(request.messages);
  const max_tokens = maxTokens(request, model);
  const body = {
    model: model.name,
    max_tokens,
    system: system.length > 0 ? system : undefined,
    messages: conversation(request.messages),
    tools: request.tools.length > 0 ? request.tools.map(tool) : undefined,
    tool_choice: toolChoice(request.toolChoice, sampling.parallelToolCalls, request.tools.length > 0),
    thinking: thinkingField(request, model.thinks, max_tokens),
    output_config: outputConfig(request),
    stop_sequences: stop.length > 0 ? stop : undefined,
    temperature: sampling.temperature === undefined ? undefined : Math.min(sampling.temperature, 1),
    top_p: sampling.topP,
    top_k: sampling.topK,
    metadata: endUser === undefined ? undefined : { user_id: endUser },
    stream: request.stream ? true : undefined,
  };
  return JSON.stringify({ ...listedFields(request.extra, extraFields), ...body }); // what is known here wins
}

function maxTokens({ sampling }: ChatRequest, model: AnthropicModel): number {
  const asked = Math.max(sampling.maxTokens ?? 0, sampling.maxCompletionTokens ?? 0);
  return asked > 0 ? asked : (model.maxOutputTokens ?? USUAL_MAX_TOKENS);
}

const tool = ({ name, description, parameters, strict, cache }: Tool, index: number): object => ({
  name: toolName(name, `tools[${index}].function.name`),
  description,
  input_schema: { type: 'object', ...parameters },
  strict: strict === true ? true : undefined,
  cache_control: cacheControl(cache),
});

function toolChoice(
  choice: ToolChoice | undefined,
  parallel: boolean | undefined,
  hasTools: boolean,
): object | undefined {
  if (!hasTools) return undefined;
  const disable_parallel_tool_use = parallel === false ? true : undefined;
  if (typeof choice === 'object') {
    return { type: 'tool', name: toolName(choice.name, 'tool_choice.function.name'), disable_parallel_tool_use };
  }
  switch (choice) {
    case undefined:
      return disable_parallel_tool_use && { type: 'auto', disable_parallel_tool_use };
    case 'auto':
      return { type: 'auto', disable_parallel_tool_use };
    case 'required':
      return { type: 'any', disable_parallel_tool_use };
    case 'none':
      return { type: 'none' };
  }
}

function outputConfig({ responseFormat, thinking }: ChatRequest): object | undefined {
  const format = outputFormat(responseFormat);
  const effort = thinking?.effort;
  return format === undefined && effort === undefined ? undefined : { effort, format };
}

function outputFormat(format: ResponseFormat | undefined): object | undefined {
  switch (format?.type) {
    case undefined:
    case 'text':
      return undefined;
    case 'json_schema':
      return { type: 'json_schema', schema: format.schema ?? { type: 'object' } };
    case 'json_object':
      throw unsupported('response_format.type', 'text or json_schema: this provider has no json_object');
  }
}
