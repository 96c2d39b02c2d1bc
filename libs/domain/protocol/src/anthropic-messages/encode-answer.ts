import type { Thought } from '../chat-request.js';
import type { Choice, Completion, CompletionToolCall, ReportedUsage } from '../completion.js';
import { asCount, asFields } from '../json-reader.js';

/**
 * A whole answer as Anthropic's message object.
 * @param model the id under which the caller finds the model.
 * @param showsThinking whether the caller asked for what the model thought: others read the first block as the answer.
 */
export function encodeMessageAnswer(completion: Completion, model: string, showsThinking: boolean): object {
  const [choice] = completion.choices;
  return {
    id: completion.id,
    type: 'message',
    role: 'assistant',
    model,
    content: choice ? blocks(choice, showsThinking) : [],
    ...ending(choice, choice !== undefined && choice.toolCalls.length > 0),
    usage: answerUsage(completion.usage),
  };
}

function blocks(
  { reasoning, thoughts, content, refusal, toolCalls }: Choice,
  showsThinking: boolean,
): readonly object[] {
  return [
    ...(showsThinking ? (thoughts?.map(thoughtBlock) ?? (reasoning ? [thinkingBlock(reasoning)] : [])) : []),
    ...[content, refusal].filter((text) => text !== null && text !== '').map((text) => textBlock(text ?? '')),
    ...toolCalls.map((call) => ({ ...toolUseBlock(call.id, call.name), input: input(call) })),
  ];
}

/** Without `citations`: a null there is refused by @ai-sdk/anthropic, and Anthropic leaves it out where none were asked for. */
export const textBlock = (text: string): object => ({ type: 'text', text });
/** Without a signature where who thought it gives none: it is not sent back then. */
export const thinkingBlock = (thinking: string, signature = ''): object => ({ type: 'thinking', thinking, signature });
export const sealedBlock = (data: string): object => ({ type: 'redacted_thinking', data });
export const toolUseBlock = (id: string, name: string): object => ({ type: 'tool_use', id, name, input: {} });

const thoughtBlock = (thought: Thought): object =>
  thought.kind === 'sealed' ? sealedBlock(thought.data) : thinkingBlock(thought.text, thought.signature);

/** What a model wrote that is no JSON is handed on as the text that it is: who called can say so to the model. */
function input({ arguments: text }: CompletionToolCall): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

type Ending = Pick<Choice, 'finishReason' | 'stopSequence'>;

/**
 * Why an answer ended, in Anthropic's words. @param called whether it calls a tool: of one that it had to call, OpenAI says
 * `stop`, and clients here run what the answer stopped for.
 */
export const ending = (
  end: Ending | undefined,
  called: boolean,
): { readonly stop_reason: string; readonly stop_sequence: string | null } => ({
  stop_reason: stopReason(end, called),
  stop_sequence: end?.stopSequence ?? null,
});

function stopReason(end: Ending | undefined, called: boolean): string {
  if (end?.stopSequence !== undefined) return 'stop_sequence';
  switch (end?.finishReason ?? '') {
    case 'length':
      return 'max_tokens';
    case 'tool_calls':
    case 'function_call':
      return 'tool_use';
    case 'content_filter':
      return 'refusal';
    default:
      return called ? 'tool_use' : 'end_turn';
  }
}

/** Anthropic counts what was read from and written to a cache beside `input_tokens`. */
export function answerUsage(usage: ReportedUsage | undefined): object {
  const { promptTokens = 0, completionTokens = 0, cachedTokens = 0, asSent } = usage ?? {};
  const sent = asSent?.form === 'anthropic' ? asFields(asSent.fields) : undefined;
  const written = asCount(sent?.['cache_creation_input_tokens']) ?? 0;
  return {
    input_tokens: Math.max(0, promptTokens - cachedTokens - written),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: cachedTokens,
    output_tokens: completionTokens,
  };
}
