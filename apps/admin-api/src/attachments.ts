import type { FastifyReply } from 'fastify';

/** Marks a reply as a file. @param name letters, digits, `-`, `_` and `.` only. */
export function attached(reply: FastifyReply, contentType: string, name: string): void {
  void reply.header('content-type', contentType).header('content-disposition', `attachment; filename="${name}"`);
}
