import type { ContentPart, Message, PartSource } from '../chat-request.js';
import type { MessageSource } from '../source-paths.js';
import type { DocumentBody, ImageBody, ShownBody, ToolResultBody } from './request-body.js';

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
export function decodeToolResult({ tool_use_id, content, is_error }: ToolResultBody, path: string): PlacedMessage {
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
