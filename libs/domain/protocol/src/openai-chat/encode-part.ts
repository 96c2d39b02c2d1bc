import type { AttachedPart, ContentPart, PartSource } from '../chat-request.js';
import { dataUrl } from '../data-url.js';

/** A part of a message as OpenAI has it. */
export function encodePart(part: ContentPart): object {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'refusal':
      return { type: 'refusal', refusal: part.text };
    case 'image':
    case 'audio':
    case 'file':
      return encodeAttached(part);
  }
}

function encodeAttached(part: AttachedPart): object {
  switch (part.type) {
    case 'image':
      return { type: 'image_url', image_url: { url: address(part.source), detail: part.detail } };
    case 'audio':
      return { type: 'input_audio', input_audio: { data: payload(part.source), format: part.format } };
    case 'file': {
      const { source, filename } = part;
      if (source.kind === 'reference') return { type: 'file', file: { filename, file_id: source.id } };
      return { type: 'file', file: { filename, file_data: address(source) } };
    }
  }
}

const address = (source: PartSource): string => {
  switch (source.kind) {
    case 'address':
      return source.url;
    case 'reference':
      return source.id;
    case 'text':
    case 'data':
      return dataUrl(source);
  }
};

const payload = (source: PartSource): string => (source.kind === 'data' ? source.base64 : address(source));
