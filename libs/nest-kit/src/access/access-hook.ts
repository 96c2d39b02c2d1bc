import type { Principal } from '@radiant/identity';
import { DomainError } from '@radiant/kernel';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication hook on every route that is not public. */
    principal?: Principal;
  }
  interface FastifyContextConfig {
    /** Served without credentials. */
    public?: boolean;
  }
}

/** The principal behind a presented key or token. @throws DomainError `unauthorized`. */
export type Authenticate = (credential: string) => Promise<Principal>;

/** Asks for credentials on every route that does not declare itself public. */
export const authenticationHook =
  (authenticate: Authenticate) =>
  async (request: FastifyRequest): Promise<void> => {
    if (request.is404 || isPublic(request)) return;
    request.principal = await authenticate(credential(request));
  };

/** The API's own description is public too; its routes are Swagger's, so they can't declare it themselves. */
function isPublic(request: FastifyRequest): boolean {
  const { config, url = '' } = request.routeOptions;
  return config.public === true || url === '/openapi.json' || url === '/docs' || url.startsWith('/docs/');
}

/** @throws DomainError `unauthorized` when the request shows nothing. */
function credential(request: FastifyRequest): string {
  const { authorization, 'x-api-key': apiKey } = request.headers;
  if (typeof authorization === 'string' && /^bearer /i.test(authorization)) return authorization.slice(7).trim();
  if (typeof apiKey === 'string') return apiKey.trim();
  throw new DomainError('unauthorized', 'send a key as `Authorization: Bearer <key>` or `x-api-key: <key>`');
}

/** The principal of a request on a route that is not public. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new DomainError('unauthorized', 'authentication is required');
  return request.principal;
}
