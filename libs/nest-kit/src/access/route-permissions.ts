import type { Permission } from '@radiant/identity';
import type { FastifyContextConfig } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Served without credentials. */
    public?: boolean;
    /** What a caller must be allowed. */
    permission?: Permission;
  }
}

/** What a route asks of its caller. */
export type RouteAccess = 'public' | Permission;

/** The API's own description is public; its routes are Swagger's, so they can't declare it themselves. */
const isDescription = (url: string): boolean => url === '/openapi.json' || url === '/docs' || url.startsWith('/docs/');

/** @throws Error for a route that declares nothing: the process does not start with a door that nobody thought about. */
export function accessOf(route: {
  readonly url?: string | undefined;
  readonly method: string | string[];
  readonly config?: FastifyContextConfig | undefined;
}): RouteAccess {
  if (route.config?.permission !== undefined) return route.config.permission;
  const { url = '' } = route;
  if (route.config?.public === true || isDescription(url)) return 'public';
  throw new Error(`${[route.method].flat().join(', ')} ${url} declares neither @Permit() nor @Public()`);
}
