import { sessionId } from '@radiant/kernel';
import { invalid } from '../validation.js';

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
