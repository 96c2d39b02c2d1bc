import { DomainError } from '@radiant/kernel';
import type { FastifyRequest } from 'fastify';

/** The key or token that a request shows. @throws DomainError `unauthorized` when it shows nothing. */
export function credential({ headers: { authorization, 'x-api-key': apiKey } }: FastifyRequest): string {
  if (typeof authorization === 'string' && /^bearer /i.test(authorization)) return authorization.slice(7).trim();
  if (typeof apiKey === 'string') return apiKey.trim();
  throw new DomainError('unauthorized', 'send a key as `Authorization: Bearer <key>` or `x-api-key: <key>`');
}
