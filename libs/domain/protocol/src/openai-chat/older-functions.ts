import { DomainError } from '@radiant/kernel';
import type { ChatRequest, Message, Tool, ToolChoice } from '../chat-request.js';
import type { SourcePaths } from '../source-paths.js';
import type { ChatRequestBody, FunctionBody } from './request-body.js';

/** What a request in the older form, by `functions`, asks for: of tools, which every upstream knows. */
export interface AskedTools {
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice | undefined;
}

/** Undefined for a request that has none. @throws DomainError `validation_error` where both forms are mixed. */
export function functionsAsTools({ functions, function_call: choice, tools }: ChatRequestBody): AskedTools | undefined {
  const own = functions ?? [];
  if (own.length === 0) {
    if (typeof choice === 'object' && choice) throw refused('function_call', 'absent where there are no functions');
    return undefined;
  }
  if (tools && tools.length > 0) throw refused('functions', 'absent where there are tools');
  return { tools: own.map(functionTool), toolChoice: choice ?? undefined };
}

/** A function as `tools` and `functions` have it. */
export const functionTool = ({ name, description, parameters, strict }: FunctionBody): Tool => ({
  name,
  description: description ?? undefined,
  parameters: parameters ?? undefined,
  strict: strict ?? undefined,
});

/**
 * The conversation with calls of functions as calls of tools: upstreams that are sent tools need know no other. The ids
 * that calls of functions do not have are counted.
 */
export function withToolCalls(messages: readonly Message[]): readonly Message[] {
  if (!messages.some(({ role, functionCall }) => functionCall || role === 'function')) return messages;
  let calls = 0;
  return messages.map((message): Message => {
    const { functionCall, role } = message;
    if (functionCall) {
      calls += 1;
      const call = { id: `function_${calls}`, name: functionCall.name, arguments: functionCall.arguments };
      return { ...message, functionCall: undefined, toolCalls: [...message.toolCalls, call] };
    }
    return role === 'function'
      ? { ...message, role: 'tool', name: undefined, toolCallId: `function_${calls}` }
      : message;
  });
}

const NAMES: SourcePaths['names'] = [
  [/^tools(\[\d+\])\.function/, 'functions$1'],
  [/^tools$/, 'functions'],
  [/^tool_choice(?:\.function)?/, 'function_call'],
];
const SOURCES: SourcePaths = { messages: [], names: NAMES };

/** How the caller of a chat names what it asks for; undefined: by the canonical names. */
export const chatSources = ({ callsFunctions }: ChatRequest): SourcePaths | undefined =>
  callsFunctions === true ? SOURCES : undefined;

const refused = (field: string, expected: string): DomainError =>
  new DomainError('validation_error', `${field} must be ${expected}`, { field });
