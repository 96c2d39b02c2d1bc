import { DomainError, type ModelId } from '@radiant/kernel';
import { PERMISSIONS, allows, type Permission } from './permissions.js';

/** What an API key may do. */
export interface Scopes {
  readonly permissions: ReadonlySet<Permission>;
  /** Undefined: every model that the tenant may use. */
  readonly models: ReadonlySet<string> | undefined;
}

const isPermission = (text: string): text is Permission => Object.hasOwn(PERMISSIONS, text);

/** The permissions that a key can be given. */
export const KEY_PERMISSIONS: readonly Permission[] = Object.keys(PERMISSIONS)
  .filter(isPermission)
  .filter((permission) => allows(['service'], permission));

/**
 * Reads scopes as they are stored: `*` (everything a key may do), permissions, and `model:<id>` which confines the key to
 * the models named. @throws DomainError `validation_error` naming the one that is not understood.
 */
export function parseScopes(texts: readonly string[]): Scopes {
  const models = texts.filter((text) => text.startsWith('model:')).map((text) => text.slice('model:'.length));
  const names = texts.filter((text) => !text.startsWith('model:'));
  const permissions = new Set<Permission>(names.includes('*') ? KEY_PERMISSIONS : []);
  for (const name of names) {
    if (name === '*') continue;
    if (!isPermission(name) || !KEY_PERMISSIONS.includes(name)) {
      throw new DomainError('validation_error', `scopes must be *, model:<id> or of ${KEY_PERMISSIONS.join(', ')}`, {
        field: 'scopes',
      });
    }
    permissions.add(name);
  }
  return { permissions, models: models.length > 0 ? new Set(models) : undefined };
}

/** Whether a key with these scopes may use the model. */
export const mayUseModel = (scopes: Scopes | undefined, model: ModelId): boolean =>
  scopes?.models === undefined || scopes.models.has(model);
