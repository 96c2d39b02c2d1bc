import {
  actInApp,
  actOnTenant,
  assertInService,
  authorize,
  CredentialRefused,
  routeApp,
  type App,
  type AppDirectory,
  type Principal,
} from '@radiant/identity';
import { DomainError, FreshCache, tenantId, type AppId, type Clock } from '@radiant/kernel';
import type { FastifyRequest } from 'fastify';
import { credential } from './credential.js';
import { forwardedUser } from './forwarded-user.js';
import { accessOf } from './route-permissions.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set when the route is not public. */
    principal?: Principal;
  }
}

/** The principal behind a presented key or token. @param app the route's. @throws DomainError `unauthorized`. */
export type Authenticate = (credential: string, app: AppId | undefined) => Promise<Principal>;

export interface AccessOptions {
  readonly authenticate: Authenticate;
  readonly apps: AppDirectory;
  readonly clock: Clock;
  /** Whether administrators' changes need a sign-in with a second factor. */
  readonly requireSecondFactor: boolean;
  /** Whether a credential reads the metrics, and does nothing else: no principal is behind it. */
  readonly readsMetrics?: (credential: string) => boolean;
}

/** A new app is known everywhere after this many ms, and one out of service refused. */
const APPS_AGE_MS = 5_000;

/** Who is calling, for which tenant and app, and whether they may: asked once, before anything of a request is read. */
export function accessHook(options: AccessOptions): (request: FastifyRequest) => Promise<void> {
  const { authenticate, apps, clock, requireSecondFactor, readsMetrics } = options;
  const known = new FreshCache(clock, { maxAgeMs: APPS_AGE_MS, maxEntries: 1 }, async (_: 'apps') => {
    const all = await apps.all();
    const having = (wanted: App['status']): ReadonlySet<string> =>
      new Set(all.filter(({ status }) => status === wanted).map(({ id }) => id));
    return { active: having('active'), inactive: having('inactive') };
  });
  return async (request) => {
    if (request.is404) return;
    const access = accessOf(request.routeOptions);
    const address = { host: request.host, path: request.originalUrl };
    const app = namesApp(address) ? routeApp(address, (await known.get('apps')).active) : undefined;
    if (access === 'public') return;
    const shown = credential(request);
    if (access === 'metrics.read' && readsMetrics?.(shown)) return;
    const caller = await authenticate(shown, app).catch((error: unknown) => {
      if (error instanceof CredentialRefused) request.refused = error.principal;
      throw error;
    });
    request.principal = caller; // a refusal from here on is his
    const principal = forwardedUser(actInApp(actOnTenant(caller, wantedTenant(request)), app), request.headers);
    request.principal = principal;
    assertInService(principal, (await known.get('apps')).inactive);
    authorize(principal, access, requireSecondFactor);
  };
}

/** Whether the address can name an app at all: most calls come to a plain address. */
const namesApp = ({ host, path }: { host: string; path: string }): boolean =>
  /^[a-z][a-z0-9-]*\.[a-z]/i.test(host) || /^\/api\/(?!v\d+(?:[/?]|$))/.test(path);

function wantedTenant({ headers }: FastifyRequest): ReturnType<typeof tenantId> | undefined {
  const wanted = headers['x-tenant-id'];
  return typeof wanted === 'string' ? tenantId(wanted, 'x-tenant-id') : undefined;
}

/** The principal of a request on a route that is not public. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new DomainError('unauthorized', 'authentication is required');
  return request.principal;
}
