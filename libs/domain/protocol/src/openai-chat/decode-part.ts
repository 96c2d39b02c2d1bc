import { DomainError } from '@radiant/kernel';
import type { ContentPart, PartSource } from '../chat-request.js';
import { readDataUrl, sourceOf } from '../data-url.js';
import type { ContentPartBody, FileBody } from './request-body.js';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** One part of a message. @param path where it stands. @throws DomainError `validation_error` for data that can't be read. */
export function decodePart(body: ContentPartBody, path: string): ContentPart {
  switch (body.type) {
    case 'text':
      return { type: 'text', text: body.text };
    case 'refusal':
      return { type: 'refusal', text: body.refusal };
    case 'image_url': {
      const { url, detail } = body.image_url;
      const source = /^https?:/.test(url) ? { kind: 'address' as const, url } : readDataUrl(url);
      return {
        type: 'image',
        source: source ?? unreadable(`${path}.image_url.url`),
        detail: detail ?? undefined,
      };
    }
    case 'input_audio': {
      const { data, format } = body.input_audio;
      return { type: 'audio', source: { kind: 'data', mediaType: `audio/${format}`, base64: data }, format };
    }
    case 'file':
      return {
        type: 'file',
        source: fileSource(body.file) ?? unreadable(`${path}.file.file_data`),
        filename: body.file.filename ?? undefined,
      };
  }
}

function fileSource({ file_data: data, file_id: id }: FileBody): PartSource | undefined {
  if (typeof data !== 'string') return typeof id === 'string' ? { kind: 'reference', id } : undefined;
  return BASE64.test(data) ? sourceOf('application/octet-stream', data) : readDataUrl(data);
}

function unreadable(field: string): never {
  throw new DomainError('validation_error', `${field} must be a data URL whose data is base64`, { field });
}
