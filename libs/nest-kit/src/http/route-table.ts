import type { FastifyInstance } from 'fastify';
import { accessOf, type RouteAccess } from '../access/route-permissions.js';

interface Route {
  readonly url: string;
  readonly pattern: RegExp;
  readonly methods: readonly string[];
  readonly access: RouteAccess;
}

/** Which methods each address has, so that a wrong method is told apart from a wrong address, and what each asks. */
export class RouteTable {
  private readonly routes: Route[] = [];

  /** Notes every route that is registered from here on; one that does not say who may call it stops the start. */
  constructor(server: FastifyInstance) {
    server.addHook('onRoute', ({ url, method, config }) => {
      if (url.includes('*')) return;
      const pattern = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:[^/]+/g, '[^/]+');
      const access = accessOf({ url, method, config });
      this.routes.push({ url, pattern: new RegExp(`^${pattern}/?$`), methods: [method].flat(), access });
    });
  }

  /** Empty when nothing is at this address. */
  methodsOf(url: string): readonly string[] {
    const path = url.split('?', 1)[0] ?? '';
    const methods = this.routes.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods);
    return [...new Set(methods)].sort();
  }
}
