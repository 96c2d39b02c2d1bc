import { requestId, type AuditEvent, type RequestId } from '@radiant/kernel';
import type { FastifyRequest } from 'fastify';

const LONGEST_USER_AGENT = 200;

/** Where a request comes from, as the audit trail keeps it: sealed. */
export function originOf(request: FastifyRequest): NonNullable<AuditEvent['origin']> {
  const agent = request.headers['user-agent'];
  return { ip: request.ip, ...(agent !== undefined && { userAgent: agent.slice(0, LONGEST_USER_AGENT) }) };
}

/** The id under which a request stands in every record. */
export const requestIdOf = (request: FastifyRequest): RequestId => requestId(request.id);
