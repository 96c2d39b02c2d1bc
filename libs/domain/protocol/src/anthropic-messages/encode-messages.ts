import type { CacheMark, ContentPart, FunctionCall, Message } from '../chat-request.js';
import { asFields } from '../json-reader.js';
import { encodeAttached } from './encode-attached.js';
import { encodeThoughts } from './encode-thinking.js';
import { callId, toolName, unsupported } from './limits.js';

interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: object[];
}

/** What the system says: all of it comes first, wherever it stood. */
export const systemBlocks = (messages: readonly Message[]): readonly object[] =>
  messages.flatMap((message, i) => (isSystem(message) ? blocks(message.content, `messages[${i}]`) : []));

/**
 * The turns of user and assistant, neighbours of one role joined: the results of all tools of a turn are to stand in the
 * one that follows it. @throws DomainError `validation_error` naming the field.
 */
export function conversation(messages: readonly Message[]): readonly Turn[] {
  const turns: Turn[] = [];
  let functionCalls = 0;
  for (const [i, message] of messages.entries()) {
    if (isSystem(message)) continue;
    if (message.functionCall) functionCalls += 1;
    const content = said(message, `messages[${i}]`, `function_${functionCalls}`);
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...content);
    else if (content.length > 0) turns.push({ role, content: [...content] });
  }
  if (turns.length === 0) throw unsupported('messages', 'a list with something that a user says, for this provider');
  return turns;
}

const isSystem = ({ role }: Message): boolean => role === 'system' || role === 'developer';

/** @param functionId stands for the id that the older form of calls, by functions, does not have. */
function said(message: Message, path: string, functionId: string): readonly object[] {
  const { role, content, refusal, toolCalls, functionCall } = message;
  switch (role) {
    case 'system':
    case 'developer':
      return [];
    case 'user':
      return blocks(content, path);
    case 'assistant':
      return [
        ...encodeThoughts(message),
        ...blocks(content, path),
        ...textBlock(refusal ?? ''),
        ...toolCalls.map((call, i) => toolUse(call, call.id, `${path}.tool_calls[${i}].function`, call.cache)),
        ...(functionCall ? [toolUse(functionCall, functionId, `${path}.function_call`)] : []),
      ];
    case 'tool':
      return [toolResult(message.toolCallId ?? '', blocks(content, path), message)];
    case 'function':
      return [toolResult(functionId, blocks(content, path), message)];
  }
}

/** The provider keeps what stands up to here. */
export const cacheControl = (cache: CacheMark | undefined): object | undefined =>
  cache && { type: 'ephemeral', ttl: cache === '5m' ? undefined : cache };

const toolUse = ({ name, arguments: text }: FunctionCall, id: string, path: string, cache?: CacheMark): object => ({
  type: 'tool_use',
  id: callId(id),
  name: toolName(name, `${path}.name`),
  input: input(text, path),
  cache_control: cacheControl(cache),
});

const toolResult = (id: string, content: readonly object[], { toolFailed, cache }: Message): object => ({
  type: 'tool_result',
  tool_use_id: callId(id),
  content: content.length > 0 ? content : undefined,
  is_error: toolFailed,
  cache_control: cacheControl(cache),
});

function input(text: string, path: string): object {
  if (text.trim() === '') return {};
  try {
    const value = asFields(JSON.parse(text));
    if (value) return value;
  } catch {
    // said below: the parser's message quotes the text
  }
  throw unsupported(`${path}.arguments`, 'the text of a JSON object, for this provider');
}

/** Texts of white space alone are refused by the API. */
const textBlock = (text: string, cache?: CacheMark): readonly object[] =>
  text.trim() === '' ? [] : [{ type: 'text', text, cache_control: cacheControl(cache) }];

function blocks(content: Message['content'], path: string): readonly object[] {
  if (content === null) return [];
  if (typeof content === 'string') return textBlock(content);
  return content.flatMap((part, i) => block(part, `${path}.content[${i}]`));
}

function block(part: ContentPart, path: string): readonly object[] {
  switch (part.type) {
    case 'text':
      return textBlock(part.text, part.cache);
    case 'refusal':
      return textBlock(part.text);
    case 'image':
    case 'file':
      return [{ ...encodeAttached(part, path), cache_control: cacheControl(part.cache) }];
    case 'audio':
      return [encodeAttached(part, path)];
  }
}
