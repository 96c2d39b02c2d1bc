import { PLATFORM_TENANT, sessionId, type TenantId } from '@radiant/kernel';
import { invalid } from '../validation.js';

/** That of the platform, from which the key is derived that signs checkpoints of trails. */
const AUDIT_SIGNING = 'audit-signing';

/**
 * As `keyScope`, and of the platform `audit-signing` as well, which may be replaced and never destroyed.
 * @throws DomainError `validation_error` naming scope.
 */
export const replaceableScope = (tenantId: TenantId, scope: string): string =>
  tenantId === PLATFORM_TENANT && scope === AUDIT_SIGNING ? scope : keyScope(scope);

/**
 * The name of a data key among the tenant's: `tenant`, or a session's id.
 * @throws DomainError `validation_error` naming scope.
 */
export function keyScope(scope: string): string {
  if (scope === 'tenant') return scope;
  try {
    return `session#${sessionId(scope)}`;
  } catch {
    throw invalid('scope', 'tenant or the id of a session');
  }
}
