import type { ApiHeaderOptions } from '@nestjs/swagger';
import type { ExpectedRevisions } from '@radiant/governance';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A strong tag, as `tagged` writes it; a weak one never matches (RFC 9110, 13.1.1). */
const TAG = /^"(\d{1,10})"$/;

export const IF_MATCH: ApiHeaderOptions = {
  name: 'If-Match',
  required: false,
  description: 'The ETag of what was read: 412 when it has been changed since. Without it any state is changed.',
};

/** Sends the ETag of a row. */
export const tagged = (reply: FastifyReply, { revision }: { readonly revision: number }): void =>
  void reply.header('etag', `"${revision}"`);

/** What the header If-Match names; undefined where any state will do. */
export function expectedOf(request: FastifyRequest): ExpectedRevisions {
  const header = request.headers['if-match'];
  if (header === undefined || header.trim() === '*') return undefined;
  return header.split(',').flatMap((tag) => {
    const revision = TAG.exec(tag.trim())?.[1];
    return revision === undefined ? [] : [Number(revision)];
  });
}
