import type { CacheMark, ContentPart, Message, PartSource, Thought } from '../chat-request.js';
import { asFields } from '../json-reader.js';
import { isSealed } from '../thoughts.js';
import type { MessageSource } from '../source-paths.js';
import type { DocumentBody, ImageBody, ShownBody, ThoughtBody, ToolResultBody } from './request-body.js';

/** A part of a message, and where the caller wrote it. */
export interface PlacedPart {
  readonly part: ContentPart;
  readonly at: string;
}

/** A message, and where the caller wrote it. */
export interface PlacedMessage {
  readonly message: Message;
  readonly source: MessageSource;
}

/** A message of what is said, at a place of the body. A list stays a list. */
export function decodeSaid(
  content: string | readonly ShownBody[],
  path: string,
): { readonly content: string | readonly ContentPart[]; readonly parts: readonly string[] } {
  if (typeof content === 'string') return { content, parts: [] };
  const placed = content.flatMap((block, i) => decodeShown(block, `${path}[${i}]`));
  return { content: placed.map(({ part }) => part), parts: placed.map(({ at }) => at) };
}

/** A block that is shown to the model. What is text in it becomes text, which every provider reads and PHI is found in. */
export function decodeShown(block: ShownBody, path: string): readonly PlacedPart[] {
  return marked(partsOf(block, path), cacheMark(block.cache_control));
}

/** The mark stands behind the last of them. */
const marked = (parts: readonly PlacedPart[], cache: CacheMark | undefined): readonly PlacedPart[] =>
  cache === undefined
    ? parts
    : parts.map((placed, i) => (i < parts.length - 1 ? placed : { part: { ...placed.part, cache }, at: placed.at }));

/** Undefined for anything but a mark that Anthropic's reference knows. */
export function cacheMark(control: unknown): CacheMark | undefined {
  const { type, ttl } = asFields(control) ?? {};
  if (type !== 'ephemeral') return undefined;
  return ttl === '1h' ? '1h' : '5m';
}

/** What the model thought before. What was never signed, or can be read where a seal should be, goes to nobody. */
export function decodeThought(block: ThoughtBody): readonly Thought[] {
  if (block.type === 'redacted_thinking') {
    const data = block.data ?? '';
    return isSealed(data) ? [{ kind: 'sealed', data }] : [];
  }
  const { thinking, signature } = block;
  return typeof signature === 'string' && isSealed(signature)
    ? [{ kind: 'said', text: thinking ?? '', signature }]
    : [];
}

function partsOf(block: ShownBody, path: string): readonly PlacedPart[] {
  switch (block.type) {
    case 'text':
      return [text(block.text, path)];
    case 'image':
      return [image(block, path)];
    case 'document':
      return document(block, path);
    case 'search_result':
      return [
        text(block.title, `${path}.title`),
        text(block.source, `${path}.source`),
        ...block.content.map((each, i) => text(each.text, `${path}.content[${i}]`)),
      ];
  }
}

/** What a tool answered, as a message of its own. */
export function decodeToolResult(
  { tool_use_id, content, is_error, cache_control }: ToolResultBody,
  path: string,
): PlacedMessage {
  const said = decodeSaid(content ?? '', `${path}.content`);
  return {
    message: {
      role: 'tool',
      content: said.content,
      name: undefined,
      refusal: undefined,
      toolCalls: [],
      toolCallId: tool_use_id,
      functionCall: undefined,
      toolFailed: is_error === true ? true : undefined,
      cache: cacheMark(cache_control),
    },
    source: { path, content: `${path}.content`, parts: said.parts, toolCalls: [] },
  };
}

const text = (value: string, at: string): PlacedPart => ({ part: { type: 'text', text: value }, at });

const optionalText = (value: string | null | undefined, at: string): readonly PlacedPart[] =>
  typeof value === 'string' ? [text(value, at)] : [];

const image = ({ source }: ImageBody, at: string): PlacedPart => ({
  part: { type: 'image', source: attached(source), detail: undefined },
  at,
});

function document({ source, title, context }: DocumentBody, path: string): readonly PlacedPart[] {
  const about = optionalText(context, `${path}.context`);
  const named = [...optionalText(title, `${path}.title`), ...about];
  switch (source.type) {
    case 'text':
      return [...named, text(source.data, `${path}.source.data`)];
    case 'content': {
      const at = `${path}.source.content`;
      const { content } = source;
      const said =
        typeof content === 'string'
          ? [text(content, at)]
          : content.flatMap((block, i) => decodeShown(block, `${at}[${i}]`));
      return [...named, ...said];
    }
    case 'base64':
    case 'url':
    case 'file':
      return [...about, { part: { type: 'file', source: attached(source), filename: title ?? undefined }, at: path }];
  }
}

function attached(source: ImageBody['source']): PartSource {
  switch (source.type) {
    case 'base64':
      return { kind: 'data', mediaType: source.media_type, base64: source.data };
    case 'url':
      return { kind: 'address', url: source.url };
    case 'file':
      return { kind: 'reference', id: source.file_id };
  }
}
