import type { ChatRequest, Message, ResponseFormat, Tool, ToolChoice } from '../chat-request.js';
import { listedFields } from '../extra-fields.js';
import { encodePart } from './encode-part.js';
import { withoutShownByTools } from './shown-by-tools.js';
import { withToolCalls } from './older-functions.js';
import { ALL_FIELDS, isEmpty, tailored, type FieldTaste } from './field-taste.js';

/**
 * The exact bytes for an OpenAI-compatible upstream. Fields are named one by one: what is not named here never leaves.
 * Usage is always asked for, so that a stream is never free.
 * @param endUser a pseudonym in the place of `request.user`, which stays here.
 * @param taste what this upstream does not take, or takes under another name.
 */
export function encodeChatRequest(
  request: ChatRequest,
  upstreamModel: string,
  endUser?: string,
  taste: FieldTaste = ALL_FIELDS,
): string {
  const extra = listedFields(request.extra, taste.extraFields);
  const body = requestBody(request, upstreamModel, endUser);
  const own = taste.omit.length === 0 && isEmpty(taste.rename) ? body : tailored(body, taste);
  // what is known here wins; most calls have nothing else, and copying every field costs as much as writing it
  return JSON.stringify(Object.keys(extra).length === 0 ? own : { ...extra, ...own });
}

function requestBody(request: ChatRequest, upstreamModel: string, endUser: string | undefined): object {
  const { sampling } = request;
  return {
    model: upstreamModel,
    messages: conversation(request).map(encodeMessage),
    max_tokens: sampling.maxTokens,
    max_completion_tokens: sampling.maxCompletionTokens,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    n: sampling.choices,
    stop: request.stop.length > 0 ? request.stop : undefined,
    presence_penalty: sampling.presencePenalty,
    frequency_penalty: sampling.frequencyPenalty,
    seed: sampling.seed,
    logprobs: sampling.logprobs,
    top_logprobs: sampling.topLogprobs,
    logit_bias: sampling.logitBias,
    parallel_tool_calls: sampling.parallelToolCalls,
    reasoning_effort: sampling.reasoningEffort,
    tools: request.tools.length > 0 ? request.tools.map(tool) : undefined,
    tool_choice: toolChoice(request.toolChoice),
    response_format: responseFormat(request.responseFormat),
    prediction: request.prediction === undefined ? undefined : { type: 'content', content: request.prediction },
    user: endUser,
    stream: request.stream ? true : undefined,
    stream_options: request.stream ? { include_usage: true } : undefined,
  };
}

const conversation = ({ messages, callsFunctions }: ChatRequest): readonly Message[] =>
  withoutShownByTools(callsFunctions ? withToolCalls(messages) : messages);

/** A message as OpenAI has it. */
export function encodeMessage(message: Message): object {
  const { functionCall } = message;
  return {
    role: message.role,
    content: typeof message.content === 'string' ? message.content : (message.content?.map(encodePart) ?? null),
    name: message.name,
    refusal: message.refusal,
    tool_calls:
      message.toolCalls.length > 0
        ? message.toolCalls.map((call) => ({
            id: call.id,
            type: 'function',
            function: { name: call.name, arguments: call.arguments },
          }))
        : undefined,
    tool_call_id: message.toolCallId,
    function_call: functionCall && { name: functionCall.name, arguments: functionCall.arguments },
  };
}

const tool = ({ name, description, parameters, strict }: Tool): object => ({
  type: 'function',
  function: { name, description, parameters, strict },
});

const toolChoice = (choice: ToolChoice | undefined): object | string | undefined =>
  typeof choice === 'object' ? { type: 'function', function: { name: choice.name } } : choice;

function responseFormat(format: ResponseFormat | undefined): object | undefined {
  if (format?.type !== 'json_schema') return format && { type: format.type };
  const { name, description, schema, strict } = format;
  return { type: 'json_schema', json_schema: { name, description, schema, strict } };
}
