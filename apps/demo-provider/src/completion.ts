import { createHash } from 'node:crypto';
import { type ChatRequest, lastInput, type Message } from './chat-request.js';
import { placeholdersIn } from './placeholders.js';
import { sample } from './sample.js';
import { countTokens, firstTokens } from './tokens.js';
import { type ToolCall, toolCallsFor } from './tool-calls.js';

/** 2026-01-01T00:00:00Z in seconds: a fixed time, so that equal requests get equal bytes. */
export const CREATED = 1_767_225_600;

/** How much of what it was told a reply repeats, in UTF-16 units. */
const ECHO_CHARACTERS = 2_000;
const LISTED_PLACEHOLDERS = 50;

export interface Choice {
  /** Empty when there are tool calls. */
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: 'stop' | 'length' | 'tool_calls';
}

export interface Completion {
  readonly id: string;
  readonly model: string;
  readonly choices: readonly Choice[];
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** The whole reply to a request, computed before its first byte is sent. `body` is the request as received. */
export function complete(request: ChatRequest, body: string): Completion {
  const input = lastInput(request);
  const toolCalls = toolCallsFor(request, input);
  const choices = Array.from({ length: request.choices }, (_, index): Choice =>
    toolCalls.length > 0
      ? { text: '', toolCalls, finishReason: 'tool_calls' }
      : { ...cut(replyText(request, input, index), request), toolCalls },
  );
  return {
    id: `chatcmpl-demo-${createHash('sha256').update(body).digest('hex').slice(0, 24)}`,
    model: request.model,
    choices,
    promptTokens: promptTokens(request),
    completionTokens: choices.reduce((sum, choice) => sum + choiceTokens(choice), 0),
  };
}

/** Tokens of the messages' texts and tool calls, and of the tool definitions as compact JSON. */
function promptTokens(request: ChatRequest): number {
  const texts = request.messages.flatMap(({ text, callTexts }) => [text, ...callTexts]);
  const tools = request.tools.length > 0 ? [JSON.stringify(request.tools)] : [];
  return [...texts, ...tools].reduce((sum, text) => sum + countTokens(text), 0);
}

function choiceTokens({ text, toolCalls }: Choice): number {
  return toolCalls.reduce((sum, call) => sum + countTokens(call.name) + countTokens(call.arguments), countTokens(text));
}

/** Cuts at the first stop sequence, then at the token limit. */
function cut(text: string, { stop, maxTokens }: ChatRequest): Pick<Choice, 'text' | 'finishReason'> {
  const ends = stop.map((sequence) => text.indexOf(sequence)).filter((end) => end >= 0);
  const stopped = text.slice(0, Math.min(text.length, ...ends));
  const kept = maxTokens === undefined ? stopped : firstTokens(stopped, maxTokens);
  return { text: kept, finishReason: kept.length < stopped.length ? 'length' : 'stop' };
}

function replyText({ format }: ChatRequest, input: Message, index: number): string {
  const told = beginning(input.text);
  const placeholders = placeholdersIn(input.text);
  switch (format.kind) {
    case 'json':
      return JSON.stringify({ note: 'Demo model, not a real one.', reply: index + 1, told, placeholders });
    case 'schema':
      return JSON.stringify(sample(format.schema, () => told));
    case 'text': {
      const reply = index === 0 ? '' : `Reply ${index + 1}. `;
      const verb = input.role === 'tool' ? 'The tool answered' : 'I was told';
      return `${reply}Demo model, not a real one. ${verb}: "${told}"${listed(placeholders)}`;
    }
  }
}

function listed(placeholders: readonly string[]): string {
  if (placeholders.length === 0) return '';
  const more = placeholders.length - LISTED_PLACEHOLDERS;
  const shown = placeholders.slice(0, LISTED_PLACEHOLDERS).join(', ');
  return ` I saw these placeholders: ${shown}${more > 0 ? ` and ${more} more` : ''}.`;
}

function beginning(text: string): string {
  // A surrogate pair is not cut in two.
  return text.slice(0, ECHO_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
}
