import { appId, DomainError, type AppId, type TenantId } from '@radiant/kernel';
import type { Principal } from './principal.js';

/** The first label of a host that has more than one: `{app}.example.org`. */
const FIRST_LABEL = /^([^.:[\]]+)\.[^.]/;
/** `/api/{app}`; `/api/v1`, `/api/v2` … are the API itself. */
const APP_SEGMENT = /^\/api\/(?!v\d+(?:[/?#]|$))([^/?#]+)/;

/**
 * The app that an address names, by subdomain or path; undefined when it names none. Any first label of a host may be
 * the deployment's own name, so an unknown one names no app; a segment in the app's place of the path can be nothing else.
 * @throws DomainError `not_found` for an app in the path that is not known, `forbidden` when host and path disagree.
 */
export function routeApp(
  { host, path }: { readonly host: string; readonly path: string },
  apps: ReadonlySet<string>,
): AppId | undefined {
  const label = FIRST_LABEL.exec(host)?.[1]?.toLowerCase();
  const segment = APP_SEGMENT.exec(path)?.[1];
  if (segment !== undefined && !apps.has(segment)) throw new DomainError('not_found', 'there is no such app');
  const ofHost = label !== undefined && apps.has(label) ? label : undefined;
  if (ofHost !== undefined && segment !== undefined && ofHost !== segment) {
    throw new DomainError('forbidden', 'the host and the path name different apps');
  }
  const named = ofHost ?? segment;
  return named === undefined ? undefined : appId(named);
}

/**
 * The principal within the route's app. One whose credential names no app takes the route's.
 * @throws DomainError `forbidden` when the credential belongs to another app.
 */
export function actInApp(principal: Principal, routeApp: AppId | undefined): Principal {
  if (routeApp === undefined || routeApp === principal.appId) return principal;
  if (principal.appBound) throw new DomainError('forbidden', 'the credential belongs to another app');
  return { ...principal, appId: routeApp };
}

/**
 * Nobody calls for an app that is out of service, whichever address he comes to; super administrators alone, who put it
 * back. @throws DomainError `forbidden`.
 */
export function assertInService({ appBound, appId, roles }: Principal, outOfService: ReadonlySet<string>): void {
  if (!appBound || !outOfService.has(appId) || roles.includes('super_admin')) return;
  throw new DomainError('forbidden', 'the app of the credential is out of service');
}

/**
 * The principal acting on the tenant of `X-Tenant-Id`, which is obeyed for super administrators alone.
 * @throws DomainError `forbidden` for everybody else who names a tenant not their own.
 */
export function actOnTenant(principal: Principal, wanted: TenantId | undefined): Principal {
  if (wanted === undefined || wanted === principal.tenantId) return principal;
  if (!principal.roles.includes('super_admin')) {
    throw new DomainError('forbidden', 'only super administrators act on other tenants');
  }
  return { ...principal, tenantId: wanted };
}
