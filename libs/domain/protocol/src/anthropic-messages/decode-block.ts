import type { ContentPart, Message, PartSource } from '../chat-request.js';
import type { DocumentBody, ImageBody, ShownBody, ToolResultBody } from './request-body.js';

/** What is said, as canonical content. A list stays a list. */
export const decodeSaid = (content: string | readonly ShownBody[]): string | readonly ContentPart[] =>
  typeof content === 'string' ? content : content.flatMap(decodeShown);

/** A block that is shown to the model. What is text in it becomes text, which every provider reads and PHI is found in. */
export function decodeShown(block: ShownBody): readonly ContentPart[] {
  switch (block.type) {
    case 'text':
      return [text(block.text)];
    case 'image':
      return [image(block)];
    case 'document':
      return document(block);
    case 'search_result':
      return [text(block.title), text(block.source), ...block.content.map((each) => text(each.text))];
  }
}

/** What a tool answered, as a message of its own. */
export const decodeToolResult = ({ tool_use_id, content, is_error }: ToolResultBody): Message => ({
  role: 'tool',
  content: decodeSaid(content ?? ''),
  name: undefined,
  refusal: undefined,
  toolCalls: [],
  toolCallId: tool_use_id,
  functionCall: undefined,
  toolFailed: is_error === true ? true : undefined,
});

const text = (value: string): ContentPart => ({ type: 'text', text: value });

const image = ({ source }: ImageBody): ContentPart => ({ type: 'image', source: attached(source), detail: undefined });

function document({ source, title, context }: DocumentBody): readonly ContentPart[] {
  const about = [context].filter((each) => typeof each === 'string').map(text);
  const named = [title].filter((each) => typeof each === 'string').map(text);
  switch (source.type) {
    case 'text':
      return [...named, ...about, text(source.data)];
    case 'content': {
      const said = decodeSaid(source.content);
      return [...named, ...about, ...(typeof said === 'string' ? [text(said)] : said)];
    }
    case 'base64':
    case 'url':
    case 'file':
      return [...about, { type: 'file', source: attached(source), filename: title ?? undefined }];
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
