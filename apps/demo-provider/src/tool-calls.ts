import { createHash } from 'node:crypto';
import type { ChatRequest, Message, Tool } from './chat-request.js';
import { isObject, parseJson } from './json.js';
import { placeholdersIn } from './placeholders.js';
import { sample } from './sample.js';

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text, as OpenAI sends it. */
  readonly arguments: string;
}

/** The tool calls of one reply: none unless they were asked for, and never as the answer to a tool's result. */
export function toolCallsFor(request: ChatRequest, input: Message): ToolCall[] {
  if (input.role === 'tool') return [];
  const tools = wantedTools(request, input.text);
  return (request.parallelToolCalls ? tools : tools.slice(0, 1)).map((tool, index) => {
    const given = argumentsFor(tool, input.text);
    const hash = createHash('sha256').update(`${index}\n${tool.name}\n${given}`).digest('hex');
    return { id: `call_demo_${hash.slice(0, 16)}`, name: tool.name, arguments: given };
  });
}

function wantedTools(request: ChatRequest, text: string): readonly Tool[] {
  const { tools, toolChoice } = request;
  if (toolChoice === 'none') return [];
  if (typeof toolChoice === 'object') return tools.filter(({ name }) => name === toolChoice.name);
  const named = /\bcall\b/i.test(text) ? tools.filter(({ name }) => text.includes(name)) : [];
  return named.length === 0 && toolChoice === 'required' ? tools.slice(0, 1) : named;
}

/**
 * A JSON object in the text is taken as the arguments, word for word. Otherwise the tool's schema is filled: the
 * placeholders go into its strings in order, and the text itself into the strings that are left.
 */
function argumentsFor(tool: Tool, text: string): string {
  const verbatim = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  if (isObject(parseJson(verbatim))) return verbatim;
  const placeholders = placeholdersIn(text);
  if (!isObject(tool.parameters['properties'])) return JSON.stringify({ told: text, placeholders });
  const left = placeholders.values();
  return JSON.stringify(sample(tool.parameters, () => left.next().value ?? text));
}
