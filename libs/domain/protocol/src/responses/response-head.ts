import type { ChatRequest, ResponseFormat, Tool, ToolChoice } from '../chat-request.js';
import type { ReportedUsage } from '../completion.js';

/** What is known of a response before its answer. */
export interface ResponseHead {
  /** Of `responseId`. */
  readonly id: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  /** What was asked, as it is to be repeated to whoever asked. */
  readonly asked: ChatRequest;
  readonly instructions: string | undefined;
  readonly previous: string | undefined;
  readonly store: boolean;
  /** As of the request. */
  readonly truncates: boolean;
  readonly metadata: Readonly<Record<string, string>>;
}

/** How far a response has come. */
export interface ResponseState {
  readonly status: 'in_progress' | 'completed' | 'incomplete';
  /** The id under which the caller finds the model. */
  readonly model: string;
  readonly output: readonly object[];
  /** All that is said in `output`. */
  readonly outputText: string;
  /** Why the model stopped. */
  readonly finishReason: string | null;
  readonly usage: ReportedUsage | undefined;
}

/** OpenAI's response object, with every field that its schema requires and that clients read. */
export function responseObject(head: ResponseHead, state: ResponseState): object {
  const { asked } = head;
  const { sampling } = asked;
  return {
    id: head.id,
    object: 'response',
    created_at: head.createdAt,
    status: state.status,
    background: false,
    error: null,
    incomplete_details: state.status === 'incomplete' ? { reason: incompleteReason(state.finishReason) } : null,
    instructions: head.instructions ?? null,
    max_output_tokens: sampling.maxCompletionTokens ?? null,
    max_tool_calls: null,
    model: state.model,
    output: state.output,
    output_text: state.outputText,
    parallel_tool_calls: sampling.parallelToolCalls ?? true,
    previous_response_id: head.previous ?? null,
    prompt_cache_key: null,
    reasoning: { effort: sampling.reasoningEffort ?? null, summary: null },
    safety_identifier: null,
    service_tier: 'default',
    store: head.store,
    temperature: sampling.temperature ?? 1,
    text: { format: textFormat(asked.responseFormat), verbosity: 'medium' },
    tool_choice: toolChoice(asked.toolChoice),
    tools: asked.tools.map(tool),
    top_logprobs: 0,
    top_p: sampling.topP ?? 1,
    truncation: head.truncates ? 'auto' : 'disabled',
    usage: state.usage ? usage(state.usage) : null,
    user: asked.user ?? null,
    metadata: head.metadata,
  };
}

/** Whether an answer that ended so is whole. */
export const endStatus = (finishReason: string | null): 'completed' | 'incomplete' =>
  finishReason === 'length' || finishReason === 'content_filter' ? 'incomplete' : 'completed';

const incompleteReason = (finishReason: string | null): string =>
  finishReason === 'content_filter' ? 'content_filter' : 'max_output_tokens';

const tool = ({ name, description, parameters, strict }: Tool): object => ({
  type: 'function',
  name,
  description: description ?? null,
  parameters: parameters ?? null,
  strict: strict ?? null,
});

const toolChoice = (choice: ToolChoice | undefined): object | string =>
  typeof choice === 'object' ? { type: 'function', name: choice.name } : (choice ?? 'auto');

function textFormat(format: ResponseFormat | undefined): object {
  if (format?.type !== 'json_schema') return { type: format?.type ?? 'text' };
  const { name, description, schema, strict } = format;
  return { type: 'json_schema', name, description: description ?? null, schema: schema ?? {}, strict: strict ?? null };
}

const usage = (reported: ReportedUsage): object => ({
  input_tokens: reported.promptTokens,
  input_tokens_details: { cached_tokens: reported.cachedTokens },
  output_tokens: reported.completionTokens,
  output_tokens_details: { reasoning_tokens: reported.reasoningTokens },
  total_tokens: reported.promptTokens + reported.completionTokens,
});
