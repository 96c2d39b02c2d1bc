import type { AttachedPart, FilePart, ImagePart } from '../chat-request.js';
import { unsupported } from './limits.js';

const PDF = 'application/pdf';
const IMAGES = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);

/** A part that holds more than text. @throws DomainError `validation_error` for what the API does not take. */
export function encodeAttached(part: AttachedPart, path: string): object {
  switch (part.type) {
    case 'image':
      return { type: 'image', source: imageSource(part, `${path}.image_url.url`) };
    case 'file':
      return { type: 'document', source: documentSource(part, `${path}.file`), title: part.filename };
    case 'audio':
      throw unsupported(`${path}.type`, 'text, image_url or file: this provider hears no audio');
  }
}

function imageSource({ source }: ImagePart, field: string): object {
  switch (source.kind) {
    case 'address':
      return { type: 'url', url: source.url };
    case 'data':
      if (!IMAGES.has(source.mediaType)) throw unsupported(field, 'JPEG, PNG, GIF or WebP, for this provider');
      return { type: 'base64', media_type: source.mediaType, data: source.base64 };
    case 'text':
    case 'reference':
      throw unsupported(field, 'JPEG, PNG, GIF or WebP, for this provider');
  }
}

function documentSource({ source }: FilePart, field: string): object {
  switch (source.kind) {
    case 'text':
      return { type: 'text', media_type: 'text/plain', data: source.text };
    case 'address':
      return { type: 'url', url: source.url };
    case 'data':
      if (source.mediaType !== PDF) throw unsupported(`${field}.file_data`, 'text or a PDF, for this provider');
      return { type: 'base64', media_type: PDF, data: source.base64 };
    case 'reference':
      throw unsupported(`${field}.file_id`, 'absent: files that were left with this provider are not reached');
  }
}
